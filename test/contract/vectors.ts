// The score vectors, each kind with what is computed for it, in the words of the file.
import { readFileSync } from 'node:fs';
import { type Difference, compare, decompose } from '../../server/contract/changes.ts';
import { averageRunLength, designCusum, runCusum } from '../../server/contract/cusum.ts';
import { keyness } from '../../server/contract/keyness.ts';
import { type Metric, SCALES } from '../../server/contract/questions.ts';
import {
  type Counts,
  type Estimate,
  type Funnel,
  LEVEL,
  distribution,
  merge,
  rates,
  rounded,
  score,
} from '../../server/contract/scores.ts';
import {
  benjaminiHochberg,
  clamp,
  meanInterval,
  moments,
  netShare,
  waldInterval,
} from '../../server/contract/statistics.ts';

interface Kinds {
  score: { readonly metric: Metric; readonly counts: Counts };
  rates: Funnel;
  compare: { readonly metric: Metric; readonly a: Counts; readonly b: Counts };
  cusum: {
    readonly metric: Metric;
    readonly baseline: Counts;
    readonly target_arl0: number;
    readonly buckets: readonly Counts[];
  };
  merge: { readonly metric: Metric; readonly shards: readonly Counts[] };
  decompose: {
    readonly metric: Metric;
    readonly a: Readonly<Record<string, Counts>>;
    readonly b: Readonly<Record<string, Counts>>;
  };
  keyness: Readonly<Record<'group1' | 'group2' | 'prior', Readonly<Record<string, number>>>>;
  bh: { readonly p: readonly number[] };
}

type Kind = keyof Kinds;

export type Vector = {
  [K in Kind]: Kinds[K] & {
    readonly id: string;
    readonly kind: K;
    readonly note?: string;
    readonly expect?: unknown;
    readonly expect_error?: string;
  };
}[Kind];

interface VectorFile {
  readonly tolerance: number;
  readonly z: number;
  readonly cases: readonly Vector[];
  readonly extra: readonly Vector[];
}

export const file: VectorFile = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8'));

/** What the product computes for a vector, shaped as its `expect`. */
function computed(vector: Vector): unknown {
  switch (vector.kind) {
    case 'score':
      return scoreFields(vector.metric, vector.counts);
    case 'merge': {
      const merged = merge(vector.shards);
      return { ...scoreFields(vector.metric, merged), merged };
    }
    case 'rates':
      return ratesFields(vector);
    case 'compare':
      return compareFields(vector.metric, vector.a, vector.b);
    case 'cusum':
      return cusumFields(vector);
    case 'decompose':
      return decomposeFields(vector);
    case 'keyness': {
      const words = (name: 'group1' | 'group2' | 'prior') => new Map(Object.entries(vector[name]));
      return Object.fromEntries(keyness(words('group1'), words('group2'), words('prior')));
    }
    case 'bh':
      return benjaminiHochberg(vector.p);
  }
}

function scoreFields(metric: Metric, counts: Counts): object {
  if (metric === 'nps') return npsFields(counts);
  const { n, tier, value, low, high, mean } = score(metric, counts);
  return {
    n,
    tier,
    good: Object.values(score(metric, counts).bands)[0],
    good_pct: value,
    good_ci_low: low,
    good_ci_high: high,
    ...(mean && meanFields(metric, counts)),
    ...(metric === 'service10' && serviceFields(counts)),
    ...(metric === 'emoji3' && emojiFields(counts)),
  };
}

function npsFields(counts: Counts): object {
  const nps = score('nps', counts);
  const { n, bands, shares } = nps;
  // The textbook interval the adjusted one repairs; the product shows it nowhere.
  const wald = n === 0 ? null : waldInterval(netShare(bands.promoter, bands.detractor, n), LEVEL);
  return {
    n,
    tier: nps.tier,
    promoters: bands.promoter,
    passives: bands.passive,
    detractors: bands.detractor,
    pct_promoters: shares.promoter.value,
    pct_passives: shares.passive.value,
    pct_detractors: shares.detractor.value,
    score: nps.value,
    score_display: rounded(nps).value,
    mean: nps.mean?.value,
    ci_low: nps.low,
    ci_high: nps.high,
    wald_low: wald && 100 * wald.low,
    wald_high: wald && 100 * wald.high,
  };
}

function meanFields(metric: Metric, counts: Counts): object {
  const { mean } = score(metric, counts);
  const { min, max } = SCALES[metric];
  // As above: the textbook interval, for comparison.
  const t = meanInterval(moments(distribution(metric, counts)), LEVEL);
  return {
    mean: mean?.value,
    median: mean?.median,
    sd: mean?.deviation,
    mean_ci_low: mean?.low,
    mean_ci_high: mean?.high,
    t_low: t && clamp(t.low, min, max),
    t_high: t && clamp(t.high, min, max),
    index: mean?.index,
  };
}

function serviceFields(counts: Counts): object {
  const { bands, shares } = score('service10', counts);
  return {
    ...bands,
    exceptional_pct: shares.exceptional.value,
    met_pct: shares.met.value,
    alarm_pct: shares.alarm.value,
    alarm_ci_low: shares.alarm.low,
    alarm_ci_high: shares.alarm.high,
  };
}

function emojiFields(counts: Counts): object {
  const { shares } = score('emoji3', counts);
  return { neutral_pct: shares.neutral.value, bad_pct: shares.bad.value };
}

function ratesFields(funnel: Funnel): object {
  const { ignored, responseRate, dismissalRate, ignoredRate, completionRate } = rates(funnel);
  const fields = (name: string, { value, low, high }: Estimate) => ({
    [name]: value,
    [`${name}_ci_low`]: low,
    [`${name}_ci_high`]: high,
  });
  return {
    ignored,
    ...fields('response_rate', responseRate),
    ...fields('dismissal_rate', dismissalRate),
    ...fields('ignored_rate', ignoredRate),
    ...fields('completion_rate', completionRate),
  };
}

function compareFields(metric: Metric, a: Counts, b: Counts): object {
  const { value, mean } = compare(metric, a, b);
  const common = (tested: Difference | null) => ({
    n_a: tested?.nBefore,
    n_b: tested?.nNow,
    diff: tested?.diff,
    diff_ci_low: tested?.low,
    diff_ci_high: tested?.high,
    p_value: tested?.pValue,
    significant: tested?.significant,
  });
  if (metric === 'nps') {
    return { ...common(value), score_a: value?.before, score_b: value?.now, z: value?.statistic };
  }
  return {
    ...common(mean),
    mean_a: mean?.before,
    mean_b: mean?.now,
    t: mean?.statistic,
    df: mean?.df,
    good_diff: value?.diff,
    good_diff_ci_low: value?.low,
    good_diff_ci_high: value?.high,
    good_z: value?.statistic,
    good_p_value: value?.pValue,
  };
}

function cusumFields({ metric, baseline, target_arl0, buckets }: Kinds['cusum']): object | null {
  const cusum = designCusum(metric, baseline, target_arl0);
  if (!cusum) return null;
  const { guardedReference, decisionInterval, step } = cusum;
  const { sums, incidents } = runCusum(cusum, buckets);
  return {
    baseline_n: cusum.n,
    m: cusum.mean,
    s: cusum.deviation,
    step,
    K: cusum.reference,
    K_solve: guardedReference,
    H: decisionInterval,
    arl0_at_K_solve: averageRunLength(metric, baseline, guardedReference, decisionInterval),
    arl0_at_K_solve_one_step_less: averageRunLength(metric, baseline, guardedReference, decisionInterval - step),
    arl0_at_K: averageRunLength(metric, baseline, cusum.reference, decisionInterval),
    C: sums,
    alarm_bucket: incidents[0]?.alarm,
    resolved_bucket: incidents[0]?.resolved,
  };
}

function decomposeFields({ metric, a, b }: Kinds['decompose']): object {
  const whole = decompose(metric, a, b);
  return {
    total_a: whole?.before,
    total_b: whole?.now,
    delta: whole?.delta,
    groups: whole?.groups.map(({ group, shareBefore, shareNow, before, now, mix, rate }) => ({
      group,
      share_a: shareBefore,
      share_b: shareNow,
      score_a: before,
      score_b: now,
      mix,
      rate,
    })),
  };
}

/** In what a vector is not met; `seen` counts the numbers, nulls and words compared. */
export function problems(vector: Vector, seen: { leaves: number }): string[] {
  if (vector.expect_error === undefined) return differences(computed(vector), vector.expect, file.tolerance, '', seen);
  try {
    computed(vector);
  } catch (error) {
    seen.leaves++;
    const told = error instanceof RangeError && error.message.toLowerCase().startsWith(vector.expect_error);
    return told ? [] : [String(error)];
  }
  return ['nothing was thrown'];
}

/** Leaves of both that differ, with their paths; `seen` counts the leaves compared. Names must be the same on both sides. */
export function differences(got: unknown, want: unknown, tolerance: number, path = '', seen = { leaves: 0 }): string[] {
  if (typeof got === 'object' && typeof want === 'object' && got && want) {
    const names = new Set([...Object.keys(got), ...Object.keys(want)]);
    const [gotEntries, wantEntries] = [new Map(Object.entries(got)), new Map(Object.entries(want))];
    return [...names].flatMap((name) =>
      differences(gotEntries.get(name), wantEntries.get(name), tolerance, `${path}/${name}`, seen),
    );
  }
  seen.leaves++;
  const allowed = /\/arl0_\w+$/.test(path) ? 0.02 : tolerance;
  const same = typeof got === 'number' && typeof want === 'number' ? Math.abs(got - want) <= allowed : got === want;
  return same ? [] : [`${path}: got ${String(got)}, want ${String(want)}`];
}
