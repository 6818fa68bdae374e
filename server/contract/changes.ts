// Did a score change, and which part of the customers moved it? Only for closed periods of equal length: a running
// period that is looked at every day shows a change that is none in one case of four.
import { SCALES } from './questions.ts';
import type { Metric } from './questions.ts';
import { pValue } from './probability.ts';
import { COMPARED_FROM, LEVEL, MEANINGS, PSEUDO, answersIn, distribution, goodValues, merge, score } from './scores.ts';
import type { Counts } from './scores.ts';
import { benjaminiHochberg, moments, netShare, newcombe, size, twoShareZ, waldInterval, welch } from './statistics.ts';
import type { Bin } from './statistics.ts';

/** A difference less likely than this by chance is significant; in `verdicts`, the share of false changes allowed. */
export const SIGNIFICANCE = 0.05;

/** Smaller changes are called none, however certain: NPS points, points of a share, and part of a scale's range. */
export const WORTH_NAMING = { points: 10, percent: 5, mean: 0.05 } as const;

interface Test {
  /** 95 % interval of the difference; of NPS and means it is centred on the adjusted difference, not on `diff`. */
  readonly low: number;
  readonly high: number;
  /** Standard normal, or Student's t with `df` degrees of freedom where `df` is not null. */
  readonly statistic: number;
  readonly df: number | null;
  readonly pValue: number;
  /** Size from which a change is worth naming. */
  readonly threshold: number;
}

/** now - before, unrounded, in the unit of what is compared. */
export interface Difference extends Test {
  readonly before: number;
  readonly now: number;
  readonly nBefore: number;
  readonly nNow: number;
  readonly diff: number;
  /** By itself; what is said to a reader comes from `verdicts`. */
  readonly significant: boolean;
}

export interface Comparison<M extends Metric = Metric> {
  readonly metric: M;
  /** Of the headline score; null while one side has no answers. Up is always better. */
  readonly value: Difference | null;
  /** Of the mean on the scale; null as above and where a mean says nothing. Up is worse for `ces1`. */
  readonly mean: Difference | null;
}

/** Compares the answers of two periods or two segments. Throws as `distribution` does. */
export function compare<M extends Metric>(metric: M, before: Counts, now: Counts): Comparison<M> {
  const from = score(metric, before);
  const to = score(metric, now);
  if (from.value === null || to.value === null) return { metric, value: null, mean: null };
  const a = distribution(metric, before);
  const b = distribution(metric, now);
  const difference = (before: number, now: number, test: Test): Difference => ({
    ...test,
    before,
    now,
    nBefore: from.n,
    nNow: to.n,
    diff: now - before,
    significant: test.pValue < SIGNIFICANCE,
  });
  const means = [from.mean?.value, to.mean?.value] as const;
  return {
    metric,
    value: difference(from.value, to.value, testValues(metric, a, b)),
    mean: means[0] != null && means[1] != null ? difference(means[0], means[1], testMeans(metric, a, b)) : null,
  };
}

function testValues(metric: Metric, a: readonly Bin[], b: readonly Bin[]): Test {
  return metric === 'nps' ? testNps(a, b) : testShares(a, b, goodValues(metric));
}

function testNps(a: readonly Bin[], b: readonly Bin[]): Test {
  const [before, now] = [net(a), net(b)];
  const moved = { centre: now.centre - before.centre, variance: before.variance + now.variance };
  const { low, high } = waldInterval(moved, LEVEL, 2);
  const statistic = moved.centre / Math.sqrt(moved.variance);
  return {
    low: 100 * low,
    high: 100 * high,
    statistic,
    df: null,
    pValue: pValue(statistic),
    threshold: WORTH_NAMING.points,
  };
}

function net(bins: readonly Bin[]) {
  const { promoter, detractor } = MEANINGS.nps.bands;
  return netShare(answersIn(bins, promoter), answersIn(bins, detractor), size(bins), PSEUDO.nps);
}

function testShares(a: readonly Bin[], b: readonly Bin[], good: readonly [number, number]): Test {
  const shares = [answersIn(a, good), size(a), answersIn(b, good), size(b)] as const;
  const { low, high } = newcombe(...shares, LEVEL);
  const statistic = twoShareZ(...shares);
  return {
    low: 100 * low,
    high: 100 * high,
    statistic,
    df: null,
    pValue: pValue(statistic),
    threshold: WORTH_NAMING.percent,
  };
}

function testMeans(metric: Metric, a: readonly Bin[], b: readonly Bin[]): Test {
  const { t, ...test } = welch(moments(a, PSEUDO.mean), moments(b, PSEUDO.mean), LEVEL);
  const { min, max } = SCALES[metric];
  return { ...test, statistic: t, threshold: WORTH_NAMING.mean * (max - min) };
}

/** The change of a number in words; `up` and `down` are its direction, not whether that is good. */
export type Verdict = 'up' | 'down' | 'no clear change' | 'too few';

/**
 * What may be said about all differences that are on the screen together, in the order given. With twenty touchpoints
 * and no change at all, one of them would pass a test of its own in most weeks; so the tests are judged together
 * (Benjamini and Hochberg), and `falseShare` is the expected share of false ones among the changes named.
 * `too few`: under 30 answers on one side, or null.
 */
export function verdicts(differences: readonly (Difference | null)[], falseShare = SIGNIFICANCE): Verdict[] {
  const judged = differences.filter((difference) => difference !== null).filter(isComparable);
  const adjusted = new Map(benjaminiHochberg(judged.map(({ pValue }) => pValue)).map((p, i) => [judged[i], p]));
  return differences.map((difference) => {
    if (!difference || !isComparable(difference)) return 'too few';
    const p = adjusted.get(difference) ?? 1;
    if (p >= falseShare || Math.abs(difference.diff) < difference.threshold) return 'no clear change';
    return difference.diff > 0 ? 'up' : 'down';
  });
}

function isComparable({ nBefore, nNow }: Difference): boolean {
  return nBefore >= COMPARED_FROM && nNow >= COMPARED_FROM;
}

/** One group's part in a change of the whole. */
export interface GroupChange {
  readonly group: string;
  /** Share of all answers, 0 to 1. */
  readonly shareBefore: number;
  readonly shareNow: number;
  /** A group without answers in one period is given its score of the other. */
  readonly before: number;
  readonly now: number;
  /** What moved because more or fewer of the answers came from this group. */
  readonly mix: number;
  /** What moved because the group itself scored differently. */
  readonly rate: number;
}

export interface Decomposition {
  readonly before: number;
  readonly now: number;
  /** The sum of every group's mix and rate. */
  readonly delta: number;
  /** By name; groups without any answer are left out. */
  readonly groups: readonly GroupChange[];
}

/**
 * Splits the change of a headline score into what each group brought: Kitagawa's decomposition in its symmetric,
 * midpoint form. The groups must not overlap. Null while one period has no answers. Throws as `distribution` does.
 */
export function decompose(
  metric: Metric,
  before: Readonly<Record<string, Counts>>,
  now: Readonly<Record<string, Counts>>,
): Decomposition | null {
  const from = score(metric, merge(Object.values(before)));
  const to = score(metric, merge(Object.values(now)));
  if (from.value === null || to.value === null) return null;
  const middle = (from.value + to.value) / 2;
  const groups: GroupChange[] = [];
  for (const group of [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted()) {
    const a = score(metric, before[group] ?? {});
    const b = score(metric, now[group] ?? {});
    const scoreBefore = a.value ?? b.value;
    const scoreNow = b.value ?? a.value;
    if (scoreBefore === null || scoreNow === null) continue;
    const shareBefore = a.n / from.n;
    const shareNow = b.n / to.n;
    const mix = (shareNow - shareBefore) * ((scoreBefore + scoreNow) / 2 - middle);
    const rate = ((shareBefore + shareNow) / 2) * (scoreNow - scoreBefore);
    groups.push({ group, shareBefore, shareNow, before: scoreBefore, now: scoreNow, mix, rate });
  }
  return { before: from.value, now: to.value, delta: to.value - from.value, groups };
}
