import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast } from '../../server/contract/look.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);

describe('contrast', () => {
  it.each([
    ['#000', '#fff', 21],
    ['#fff', '#ffffff', 1],
    ['#777', '#fff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#f00', '#fff', 4],
    ['#00f', '#fff', 8.59],
  ])('is that of WCAG 2.2: %s and %s', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });

  it('is enough on any colour for black words or for white ones', () => {
    fc.assert(
      fc.property(color, (any) => {
        expect(Math.max(contrast('#000', any), contrast('#fff', any))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});
