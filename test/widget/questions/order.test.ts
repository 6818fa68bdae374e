import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffled } from '../../../widget/questions/order.ts';

const options = ['a', 'b', 'c', 'd'].map((id) => ({ id }));

describe('shuffled', () => {
  it('has every option once, in an order that depends on the seed and the ids alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.string(), { maxLength: 20 }), (seed, ids) => {
        const all = ids.map((id) => ({ id }));
        const order = shuffled(all, seed).map(({ id }) => id);
        expect(order.toSorted()).toEqual(ids.toSorted());
        expect(shuffled(all, seed).map(({ id }) => id)).toEqual(order);
      }),
    );
  });

  it('makes every order about as likely as any other', () => {
    const times = new Map<string, number>();
    for (let n = 0; n < 48_000; n++) {
      // As far apart as the ids of responses are; the same at every run.
      const seed = Math.imul(n, 0x9e3779b1).toString(16).padStart(9, '0');
      const order = shuffled(options, seed).map(({ id }) => id);
      times.set(order.join(''), (times.get(order.join('')) ?? 0) + 1);
    }
    const surprise = [...times.values()].reduce((sum, seen) => sum + (seen - 2_000) ** 2 / 2_000, 0);
    expect(times.size).toBe(24);
    // Chi squared, 23 degrees of freedom: chance goes beyond it once in a thousand.
    expect(surprise).toBeLessThan(49.7);
  });
});
