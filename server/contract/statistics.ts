// The mathematics behind scores: rounding, intervals and tests. Nothing here knows what a survey is.
// Probabilities and shares run from 0 to 1; counts are whole numbers; every interval and test is two-sided.
import { normalQuantile, pValue, studentQuantile } from './probability.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How many times a value was seen. */
export interface Bin {
  readonly value: number;
  readonly n: number;
}

export function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

/** Observations of a histogram. */
export function size(bins: readonly Bin[]): number {
  return sum(bins.map((bin) => bin.n));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}

// ---- rounding ----------------------------------------------------------------------------------------------------

// A decimal tie such as 1.005 is stored a little below it; 15 significant digits, all that a double keeps of a
// decimal, bring the tie back. https://tc39.es/ecma262/#sec-number.prototype.toprecision
function scaled(x: number, digits: number, round: (y: number) => number): number {
  const unit = 10 ** digits;
  return round(Number((x * unit).toPrecision(15))) / unit + 0; // -0 + 0 is 0
}

/** Rounds to `digits` decimals, ties away from zero as SQL does: -12.5 is -13, where `Math.round` says -12. */
export function roundHalfAway(x: number, digits = 0): number {
  return scaled(x, digits, (y) => Math.sign(y) * Math.round(Math.abs(y)));
}

/** Rounds both ends away from the middle, so that what is printed is never narrower than what was computed. */
export function roundOutward({ low, high }: Interval, digits = 0): Interval {
  return { low: scaled(low, digits, Math.floor), high: scaled(high, digits, Math.ceil) };
}

// ---- means -------------------------------------------------------------------------------------------------------

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sample variance, by n - 1; null when n is 1. */
  readonly variance: number | null;
}

/**
 * Mean and variance of a histogram with at least one observation. `pseudo` observations more are spread evenly over
 * the bins, which keeps the variance of a sample without spread above 0.
 */
export function moments(bins: readonly Bin[], pseudo = 0): Moments {
  const extra = pseudo / bins.length;
  const n = size(bins) + pseudo;
  const total = sum(bins.map(({ value, n }) => value * (n + extra)));
  const squares = sum(bins.map(({ value, n }) => value * value * (n + extra)));
  // Without pseudo-observations n·Σv² - (Σv)² is exact in whole numbers: no spread is exactly 0.
  const variance = n > 1 ? Math.max(0, n * squares - total * total) / (n * (n - 1)) : null;
  return { n, mean: total / n, variance };
}

/** Student's interval of a mean; null with one observation. */
export function meanInterval({ n, mean, variance }: Moments, level: number): Interval | null {
  if (variance === null) return null;
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}

/** Middle value of a histogram in ascending order, or the average of the two middle ones; null without observations. */
export function median(bins: readonly Bin[]): number | null {
  const n = size(bins);
  const at = (rank: number): number | undefined => {
    let seen = 0;
    return bins.find((bin) => (seen += bin.n) >= rank)?.value;
  };
  const lower = at(Math.ceil(n / 2));
  const upper = at(Math.floor(n / 2) + 1);
  return n === 0 || lower === undefined || upper === undefined ? null : (lower + upper) / 2;
}

export interface MeanTest extends Interval {
  readonly t: number;
  readonly df: number;
  readonly pValue: number;
}

/** Welch's test of b against a, and the interval of the difference b - a. Both need a variance, not both 0. */
export function welch(a: Moments, b: Moments, level: number): MeanTest {
  const qa = (a.variance ?? 0) / a.n;
  const qb = (b.variance ?? 0) / b.n;
  const se = Math.sqrt(qa + qb);
  const t = (b.mean - a.mean) / se;
  const df = (qa + qb) ** 2 / (qa ** 2 / (a.n - 1) + qb ** 2 / (b.n - 1));
  const half = studentQuantile((1 + level) / 2, df) * se;
  return { low: b.mean - a.mean - half, high: b.mean - a.mean + half, t, df, pValue: pValue(t, df) };
}

// ---- shares ------------------------------------------------------------------------------------------------------

/** Wilson's interval of the share k/n, n > 0; its ends are exactly 0 at k = 0 and exactly 1 at k = n. */
export function wilson(k: number, n: number, level: number): Interval {
  const z = normalQuantile((1 + level) / 2);
  const p = k / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { low: k === 0 ? 0 : Math.max(0, centre - half), high: k === n ? 1 : Math.min(1, centre + half) };
}

/** Newcombe's hybrid score interval of the difference of two shares, kb/nb - ka/na. */
export function newcombe(ka: number, na: number, kb: number, nb: number, level: number): Interval {
  const a = wilson(ka, na, level);
  const b = wilson(kb, nb, level);
  const pa = ka / na;
  const pb = kb / nb;
  return { low: pb - pa - Math.hypot(pb - b.low, a.high - pa), high: pb - pa + Math.hypot(b.high - pb, pa - a.low) };
}

/** Statistic of the N - 1 test of two shares; 0 when nobody or everybody of both is counted. */
export function twoShareZ(ka: number, na: number, kb: number, nb: number): number {
  const n = na + nb;
  const pooled = (ka + kb) / n;
  const spread = pooled * (1 - pooled) * (1 / na + 1 / nb);
  return spread > 0 ? ((kb / nb - ka / na) * Math.sqrt((n - 1) / n)) / Math.sqrt(spread) : 0;
}

export interface Centre {
  readonly centre: number;
  /** Of the centre, not of one observation. */
  readonly variance: number;
}

/**
 * Mean of observations that are +1 (`up` times), -1 (`down` times) or 0, and its variance. A quarter of the `pseudo`
 * observations is added to each end, the rest to the middle: 3 of them make Wald's interval hold from n = 5 on,
 * which without them is too narrow below 50 (Rocks, https://doi.org/10.1080/00031305.2016.1141707).
 */
export function netShare(up: number, down: number, n: number, pseudo = 0): Centre {
  const total = n + pseudo;
  const p = (up + pseudo / 4) / total;
  const d = (down + pseudo / 4) / total;
  const centre = p - d;
  return { centre, variance: Math.max(0, p + d - centre * centre) / total };
}

/** Interval of a net share, or, with `bound` 2, of the difference of two. */
export function waldInterval({ centre, variance }: Centre, level: number, bound = 1): Interval {
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { low: clamp(centre - half, -bound, bound), high: clamp(centre + half, -bound, bound) };
}

// ---- many tests --------------------------------------------------------------------------------------------------

/**
 * Benjamini and Hochberg's adjusted p-values, in the order given: calling those below q a discovery keeps the
 * expected share of false ones at q.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = pValues.slice();
  let least = 1;
  const falling = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  for (const [place, { p, index }] of falling.entries()) {
    least = Math.min(least, p * (pValues.length / (pValues.length - place)));
    adjusted[index] = least;
  }
  return adjusted;
}
