// From the moments at which a survey could have been shown to its completion, over one period.
import type { FunnelItem, FunnelReply } from '../contract/api.ts';
import { rates } from '../contract/scores.ts';
import type { Site, Store, SurveyFunnel } from '../store/store.ts';
import { rate } from './metrics.ts';
import { type Bound, dayAfter, firstDay, moment } from './period.ts';

export interface FunnelFilter {
  readonly survey?: string | undefined;
  readonly since?: Bound | undefined;
  readonly until?: Bound | undefined;
}

export async function funnelOf(
  store: Pick<Store, 'funnel'>,
  site: Site,
  { survey, since, until }: FunnelFilter,
): Promise<FunnelReply> {
  const first = since && firstDay(since, site.zone);
  const after = until && dayAfter(until, site.zone);
  const found = await store.funnel({ siteId: site.id, survey, since: first, until: after });
  return {
    data: found.map(itemOf),
    since: first ? moment(first, site.zone) : null,
    until: after ? moment(after, site.zone) : null,
    zone: site.zone,
  };
}

function itemOf({ survey, steps, silences }: SurveyFunnel): FunnelItem {
  const { shown, answered, completed, dismissed } = steps;
  const { ignored, responseRate } = rates(steps);
  const silent = Object.values(silences).reduce((sum, n) => sum + n, 0);
  return {
    survey,
    moments: shown + silent,
    silences,
    shown,
    answered,
    completed,
    dismissed,
    ignored,
    responseRate: rate(responseRate),
  };
}
