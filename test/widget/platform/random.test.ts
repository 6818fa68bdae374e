import { describe, expect, it } from 'vitest';
import { hex, uuid } from '../../../widget/platform/random.ts';

describe('random', () => {
  it('makes UUIDs of version 4, a new one each time', () => {
    const made = Array.from({ length: 200 }, uuid);
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(made).size).toBe(200);
  });

  it('makes hex of the length asked for', () => {
    expect(hex(4)).toMatch(/^[0-9a-f]{8}$/);
  });
});
