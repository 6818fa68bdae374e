import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASELINE_FROM, averageRunLength, designCusum, runCusum } from '../../server/contract/cusum.ts';
import type { Metric } from '../../server/contract/questions.ts';
import type { Counts } from '../../server/contract/scores.ts';
import { anyMetric, anyValue } from './samples.ts';

const quiet: Counts = { 1: 16, 2: 16, 3: 32, 4: 104, 5: 232 };

/** The watch on a touchpoint that was quiet. */
function sample(metric: Metric = 'csat5', baseline: Counts = quiet, falseAlarmEvery = 1_000) {
  const cusum = designCusum(metric, baseline, falseAlarmEvery);
  if (!cusum) throw new Error('The baseline is too short.');
  return cusum;
}

describe('CUSUM', () => {
  it('stays silent while the level holds', () => {
    expect(runCusum(sample(), Array<Counts>(100).fill({ 3: 1, 4: 3, 5: 6 }))).toEqual({
      sums: Array(100).fill(0),
      incidents: [],
    });
  });

  it('alarms on a drop, says since when, and resolves when the level is back', () => {
    const buckets: Counts[] = [
      { 5: 9 },
      { 5: 9 },
      { 3: 5, 4: 5 },
      { 1: 5, 3: 5 },
      { 1: 2 },
      { 5: 50 },
      { 5: 50 },
      { 1: 9 },
    ];
    expect(runCusum(sample(), buckets).incidents).toEqual([
      { since: 2, alarm: 3, resolved: 5 },
      { since: 7, alarm: 7, resolved: null },
    ]);
  });

  it('alarms where the sum reaches the decision interval exactly', () => {
    // H is 12.55, K 4.05: 11 · 4.05 - 32.
    expect(runCusum(sample(), [{ 3: 10, 2: 1 }])).toEqual({
      sums: [12.55],
      incidents: [{ since: 0, alarm: 0, resolved: null }],
    });
  });

  it.each([
    ['csat5', quiet, 0.05],
    ['service10', { 3: 50, 8: 150 }, 0.05],
    ['nps', { 3: 50, 9: 150 }, 0.02],
    ['emoji3', { 1: 50, 3: 150 }, 0.02],
    ['thumbs', { 0: 50, 1: 150 }, 0.02],
  ] as const)('counts %s in steps fit for its scale', (metric, baseline, step) => {
    expect(sample(metric, baseline).step).toBe(step);
  });

  it('is not moved by buckets without answers', () => {
    const buckets: Counts[] = [{ 1: 2 }, { 2: 2 }];
    expect(runCusum(sample(), [{}, ...buckets, {}]).sums.slice(1, 3)).toEqual(runCusum(sample(), buckets).sums);
  });

  it('alarms on more effort (ces1), where the value rises', () => {
    const cusum = sample('ces1', { 1: 232, 2: 104, 3: 32, 4: 16, 5: 16 });
    expect(cusum).toEqual({ ...sample(), metric: 'ces1' });
    expect(runCusum(cusum, [{ 1: 20 }, { 5: 20 }]).incidents).toEqual([{ since: 1, alarm: 1, resolved: null }]);
  });

  it('watches NPS by who promotes and who detracts, not by the points between', () => {
    const baseline: Counts = { 0: 20, 7: 80, 10: 100 };
    expect(sample('nps', { 6: 20, 8: 80, 9: 100 })).toEqual(sample('nps', baseline));
  });

  it('alarms falsely as seldom as it was told, and would not with one step less', () => {
    for (const [metric, baseline, every] of [
      ['csat5', quiet, 1_000],
      ['csat5', quiet, 5_000],
      ['nps', { 3: 40, 7: 80, 9: 150 }, 2_000],
      ['thumbs', { 0: 30, 1: 170 }, 1_000],
      ['emoji3', { 1: 30, 2: 30, 3: 170 }, 1_000],
    ] as const) {
      const { guardedReference, reference, decisionInterval, step } = sample(metric, baseline, every);
      const runLength = (k: number, h: number) => averageRunLength(metric, baseline, k, h);
      expect(runLength(guardedReference, decisionInterval)).toBeGreaterThanOrEqual(every);
      expect(runLength(guardedReference, decisionInterval - step)).toBeLessThan(every);
      expect(runLength(reference, decisionInterval)).toBeGreaterThanOrEqual(every);
    }
  });

  it('has the run length that running it has', () => {
    // A small chain that can be worked by hand: thumbs, every answer down is one alarm, p = (10 + 1/2) / (100 + 1).
    expect(averageRunLength('thumbs', { 0: 10, 1: 90 }, 0.5, 0.5)).toBeCloseTo(101 / 10.5, 9);
    // Two downs in a row, with an up between taking the sum back to 0: (1 + p) / p².
    const p = 10.5 / 101;
    expect(averageRunLength('thumbs', { 0: 10, 1: 90 }, 0.5, 1)).toBeCloseTo((1 + p) / p ** 2, 6);
  });

  it('never alarms where the worst is the rule: nothing is left to fall', () => {
    expect(averageRunLength('csat5', { 1: 500 }, 1, 0.05)).toBe(Infinity);
    expect(runCusum(sample('csat5', { 1: 500 }), Array<Counts>(9).fill({ 1: 99 })).incidents).toEqual([]);
  });

  it('falls back to 0 however even the baseline was', () => {
    const evenBaseline = anyMetric.chain((metric) =>
      fc.tuple(fc.constant(metric), anyValue(metric), fc.integer({ min: BASELINE_FROM, max: 100_000 })),
    );
    fc.assert(
      fc.property(evenBaseline, ([metric, value, n]) => {
        const { reference, guardedReference, mean } = sample(metric, { [value]: n });
        expect(reference).toBeLessThan(mean);
        expect(guardedReference).toBeLessThan(mean);
        expect(runCusum(sample(metric, { [value]: n }), Array<Counts>(20).fill({ [value]: 10 })).incidents).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('asks for a baseline of 100 answers, and a number of answers between false alarms', () => {
    expect(designCusum('thumbs', { 1: 99 })).toBeNull();
    expect(designCusum('thumbs', { 1: 100 })).not.toBeNull();
    for (const every of [0, -1, NaN, Infinity]) expect(() => designCusum('csat5', quiet, every)).toThrow(RangeError);
    expect(() => designCusum('csat5', { 6: 500 })).toThrow(RangeError);
    expect(() => runCusum(sample(), [{ 6: 1 }])).toThrow(RangeError);
  });
});
