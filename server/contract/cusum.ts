// Has the level of a touchpoint dropped? A one-sided CUSUM over tallies, one bucket (an hour, a day) after the other:
// it sees 4.3 fall to 3.6 after some 21 answers, where a weekly test needs the week. How often it cries wolf is not a
// rule of thumb but computed from the baseline: textbook limits for normal data alarm far too often on ratings.
import { SCALES } from './questions.ts';
import type { Metric } from './questions.ts';
import { MEANINGS, answersIn, distribution } from './scores.ts';
import type { Counts } from './scores.ts';
import { size, sum } from './statistics.ts';
import type { Bin } from './statistics.ts';

/** Answers a baseline needs; below, its own error decides how often it alarms. 200 are better. */
export const BASELINE_FROM = 100;

/** Least average number of answers between false alarms; for a busy touchpoint what it gets in 90 days, if more. */
export const FALSE_ALARM_EVERY = 1_000;

/** Half of the drop it is made to see soon, in standard deviations of an answer. */
const SLACK = 0.25;

/** A watch on one touchpoint; all numbers on the scale of the watched value, which is higher when things are better. */
export interface Cusum {
  readonly metric: Metric;
  /** Answers, mean and standard deviation of the baseline, smoothed by one pseudo-answer. */
  readonly n: number;
  readonly mean: number;
  readonly deviation: number;
  /** Everything below is a whole multiple of it, so that the sums stay exact. */
  readonly step: number;
  /** K: answers below it raise the sum, answers above it lower it. */
  readonly reference: number;
  /** K raised by the standard error of the baseline's mean: what H is solved with, should the baseline be too low. */
  readonly guardedReference: number;
  /** H: the sum that alarms. */
  readonly decisionInterval: number;
}

/**
 * Learns from the answers of a quiet time; alarms falsely at most once in `falseAlarmEvery` answers on average.
 * Null with under 100 answers. Throws as `distribution` does, and for a `falseAlarmEvery` that is no number from 1 up.
 */
export function designCusum(metric: Metric, baseline: Counts, falseAlarmEvery = FALSE_ALARM_EVERY): Cusum | null {
  if (!(falseAlarmEvery >= 1 && falseAlarmEvery < Infinity)) {
    throw new RangeError(`False alarms need a finite number of answers between them, not ${falseAlarmEvery}.`);
  }
  const bins = watched(metric, baseline);
  const n = size(bins);
  if (n < BASELINE_FROM) return null;
  const perUnit = stepsPerUnit(metric);
  const chances = smoothed(bins);
  const mean = sum(chances.map(({ value, p }) => value * p));
  const deviation = Math.sqrt(sum(chances.map(({ value, p }) => value * value * p)) - mean * mean);
  // Strictly below the mean, whatever the rounding: at or above it the sum would climb without any drop.
  const below = Math.ceil(mean * perUnit) - 1;
  const onLattice = (level: number): number => Math.min(below, Math.floor(level * perUnit + 0.5));
  const reference = onLattice(mean - SLACK * deviation);
  const guarded = onLattice(mean - SLACK * deviation + deviation / Math.sqrt(n));
  const jumps = jumpsFrom(chances, guarded, perUnit);
  return {
    metric,
    n,
    mean,
    deviation,
    step: 1 / perUnit,
    reference: reference / perUnit,
    guardedReference: guarded / perUnit,
    decisionInterval: least((steps) => answersToAlarm(jumps, steps) >= falseAlarmEvery) / perUnit,
  };
}

/**
 * Average number of answers to a false alarm (ARL0), exact: how long a CUSUM with this reference and decision interval
 * lasts while the level stays at the baseline's. Both are taken to the nearest step.
 */
export function averageRunLength(
  metric: Metric,
  baseline: Counts,
  reference: number,
  decisionInterval: number,
): number {
  const perUnit = stepsPerUnit(metric);
  const jumps = jumpsFrom(smoothed(watched(metric, baseline)), Math.round(reference * perUnit), perUnit);
  return answersToAlarm(jumps, Math.round(decisionInterval * perUnit));
}

/** A drop, by the indices of its buckets. */
export interface Incident {
  /** Where the sum left 0. */
  readonly since: number;
  readonly alarm: number;
  /** Where the sum was back at 0; null while the drop lasts. */
  readonly resolved: number | null;
}

/** Runs over closed buckets in their order; the sum after each, and every drop. The sum is capped at twice H. */
export function runCusum(cusum: Cusum, buckets: readonly Counts[]): { sums: number[]; incidents: Incident[] } {
  const perUnit = stepsPerUnit(cusum.metric);
  const reference = Math.round(cusum.reference * perUnit);
  const limit = Math.round(cusum.decisionInterval * perUnit);
  const sums: number[] = [];
  const incidents: Incident[] = [];
  let level = 0;
  let since = 0;
  let alarm: number | null = null;
  for (const [index, counts] of buckets.entries()) {
    const shortfall = sum(watched(cusum.metric, counts).map(({ value, n }) => n * (reference - value * perUnit)));
    if (level === 0) since = index;
    level = Math.min(2 * limit, Math.max(0, level + shortfall));
    sums.push(level / perUnit);
    if (alarm === null && level >= limit) alarm = index;
    else if (alarm !== null && level === 0) {
      incidents.push({ since, alarm, resolved: index });
      alarm = null;
    }
  }
  if (alarm !== null) incidents.push({ since, alarm, resolved: null });
  return { sums, incidents };
}

// NPS is watched as -1, 0, +1, as it is scored; where lower is better the scale is mirrored.
function watched(metric: Metric, counts: Counts): Bin[] {
  const bins = distribution(metric, counts);
  if (metric === 'nps') {
    const { promoter, passive, detractor } = MEANINGS.nps.bands;
    return [
      { value: -1, n: answersIn(bins, detractor) },
      { value: 0, n: answersIn(bins, passive) },
      { value: 1, n: answersIn(bins, promoter) },
    ];
  }
  const { min, max } = SCALES[metric];
  return MEANINGS[metric].polarity === 'lower' ? bins.map(({ value, n }) => ({ value: min + max - value, n })) : bins;
}

// Steps of 0.05 on a scale that is 4 or more wide, of 0.02 on a shorter one.
function stepsPerUnit(metric: Metric): number {
  const { min, max } = SCALES[metric];
  return metric !== 'nps' && max - min >= 4 ? 20 : 50;
}

interface Chance {
  readonly value: number;
  readonly p: number;
}

function smoothed(bins: readonly Bin[]): Chance[] {
  const n = size(bins);
  return bins.map((bin) => ({ value: bin.value, p: (bin.n + 1 / bins.length) / (n + 1) }));
}

interface Jump {
  readonly steps: number;
  readonly p: number;
}

function jumpsFrom(chances: readonly Chance[], reference: number, perUnit: number): Jump[] {
  return chances.map(({ value, p }) => ({ steps: reference - value * perUnit, p }));
}

/**
 * Answers until a sum that starts at 0 reaches `limit` steps. The sum is a Markov chain on 0 … limit - 1; the expected
 * times L solve (I - Q)·L = 1 (Brook and Evans, https://doi.org/10.1093/biomet/59.3.539). Only L[0] is wanted, so the
 * states are eliminated from the top. No jump is longer than the scale, so the matrix is a band, and stays one.
 */
function answersToAlarm(jumps: readonly Jump[], limit: number): number {
  const up = Math.max(0, ...jumps.map(({ steps }) => steps));
  if (up === 0) return Infinity; // no answer is below the reference: it never alarms
  const down = Math.max(0, ...jumps.map(({ steps }) => -steps));
  // Row `from` holds the columns from - down to from + up.
  const width = down + 1 + up;
  const at = (from: number, to: number): number => from * width + to - from + down;
  const matrix = new Float64Array(limit * width);
  const get = (place: number): number => matrix[place] ?? 0;
  for (let from = 0; from < limit; from++) {
    matrix[at(from, from)] = 1;
    for (const { steps, p } of jumps) {
      const to = Math.max(0, from + steps);
      if (to < limit) matrix[at(from, to)] = get(at(from, to)) - p;
    }
  }
  const times = new Float64Array(limit).fill(1);
  for (let top = limit - 1; top > 0; top--) {
    for (let from = Math.max(0, top - up); from < top; from++) {
      const factor = get(at(from, top)) / get(at(top, top));
      if (factor === 0) continue;
      for (let to = Math.max(0, top - down); to < top; to++) {
        matrix[at(from, to)] = get(at(from, to)) - factor * get(at(top, to));
      }
      times[from] = (times[from] ?? 0) - factor * (times[top] ?? 0);
    }
  }
  return (times[0] ?? 0) / get(at(0, 0));
}

/** The least whole number from 1 up that passes a test which all greater ones pass too. */
function least(passes: (n: number) => boolean): number {
  let high = 1;
  while (!passes(high)) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}
