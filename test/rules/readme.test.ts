// What the README says in figures is what the build weighs.
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const bytes = (pattern: string): number =>
  globSync(join(root, 'dist/widget', pattern)).reduce((sum, file) => sum + statSync(file).size, 0);
const kilobytes = (size: number): string => `${(size / 1_000).toFixed(1)} KB`;

describe('the README', () => {
  it('quotes the sizes of the build (run `npm run build` first)', () => {
    const [load, near] = [bytes('a.js.br'), bytes('**/*.js.br')];
    expect(load).toBeGreaterThan(0);
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(readme).toContain(`${kilobytes(load)} on every page of yours, ${kilobytes(near)} once a prompt is near`);
  });
});
