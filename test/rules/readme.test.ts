// What the README says in figures is what the build weighs.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the README', () => {
  it('quotes the sizes of the build (run `npm run build` first)', () => {
    const sizes = Object.values(JSON.parse(read('dist/sizes.json')) as Record<string, number>);
    const [load, near] = sizes.map((bytes) => `${(bytes / 1_000).toFixed(1)} KB`);
    expect(read('README.md')).toContain(`${load} on every page of yours, ${near} once a prompt is near`);
  });
});
