import { describe, expect, it } from 'vitest';
import { differences, file, problems } from './vectors.ts';

describe('vectors', () => {
  const leaves = new Map<string, number>();

  for (const vector of [...file.cases, ...file.extra]) {
    it(`agree with ${vector.id}: ${vector.kind}${vector.note ? `, ${vector.note}` : ''}`, () => {
      const seen = { leaves: 0 };
      expect(problems(vector, seen)).toEqual([]);
      leaves.set(vector.id, seen.leaves);
    });
  }

  it('are all executed, every number of each', () => {
    expect([...leaves.keys()]).toEqual([
      ...Array.from({ length: 15 }, (_, i) => `V${String(i + 1).padStart(2, '0')}`),
      ...Array.from({ length: 7 }, (_, i) => `VX${i + 1}`),
    ]);
    // As many as there are numbers, nulls and words under "expect" in the file, and the one error.
    expect([...leaves.values()].reduce((a, b) => a + b)).toBe(
      1 + leavesOf([...file.cases, ...file.extra].map((v) => v.expect)),
    );
  });

  it('are told from a wrong result', () => {
    expect(differences({ a: 1.00007 }, { a: 1 }, file.tolerance)).toHaveLength(1);
    expect(differences({ a: 0 }, { a: null }, file.tolerance)).toHaveLength(1);
    expect(differences({ a: 1 }, { a: 1, b: null }, file.tolerance)).toHaveLength(1);
    expect(differences({ a: NaN }, { a: 1 }, file.tolerance)).toHaveLength(1);
    expect(differences({ a: [1] }, { a: [1, 2] }, file.tolerance)).toHaveLength(1);
  });
});

function leavesOf(value: unknown): number {
  if (value === undefined) return 0;
  return typeof value === 'object' && value ? Object.values(value).reduce((n: number, x) => n + leavesOf(x), 0) : 1;
}
