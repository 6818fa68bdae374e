// Which surveys have had enough answers for today.
import type { Survey } from '../contract/survey.ts';
import type { Site, Store } from '../store/store.ts';
import { dayAfter, firstDay, startOfDay } from './period.ts';

/**
 * Until when each survey is paused, by its id; the others are absent. Read from the tallies of the site's today, and
 * only where a survey has a cap: a page asks for it at every view.
 */
export async function pausesOf(
  store: Pick<Store, 'funnel'>,
  site: Site,
  surveys: readonly Survey[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const capOf = ({ pacing }: Survey): number => (pacing?.perDay ?? site.pacing?.perDay) || Infinity;
  const capped = surveys.filter((survey) => capOf(survey) < Infinity);
  if (capped.length === 0) return new Map();
  const since = firstDay({ time: now }, site.zone);
  const until = dayAfter({ day: since }, site.zone);
  const answered = new Map(
    (await store.funnel({ siteId: site.id, since, until })).map(({ survey, steps }) => [survey, steps.answered]),
  );
  const tomorrow = startOfDay(until, site.zone);
  return new Map(
    capped.filter((survey) => (answered.get(survey.id) ?? 0) >= capOf(survey)).map(({ id }) => [id, tomorrow]),
  );
}
