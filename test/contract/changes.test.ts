import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, SIGNIFICANCE, compare, decompose, verdicts } from '../../server/contract/changes.ts';
import { keyness } from '../../server/contract/keyness.ts';
import { COMPARED_FROM, MEANINGS, merge, score } from '../../server/contract/scores.ts';
import { anyCounts, anyMetric, twoTallies } from './samples.ts';

/** A difference of enough answers on both sides. */
function sample(changes: Partial<Difference> = {}): Difference {
  const tested = { low: -30, high: -10, statistic: -4, df: null, pValue: 0.0001, significant: true, threshold: 10 };
  return { before: 40, now: 20, nBefore: 200, nNow: 200, diff: -20, ...tested, ...changes };
}

describe('compare', () => {
  it('finds a drop of 40 points', () => {
    const { value } = compare('nps', { 10: 60, 8: 20, 0: 20 }, { 10: 40, 8: 20, 0: 40 });
    expect(value).toMatchObject({ before: 40, now: 0, diff: -40, nBefore: 100, nNow: 100, significant: true });
  });

  it('has an interval beyond 100 points when all promoters became detractors', () => {
    const { value } = compare('nps', { 10: 100 }, { 0: 100 });
    expect(value?.diff).toBe(-200);
    expect(value?.low).toBeGreaterThanOrEqual(-200);
    expect(value?.high).toBeLessThan(-150);
  });

  it('compares nothing with nothing', () => {
    expect(compare('nps', {}, { 10: 60 })).toEqual({ metric: 'nps', value: null, mean: null });
    expect(compare('csat5', { 5: 60 }, {})).toEqual({ metric: 'csat5', value: null, mean: null });
  });

  it('has a mean exactly where the metric has one', () => {
    expect(compare('thumbs', { 1: 5 }, { 1: 5 })).toMatchObject({ value: { diff: 0, pValue: 1 }, mean: null });
    expect(compare('csat5', { 1: 5 }, { 1: 5 })).toMatchObject({ mean: { diff: 0, pValue: 1 } });
  });

  it('has p-values in 0 to 1 and intervals that agree with them', () => {
    fc.assert(
      fc.property(twoTallies, ([metric, before, now]) => {
        const { value, mean } = compare(metric, before, now);
        expect(value === null).toBe(score(metric, before).n === 0 || score(metric, now).n === 0);
        expect(mean === null).toBe(value === null || !MEANINGS[metric].mean);
        for (const tested of [value, mean].filter((difference) => difference !== null)) {
          expect(tested.pValue).toBeGreaterThanOrEqual(0);
          expect(tested.pValue).toBeLessThanOrEqual(1);
          expect(tested.low).toBeLessThanOrEqual(tested.high);
          expect(tested.significant).toBe(tested.pValue < SIGNIFICANCE);
        }
        // Test and interval of a mean and of NPS are one and the same statement; clear of rounding at the border.
        for (const tested of [mean, metric === 'nps' ? value : null].filter((difference) => difference !== null)) {
          if (Math.abs(tested.pValue - SIGNIFICANCE) < 1e-6) continue;
          expect(tested.low > 0 || tested.high < 0).toBe(tested.significant);
        }
      }),
    );
  });

  it('sees the same difference from the other side', () => {
    fc.assert(
      fc.property(twoTallies, ([metric, before, now]) => {
        const forth = compare(metric, before, now);
        const back = compare(metric, now, before);
        for (const part of ['value', 'mean'] as const) {
          const [one, other] = [forth[part], back[part]];
          if (!one || !other) continue;
          expect(other.diff).toBeCloseTo(-one.diff, 9);
          expect(other.statistic).toBeCloseTo(-one.statistic, 9);
          expect(other.low).toBeCloseTo(-one.high, 6);
          expect(other.pValue).toBeCloseTo(one.pValue, 9);
        }
      }),
    );
  });

  it('mirrors ces1: less effort is a higher share and a lower mean', () => {
    const { value, mean } = compare('ces1', { 4: 50, 2: 50 }, { 4: 20, 2: 80 });
    expect(value).toMatchObject({ diff: 30, significant: true });
    expect(mean?.diff).toBeCloseTo(-0.6, 12);
  });
});

describe('verdicts', () => {
  it('name the direction of a change that is certain and large', () => {
    expect(verdicts([sample(), sample({ diff: 20 })])).toEqual(['down', 'up']);
  });

  it('name none that is too small, or may be chance', () => {
    expect(verdicts([sample({ diff: -9.9 }), sample({ pValue: 0.2 })])).toEqual(['no clear change', 'no clear change']);
  });

  it.each([
    ['before', sample({ nBefore: COMPARED_FROM - 1 })],
    ['now', sample({ nNow: COMPARED_FROM - 1 })],
    ['at all', null],
  ])('say when there are too few answers %s', (_side, difference) => {
    expect(verdicts([difference])).toEqual(['too few']);
  });

  it('ask more of one change among many that are on the screen', () => {
    const alone = sample({ pValue: 0.03 });
    expect(verdicts([alone])).toEqual(['down']);
    const quiet = Array.from({ length: 19 }, () => sample({ pValue: 0.5 }));
    expect(verdicts([alone, ...quiet])[0]).toBe('no clear change');
    expect(verdicts([alone, ...quiet], 0.7)[0]).toBe('down');
  });

  it('leave out of that count what cannot be judged', () => {
    const tooFew = Array.from({ length: 19 }, () => sample({ nNow: 3, pValue: 0.5 }));
    expect(verdicts([...tooFew, sample({ pValue: 0.03 }), null])).toEqual([
      ...Array(19).fill('too few'),
      'down',
      'too few',
    ]);
  });

  it('judge every difference on its own place, also the same one twice', () => {
    const one = sample({ pValue: 0.04 });
    expect(verdicts([one, one])).toEqual(['down', 'down']);
  });

  it('never contradict the test they rest on', () => {
    fc.assert(
      fc.property(twoTallies, ([metric, before, now]) => {
        const { value, mean } = compare(metric, before, now);
        for (const difference of [value, mean]) {
          const [verdict] = verdicts([difference]);
          if (verdict !== 'up' && verdict !== 'down') continue;
          expect(Math.sign(difference?.statistic ?? NaN)).toBe(verdict === 'up' ? 1 : -1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('need 10 points of NPS, 5 of a share, 0.2 of a mean of five points and as much of any longer scale', () => {
    expect(compare('nps', { 9: 9 }, { 9: 9 }).value?.threshold).toBe(10);
    expect(compare('csat5', { 5: 9 }, { 5: 9 }).value?.threshold).toBe(5);
    expect(compare('csat5', { 5: 9 }, { 5: 9 }).mean?.threshold).toBeCloseTo(0.2, 12);
    expect(compare('csat7', { 5: 9 }, { 5: 9 }).mean?.threshold).toBeCloseTo(0.3, 12);
  });
});

describe('decompose', () => {
  const anyGroups = anyMetric.chain((metric) => {
    const groups = fc.dictionary(fc.constantFrom('web', 'app', 'phone', '__proto__', 'constructor'), anyCounts(metric));
    return fc.tuple(fc.constant(metric), groups, groups);
  });

  it('splits a change into parts that add up to it', () => {
    fc.assert(
      fc.property(anyGroups, ([metric, before, now]) => {
        const parts = decompose(metric, before, now);
        const [from, to] = [before, now].map((groups) => score(metric, merge(Object.values(groups))));
        expect(parts === null).toBe(from?.n === 0 || to?.n === 0);
        if (!parts) return;
        expect(parts.delta).toBe((to?.value ?? NaN) - (from?.value ?? NaN));
        expect(parts.groups.reduce((sum, { mix, rate }) => sum + mix + rate, 0)).toBeCloseTo(parts.delta, 9);
        expect(parts.groups.reduce((sum, group) => sum + group.shareBefore, 0)).toBeCloseTo(1, 9);
        expect(parts.groups.reduce((sum, group) => sum + group.shareNow, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('lays all on the mix when no group scores differently', () => {
    const [good, bad] = [{ 1: 30 }, { 0: 30 }];
    const parts = decompose('thumbs', { web: good, app: bad }, { web: good, app: merge([bad, bad]) });
    expect(parts?.delta).toBeCloseTo(100 / 3 - 50, 9);
    expect(parts?.groups.map(({ rate }) => rate)).toEqual([0, 0]);
  });

  it('gives a new group its own score for the time before', () => {
    const parts = decompose('thumbs', { web: { 0: 30 } }, { web: { 0: 30 }, app: { 1: 30 } });
    expect(parts?.groups).toMatchObject([
      { group: 'app', shareBefore: 0, before: 100, now: 100, rate: 0 },
      { group: 'web', shareNow: 0.5, before: 0, now: 0, rate: 0 },
    ]);
  });

  it('is null while one period has no answers', () => {
    expect(decompose('nps', { web: {} }, { web: { 10: 3 } })).toBeNull();
    expect(decompose('nps', {}, {})).toBeNull();
  });

  it('refuses an answer that is on no scale', () => {
    expect(() => decompose('nps', { web: { 11: 1 } }, { web: { 10: 3 } })).toThrow(RangeError);
  });
});

describe('keyness', () => {
  const words = (counts: Record<string, number>) => new Map(Object.entries(counts));

  it('turns its sign when the groups are swapped', () => {
    const word = fc.constantFrom('late', 'easy', 'price', 'constructor', '__proto__');
    const group = fc.array(fc.tuple(word, fc.nat(50))).map((entries) => new Map(entries));
    fc.assert(
      fc.property(group, group, (one, other) => {
        const prior = new Map([...one.keys(), ...other.keys()].map((name) => [name, 1.5]));
        const [forth, back] = [keyness(one, other, prior), keyness(other, one, prior)];
        expect([...forth.keys()]).toEqual([...prior.keys()]);
        for (const [name, { delta, z }] of forth) {
          expect(back.get(name)?.delta).toBeCloseTo(-delta, 9);
          expect(back.get(name)?.z).toBeCloseTo(-z, 9);
        }
      }),
    );
  });

  it('finds nothing in a vocabulary of one word', () => {
    expect(keyness(words({ late: 9 }), words({}), words({ late: 1 })).get('late')).toEqual({ delta: 0, z: 0 });
  });

  it('refuses a word without a prior, and numbers that count nothing', () => {
    expect(() => keyness(words({ late: 9 }), words({}), words({ easy: 1 }))).toThrow('The word "late" has no prior.');
    expect(() => keyness(words({ late: -1 }), words({}), words({ late: 1 }))).toThrow(RangeError);
    expect(() => keyness(words({ late: 1 }), words({}), words({ late: 0 }))).toThrow(RangeError);
  });
});
