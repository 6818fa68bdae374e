// What a tally means. Engines count, this file scores, the dashboard and the API only show.
// The denominator is the answers to that one question: a skipped or dismissed prompt is in no score, only in the rates.
// No answers is null, never 0, for 0 is a real NPS.
import { SCALES } from './questions.ts';
import type { Metric } from './questions.ts';
import {
  clamp,
  meanInterval,
  median,
  moments,
  netShare,
  roundHalfAway,
  roundOutward,
  size,
  sum,
  waldInterval,
  wilson,
} from './statistics.ts';
import type { Bin } from './statistics.ts';

/** Answers per value of a scale: `{ "9": 12, "10": 30 }`. Values nobody gave may be absent. */
export type Counts = Readonly<Record<string, number>>;

/** Both ends included. */
export type ValueRange = readonly [from: number, to: number];

/** Which way the values of a scale, and so their mean, get better. Shares of good answers always get better upwards. */
export type Polarity = 'higher' | 'lower';

interface Meaning {
  readonly polarity: Polarity;
  /** Do the values keep equal distances, so that their mean says something? */
  readonly mean: boolean;
  /** Who counts as what, best first; together they are the whole scale. */
  readonly bands: Readonly<Record<string, ValueRange>>;
}

/**
 * What the answers on each scale mean. Nothing of it follows from the scale's length: 6 is a detractor of `nps` and
 * "met" for `service10`; a high `ces1` is much effort, a high `ces2` is ease, and the two are never merged.
 */
export const MEANINGS = {
  nps: { polarity: 'higher', mean: true, bands: { promoter: [9, 10], passive: [7, 8], detractor: [0, 6] } },
  csat5: { polarity: 'higher', mean: true, bands: { good: [4, 5], other: [1, 3] } },
  csat7: { polarity: 'higher', mean: true, bands: { good: [6, 7], other: [1, 5] } },
  ces1: { polarity: 'lower', mean: true, bands: { good: [1, 2], other: [3, 5] } },
  ces2: { polarity: 'higher', mean: true, bands: { good: [5, 7], other: [1, 4] } },
  service10: { polarity: 'higher', mean: true, bands: { exceptional: [9, 10], met: [6, 8], alarm: [1, 5] } },
  stars: { polarity: 'higher', mean: true, bands: { good: [4, 5], other: [1, 3] } },
  emoji3: { polarity: 'higher', mean: false, bands: { good: [3, 3], neutral: [2, 2], bad: [1, 1] } },
  emoji5: { polarity: 'higher', mean: true, bands: { good: [4, 5], other: [1, 3] } },
  thumbs: { polarity: 'higher', mean: false, bands: { good: [1, 1], other: [0, 0] } },
} as const satisfies { [M in Metric]: Meaning };

/** Names of a metric's bands, such as `promoter`. */
export type Band<M extends Metric = Metric> = M extends Metric
  ? Extract<keyof (typeof MEANINGS)[M]['bands'], string>
  : never;

/** Confidence level of every interval. */
export const LEVEL = 0.95;

/** Answers from which a score is shown at all: fewer say nothing, and tell who said it. */
export const SHOWN_FROM = 5;

/** Answers from which a score may be ranked and, if both sides have them, compared. */
export const COMPARED_FROM = 30;

/** How far a score may be trusted: `hidden` is not shown, `low` is shown greyed with its interval, `ok` fully. */
export type Tier = 'hidden' | 'low' | 'ok';

export function tierOf(n: number): Tier {
  return n < SHOWN_FROM ? 'hidden' : n < COMPARED_FROM ? 'low' : 'ok';
}

/** A number with its 95 % interval, unrounded; null where there is nothing to estimate from. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The mean on the scale of the question. Its interval is centred a little towards the middle of the scale. */
export interface Mean extends Estimate {
  /** Standard deviation of the answers; null with one. */
  readonly deviation: number | null;
  readonly median: number | null;
  /** 0 worst to 100 best whatever the scale or its polarity; only for ordering touchpoints, never as a percentage. */
  readonly index: number | null;
}

/** The headline score as an estimate: NPS in points, -100 to 100; all others the share of the best band in percent. */
export interface Score<M extends Metric = Metric> extends Estimate {
  readonly metric: M;
  readonly n: number;
  readonly tier: Tier;
  readonly unit: 'points' | 'percent';
  readonly range: ValueRange;
  /** How the interval was made. */
  readonly method: 'adjusted Wald' | 'Wilson';
  /** Of the scale and the mean; the headline score always gets better upwards. */
  readonly polarity: Polarity;
  /** Answers per band, best band first. */
  readonly bands: Readonly<Record<Band<M>, number>>;
  /** Each band in percent of n, with Wilson's interval. */
  readonly shares: Readonly<Record<Band<M>, Estimate>>;
  /** Null where a mean says nothing: `thumbs` and `emoji3`. */
  readonly mean: Mean | null;
}

/**
 * Every value of the scale with its answers, in order.
 * Throws a RangeError for a value outside the scale and for a count that is no whole number from 0 up.
 */
export function distribution(metric: Metric, counts: Counts): Bin[] {
  const { min, max } = SCALES[metric];
  const bins: Bin[] = [];
  for (let value: number = min; value <= max; value++) bins.push({ value, n: counts[value] ?? 0 });
  for (const [key, n] of Object.entries(counts)) {
    if (!bins.some(({ value }) => String(value) === key)) {
      throw new RangeError(`Value outside scale: ${metric} has the values ${min} to ${max}, not "${key}".`);
    }
    checkCount(n, `answers "${key}"`);
  }
  return bins;
}

function checkCount(n: number, what: string): void {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(`The number of ${what} must be a whole number, not ${n}.`);
}

export function answersIn(bins: readonly Bin[], [from, to]: ValueRange): number {
  return sum(bins.map(({ value, n }) => (value >= from && value <= to ? n : 0)));
}

/** The values whose share is the headline score. */
export function goodValues(metric: Exclude<Metric, 'nps'>): ValueRange {
  const { bands } = MEANINGS[metric];
  return 'good' in bands ? bands.good : bands.exceptional;
}

/** Pseudo-observations that make small samples' intervals honest: see `netShare` and `moments`. */
export const PSEUDO = { nps: 3, mean: 1 } as const;

const NOTHING: Estimate = { value: null, low: null, high: null };

/** k of n in percent. */
function share(k: number, n: number): Estimate {
  if (n === 0) return NOTHING;
  const { low, high } = wilson(k, n, LEVEL);
  // One division of whole numbers: 29 / 200 * 100 is 14.499999999999998 and would round the wrong way.
  return { value: (100 * k) / n, low: 100 * low, high: 100 * high };
}

function netPromoter(bins: readonly Bin[], n: number): Estimate {
  if (n === 0) return NOTHING;
  const promoters = answersIn(bins, MEANINGS.nps.bands.promoter);
  const detractors = answersIn(bins, MEANINGS.nps.bands.detractor);
  const { low, high } = waldInterval(netShare(promoters, detractors, n, PSEUDO.nps), LEVEL);
  return { value: (100 * (promoters - detractors)) / n, low: 100 * low, high: 100 * high };
}

function meanOf(metric: Metric, bins: readonly Bin[], n: number): Mean {
  if (n === 0) return { ...NOTHING, deviation: null, median: null, index: null };
  const { min, max } = SCALES[metric];
  const { mean, variance } = moments(bins);
  const interval = meanInterval(moments(bins, PSEUDO.mean), LEVEL);
  const index = (100 * (mean - min)) / (max - min);
  return {
    value: mean,
    low: interval && clamp(interval.low, min, max),
    high: interval && clamp(interval.high, min, max),
    deviation: variance === null ? null : Math.sqrt(variance),
    median: median(bins),
    index: MEANINGS[metric].polarity === 'lower' ? 100 - index : index,
  };
}

/** What these answers to one question say. Throws as `distribution` does. */
export function score<M extends Metric>(metric: M, counts: Counts): Score<M> {
  const bins = distribution(metric, counts);
  const n = size(bins);
  const { bands, mean, polarity }: Meaning = MEANINGS[metric];
  const perBand = Object.entries(bands).map(([band, range]) => [band, answersIn(bins, range)] as const);
  return {
    ...headline(metric, bins, n),
    metric,
    n,
    tier: tierOf(n),
    polarity,
    // Object.fromEntries forgets the names of its keys; they are those of MEANINGS[metric].bands.
    bands: Object.fromEntries(perBand) as Record<Band<M>, number>,
    shares: Object.fromEntries(perBand.map(([band, k]) => [band, share(k, n)])) as Record<Band<M>, Estimate>,
    mean: mean ? meanOf(metric, bins, n) : null,
  };
}

type Headline = Estimate & Pick<Score, 'unit' | 'range' | 'method'>;

function headline(metric: Metric, bins: readonly Bin[], n: number): Headline {
  if (metric === 'nps') return { ...netPromoter(bins, n), unit: 'points', range: [-100, 100], method: 'adjusted Wald' };
  const good = share(answersIn(bins, goodValues(metric)), n);
  return { ...good, unit: 'percent', range: [0, 100], method: 'Wilson' };
}

/**
 * Adds the counts of shards, days, touchpoints or segments. Scores are never averaged: they are taken of the sum, so
 * order, grouping and number of the shards change nothing. Only counts of the same metric may be merged.
 */
export function merge(shards: readonly Counts[]): Counts {
  const merged = new Map<string, number>();
  for (const [value, n] of shards.flatMap((counts) => Object.entries(counts))) {
    checkCount(n, `answers "${value}"`); // a negative one could hide in the sum
    merged.set(value, (merged.get(value) ?? 0) + n);
  }
  return Object.fromEntries(merged);
}

/** What became of the prompts shown in a period, whenever it happened: each is counted on the day of its showing. */
export interface Funnel {
  readonly shown: number;
  /** Rating given. */
  readonly answered: number;
  /** Of those answered: through the whole survey. */
  readonly completed: number;
  /** Closed without a rating. */
  readonly dismissed: number;
}

export interface Rates {
  /** Neither answered nor closed. */
  readonly ignored: number;
  /** In percent of the prompts shown. */
  readonly responseRate: Estimate;
  readonly dismissalRate: Estimate;
  readonly ignoredRate: Estimate;
  /** In percent of the prompts answered. */
  readonly completionRate: Estimate;
}

/** Throws a RangeError for counts that are no whole numbers, or where a part is more than its whole. */
export function rates({ shown, answered, completed, dismissed }: Funnel): Rates {
  for (const [name, n] of Object.entries({ shown, answered, completed, dismissed })) checkCount(n, `prompts ${name}`);
  const ignored = shown - answered - dismissed;
  if (ignored < 0) throw new RangeError(`${answered} answered and ${dismissed} dismissed is more than ${shown} shown.`);
  if (completed > answered) throw new RangeError(`${completed} completed is more than ${answered} answered.`);
  return {
    ignored,
    responseRate: share(answered, shown),
    dismissalRate: share(dismissed, shown),
    ignoredRate: share(ignored, shown),
    completionRate: share(completed, answered),
  };
}

/**
 * An estimate as it is printed: the value rounded half away from zero, the interval outward. `digits` is 0 for scores
 * and shares, 1 for means and for rates below 10 %, 4 for exports.
 */
export function rounded({ value, low, high }: Estimate, digits = 0): Estimate {
  const ends = low === null || high === null ? NOTHING : roundOutward({ low, high }, digits);
  return { value: value === null ? null : roundHalfAway(value, digits), low: ends.low, high: ends.high };
}
