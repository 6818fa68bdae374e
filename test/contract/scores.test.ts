import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Metric, SCALES } from '../../server/contract/questions.ts';
import {
  type Counts,
  type Estimate,
  type Funnel,
  MEANINGS,
  distribution,
  merge,
  rates,
  rounded,
  score,
  tierOf,
} from '../../server/contract/scores.ts';
import { anyCounts, anyMetric, anyTally, anyValue, metrics } from './samples.ts';

/** Ascending, but for the last digits of a double. */
function isAscending(...numbers: readonly (number | null | undefined)[]): boolean {
  return numbers.slice(1).every((number, i) => (number ?? NaN) >= (numbers[i] ?? NaN) - 1e-9);
}

function width({ low, high }: Estimate): number {
  return (high ?? NaN) - (low ?? NaN);
}

describe('bands', () => {
  it.each(metrics)('%s: every value of the scale is in exactly one', (metric) => {
    for (const { value } of distribution(metric, {})) {
      const holding = Object.values(MEANINGS[metric].bands).filter(([from, to]) => value >= from && value <= to);
      expect(holding, `${metric} ${value}`).toHaveLength(1);
    }
  });

  it.each(metrics)('%s: come best first', (metric) => {
    const starts = Object.values(MEANINGS[metric].bands).map(([from]) => from);
    const falling = starts.toSorted((a, b) => b - a);
    expect(starts).toEqual(MEANINGS[metric].polarity === 'higher' ? falling : falling.reverse());
  });

  it.each<[Metric, Record<string, number>]>([
    ['nps', { promoter: 2, passive: 2, detractor: 7 }],
    ['csat5', { good: 2, other: 3 }],
    ['csat7', { good: 2, other: 5 }],
    ['ces1', { good: 2, other: 3 }],
    ['ces2', { good: 3, other: 4 }],
    ['service10', { exceptional: 2, met: 3, alarm: 5 }],
    ['stars', { good: 2, other: 3 }],
    ['emoji3', { good: 1, neutral: 1, bad: 1 }],
    ['emoji5', { good: 2, other: 3 }],
    ['thumbs', { good: 1, other: 1 }],
  ])('%s: hold of one answer of each value %o', (metric, bands) => {
    const oneOfEach = Object.fromEntries(distribution(metric, {}).map(({ value }) => [value, 1]));
    expect(score(metric, oneOfEach).bands).toEqual(bands);
  });

  it('call the same answer by what was asked: 6 is a detractor of NPS and "met" in a service review', () => {
    expect(score('nps', { 6: 1 }).bands).toEqual({ promoter: 0, passive: 0, detractor: 1 });
    expect(score('service10', { 6: 1 }).bands).toEqual({ exceptional: 0, met: 1, alarm: 0 });
  });
});

describe('score', () => {
  it('has no NPS without answers, and an NPS of 0 with as many promoters as detractors', () => {
    expect(score('nps', {})).toMatchObject({ n: 0, value: null, low: null, high: null });
    expect(score('nps', { 10: 40, 0: 40 })).toMatchObject({ n: 80, value: 0 });
  });

  it('reads an interval that is still there when everybody says the same', () => {
    const { low, high } = score('nps', { 10: 7 });
    expect(low).toBeLessThan(40);
    expect(high).toBe(100);
  });

  it('takes effort (ces1) as better when lower and ease (ces2) as better when higher', () => {
    expect(score('ces1', { 1: 10 })).toMatchObject({ value: 100, polarity: 'lower', mean: { value: 1, index: 100 } });
    expect(score('ces2', { 7: 10 })).toMatchObject({ value: 100, polarity: 'higher', mean: { value: 7, index: 100 } });
  });

  it.each([
    [0, 'hidden'],
    [4, 'hidden'],
    [5, 'low'],
    [29, 'low'],
    [30, 'ok'],
  ] as const)('of %i answers is %s', (n, tier) => {
    expect(tierOf(n)).toBe(tier);
    expect(score('thumbs', { 1: n }).tier).toBe(tier);
  });

  it('has no mean where the values keep no distances', () => {
    expect(score('thumbs', { 1: 9 }).mean).toBeNull();
    expect(score('emoji3', { 1: 9 }).mean).toBeNull();
    expect(metrics.filter((metric) => score(metric, {}).mean)).toHaveLength(metrics.length - 2);
  });

  it.each<[Metric, Counts, string]>([
    ['nps', { 11: 1 }, 'Value outside scale: nps has the values 0 to 10, not "11".'],
    ['csat5', { 0: 1 }, 'Value outside scale: csat5 has the values 1 to 5, not "0".'],
    ['nps', { '8.5': 1 }, 'Value outside scale: nps has the values 0 to 10, not "8.5".'],
    ['nps', { '08': 1 }, 'Value outside scale: nps has the values 0 to 10, not "08".'],
    ['nps', { '': 1 }, 'Value outside scale: nps has the values 0 to 10, not "".'],
    ['nps', { null: 1 }, 'Value outside scale: nps has the values 0 to 10, not "null".'],
    ['nps', { constructor: 1 }, 'Value outside scale: nps has the values 0 to 10, not "constructor".'],
    ['nps', { 12: 0 }, 'Value outside scale: nps has the values 0 to 10, not "12".'],
    ['nps', { 9: -1 }, 'The number of answers "9" must be a whole number, not -1.'],
    ['nps', { 9: 0.5 }, 'The number of answers "9" must be a whole number, not 0.5.'],
    ['nps', { 9: NaN }, 'The number of answers "9" must be a whole number, not NaN.'],
  ])('of %s refuses %o', (metric, counts, message) => {
    expect(() => score(metric, counts)).toThrow(new RangeError(message));
  });

  it('is null exactly without answers', () => {
    fc.assert(
      fc.property(anyTally, ([metric, counts]) => {
        const { n, value, low, high, shares, mean } = score(metric, counts);
        const estimates: Estimate[] = [{ value, low, high }, ...Object.values(shares), ...(mean ? [mean] : [])];
        for (const { value, low, high } of estimates) {
          expect([value === null, low === null, high === null]).toEqual(Array(3).fill(n === 0));
        }
      }),
    );
  });

  it('has an n that is the sum of its bands and of its values', () => {
    fc.assert(
      fc.property(anyTally, ([metric, counts]) => {
        const { n, bands } = score(metric, counts);
        expect(Object.values<number>(bands).reduce((a, b) => a + b)).toBe(n);
        expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(n);
      }),
    );
  });

  it('has intervals within the scale that contain the estimate they are centred on', () => {
    fc.assert(
      fc.property(anyTally, ([metric, counts]) => {
        const { n, value, low, high, range, mean, bands } = score(metric, counts);
        fc.pre(n > 0);
        const adjusted = 'promoter' in bands ? (100 * (bands.promoter - bands.detractor)) / (n + 3) : value;
        expect(isAscending(range[0], low, adjusted, high, range[1])).toBe(true);
        if (!mean) return;
        const { min, max } = SCALES[metric];
        const centre = (n * (mean.value ?? NaN) + (min + max) / 2) / (n + 1);
        expect(isAscending(min, mean.low, centre, mean.high, max)).toBe(true);
      }),
    );
  });

  it('has narrower intervals from ten times the same answers', () => {
    fc.assert(
      fc.property(anyTally, ([metric, counts]) => {
        const once = score(metric, counts);
        fc.pre(once.n > 0);
        const tenfold = score(metric, merge(Array<Counts>(10).fill(counts)));
        expect(width(tenfold)).toBeLessThan(width(once));
        expect(tenfold.value).toBeCloseTo(once.value ?? NaN, 9);
      }),
    );
  });

  it('of ces1 is the mirror of the same answers counted from the other end', () => {
    fc.assert(
      fc.property(anyCounts('ces1'), (counts) => {
        const mirrored = Object.fromEntries(Object.entries(counts).map(([value, n]) => [6 - Number(value), n]));
        const effort = score('ces1', counts);
        const ease = score('csat5', mirrored);
        expect({ ...effort.bands }).toEqual({ ...ease.bands });
        expect([effort.value, effort.low, effort.high]).toEqual([ease.value, ease.low, ease.high]);
        if (effort.n === 0) return;
        expect(effort.mean?.index).toBeCloseTo(ease.mean?.index ?? NaN, 9);
        expect(effort.mean?.value).toBeCloseTo(6 - (ease.mean?.value ?? NaN), 9);
        expect(effort.mean?.low).toBeCloseTo(6 - (ease.mean?.high ?? NaN), 9);
      }),
    );
  });

  it('never gets worse when an answer becomes a better one', () => {
    const improved = anyMetric.chain((metric) =>
      fc.tuple(fc.constant(metric), anyCounts(metric), anyValue(metric), anyValue(metric)),
    );
    fc.assert(
      fc.property(improved, ([metric, counts, one, other]) => {
        const [worse, better] = [one, other].sort((a, b) => (MEANINGS[metric].polarity === 'lower' ? b - a : a - b));
        const before = score(metric, merge([counts, { [worse ?? NaN]: 1 }]));
        const after = score(metric, merge([counts, { [better ?? NaN]: 1 }]));
        expect(after.value).toBeGreaterThanOrEqual(before.value ?? NaN);
        expect(after.mean?.index ?? 0).toBeGreaterThanOrEqual((before.mean?.index ?? 0) - 1e-9);
      }),
    );
  });
});

describe('merge', () => {
  it('adds without regard to order or grouping, and scores as the whole does', () => {
    const shards = anyMetric.chain((metric) => fc.tuple(fc.constant(metric), fc.array(anyCounts(metric))));
    fc.assert(
      fc.property(shards, fc.nat(), ([metric, shards], cut) => {
        const whole = score(metric, merge(shards));
        const at = shards.length && cut % shards.length;
        const grouped = merge([merge(shards.slice(at)), merge(shards.slice(0, at))]);
        expect(score(metric, grouped)).toEqual(whole);
        const bins = Array.from({ length: 11 }, (_, value) =>
          shards.reduce((n, counts) => n + (counts[value] ?? 0), 0),
        );
        expect(distribution(metric, merge(shards)).map(({ n }) => n)).toEqual(
          bins.slice(SCALES[metric].min, SCALES[metric].max + 1),
        );
      }),
    );
  });

  it('refuses a negative count that would hide in the sum', () => {
    expect(() => merge([{ 9: 5 }, { 9: -3 }])).toThrow(RangeError);
  });
});

describe('rates', () => {
  it('are null without what they are taken of', () => {
    const nothing = { value: null, low: null, high: null };
    expect(rates({ shown: 0, answered: 0, completed: 0, dismissed: 0 })).toEqual({
      ignored: 0,
      responseRate: nothing,
      dismissalRate: nothing,
      ignoredRate: nothing,
      completionRate: nothing,
    });
    expect(rates({ shown: 9, answered: 0, completed: 0, dismissed: 2 })).toMatchObject({
      ignored: 7,
      responseRate: { value: 0, low: 0 },
      completionRate: nothing,
    });
  });

  it.each<[Funnel, string]>([
    [{ shown: 3, answered: 2, completed: 0, dismissed: 2 }, '2 answered and 2 dismissed is more than 3 shown.'],
    [{ shown: 3, answered: 1, completed: 2, dismissed: 0 }, '2 completed is more than 1 answered.'],
    [
      { shown: -1, answered: 0, completed: 0, dismissed: 0 },
      'The number of prompts shown must be a whole number, not -1.',
    ],
  ])('refuse %o', (funnel, message) => {
    expect(() => rates(funnel)).toThrow(new RangeError(message));
  });

  it('of the prompts shown add up to 100', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), fc.nat(999), (answered, dismissed, ignored) => {
        fc.pre(answered + dismissed + ignored > 0);
        const shown = answered + dismissed + ignored;
        const all = rates({ shown, answered, completed: answered, dismissed });
        expect(all.ignored).toBe(ignored);
        const parts = [all.responseRate, all.dismissalRate, all.ignoredRate].map(({ value }) => value ?? NaN);
        expect(parts.reduce((a, b) => a + b)).toBeCloseTo(100, 9);
      }),
    );
  });
});

describe('rounded', () => {
  it('prints the value half away from zero and the interval outward', () => {
    expect(rounded({ value: -12.5, low: -54.1989, high: 36.0171 })).toEqual({ value: -13, low: -55, high: 37 });
    expect(rounded({ value: 4.25, low: 4.1, high: 4.3001 }, 1)).toEqual({ value: 4.3, low: 4.1, high: 4.4 });
    expect(rounded({ value: null, low: null, high: null })).toEqual({ value: null, low: null, high: null });
  });

  it('rounds every tie of a share of up to 400 answers up, also where 29 / 200 * 100 would not', () => {
    let ties = 0;
    for (let n = 1; n <= 400; n++) {
      for (let k = 0; k <= n; k++) {
        if (((200 * k) / n) % 2 !== 1) continue;
        ties++;
        expect(rounded({ value: score('thumbs', { 1: k, 0: n - k }).value, low: null, high: null }).value).toBe(
          ((200 * k) / n + 1) / 2,
        );
      }
    }
    expect(ties).toBe(520);
  });
});
