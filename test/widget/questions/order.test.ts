import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffled } from '../../../widget/questions/order.ts';

const options = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

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

  it('puts every option about as often in every place', () => {
    const times = options.map(() => options.map(() => 0));
    for (let seed = 0; seed < 5_000; seed++) {
      shuffled(options, `00000000-0000-4000-8000-${seed}`).forEach(({ id }, place) => {
        times[options.findIndex((option) => option.id === id)]![place]! += 1;
      });
    }
    // A thousand each; six standard deviations are 170.
    for (const n of times.flat()) expect(Math.abs(n - 1_000)).toBeLessThan(170);
  });
});
