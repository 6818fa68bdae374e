// One metric of one site over one period: the store counts, the contract scores, this only puts the reply together.
import type { Interval, MetricReply, RateReply } from '../contract/api.ts';
import type { Metric } from '../contract/questions.ts';
import { distribution, type Estimate, LEVEL, rates, score } from '../contract/scores.ts';
import type { Site, Store } from '../store/store.ts';
import { type Bound, dayAfter, firstDay, moment } from './period.ts';

export interface MetricsFilter {
  readonly metric: Metric;
  readonly survey?: string | undefined;
  readonly version?: number | undefined;
  readonly question?: string | undefined;
  readonly touchpoint?: string | undefined;
  readonly since?: Bound | undefined;
  readonly until?: Bound | undefined;
}

/** `since` and `until` of the reply are the bounds that were used: whole days of the site's zone, as UTC moments. */
export async function metricOf(store: Pick<Store, 'tally'>, site: Site, filter: MetricsFilter): Promise<MetricReply> {
  const { metric, since, until, ...narrow } = filter;
  const first = since && firstDay(since, site.zone);
  const after = until && dayAfter(until, site.zone);
  const { answers, funnel } = await store.tally({ siteId: site.id, metric, ...narrow, since: first, until: after });
  const { value, low, high, method, n, tier, unit, range, polarity, bands, shares, mean } = score(metric, answers);
  const { ignored, responseRate, completionRate, dismissalRate, ignoredRate } = rates(funnel);
  const { shown, answered, completed, dismissed, commented } = funnel;
  const interval: Interval = { level: LEVEL, low, high, method };
  return {
    metric,
    value,
    unit,
    range,
    polarity,
    n,
    tier,
    interval,
    counts: bands,
    shares: Object.fromEntries(Object.entries<Estimate>(shares).map(([band, share]) => [band, share.value])),
    mean: mean?.value ?? null,
    distribution: distribution(metric, answers).map((bin) => ({ score: bin.value, n: bin.n })),
    withComment: commented,
    funnel: {
      shown,
      answered,
      completed,
      dismissed,
      ignored,
      responseRate: rate(responseRate),
      completionRate: rate(completionRate),
      dismissalRate: rate(dismissalRate),
      ignoredRate: rate(ignoredRate),
    },
    source: 'tallies',
    since: first ? moment(first, site.zone) : null,
    until: after ? moment(after, site.zone) : null,
    zone: site.zone,
  };
}

export function rate({ value, low, high }: Estimate): RateReply {
  return { value, low, high };
}
