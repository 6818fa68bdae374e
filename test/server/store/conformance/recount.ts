// What the store should say, found the slow way: every document that was delivered is looked at for every question.
// Shares no code with the store, so that the two can disagree.
import { STATUSES } from '../../../../server/contract/response.ts';
import type { Answer, Snapshot } from '../../../../server/contract/response.ts';
import type { Survey } from '../../../../server/contract/survey.ts';
import type { Site, StoredResponse, Tally, TallyQuery, Write } from '../../../../server/store/store.ts';

/** The response that all its deliveries, in whatever order, must end in. */
export function expectedResponse(deliveries: readonly Write[]): StoredResponse {
  const byRevision = deliveries.toSorted(
    (one, other) =>
      one.snapshot.rev - other.snapshot.rev ||
      (one.snapshot.a < other.snapshot.a ? -1 : +(one.snapshot.a > other.snapshot.a)),
  );
  const last = byRevision.at(-1);
  if (!last) throw new Error('A response that never arrived.');
  const all = deliveries.map(({ snapshot }) => snapshot);
  const reasons = deliveries.flatMap(({ held }) => (held === null ? [] : [held]));
  return {
    siteId: last.site.id,
    snapshot: {
      ...last.snapshot,
      st: STATUSES.findLast((status) => all.some(({ st }) => st === status)) ?? 'shown',
      c: Math.min(...all.map(({ c }) => c)),
      q: latestAnswers(all),
    },
    shown: Math.min(...deliveries.map(({ shown }) => shown)),
    answered: last.answered,
    received: Math.min(...deliveries.map(({ received }) => received)),
    updated: Math.max(...deliveries.map(({ received }) => received)),
    timeSource: last.timeSource,
    sent: last.sent,
    held: reasons.toSorted()[0] ?? null,
    equiv: false,
  };
}

function latestAnswers(snapshots: readonly Snapshot[]): Snapshot['q'] {
  const given = snapshots.flatMap(({ q }) => Object.entries(q));
  // The later answer comes later in the list, and the later entry of a key wins.
  const rank = ([, answer]: [string, Answer]): string => `${String(answer.n).padStart(9, '0')} ${answer.a}`;
  return Object.fromEntries(given.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1)));
}

export function expectedTally(
  responses: readonly StoredResponse[],
  surveys: readonly Survey[],
  site: Site,
  query: TallyQuery,
): Tally {
  const counts: Record<string, number> = {};
  const funnel = { shown: 0, answered: 0, completed: 0, dismissed: 0, commented: 0 };
  const isWanted = (time: number): boolean => {
    const day = new Date(time).toLocaleDateString('sv-SE', { timeZone: site.zone });
    return (query.since === undefined || day >= query.since) && (query.until === undefined || day < query.until);
  };
  for (const { snapshot, held, shown, answered } of responses) {
    const survey = surveys.find(({ id, version }) => id === snapshot.s && version === snapshot.sv);
    if (!survey || held !== null) continue;
    if (query.survey !== undefined && query.survey !== survey.id) continue;
    if (query.version !== undefined && query.version !== survey.version) continue;
    if (query.touchpoint !== undefined && query.touchpoint !== survey.touchpoint) continue;
    if (query.segment) {
      const { name, value } = query.segment;
      if (!site.segments.includes(name)) continue;
      if (String({ ...snapshot.x.pr, ...snapshot.x.at }[name]) !== value) continue;
    }

    for (const { id, type } of survey.questions) {
      const given = snapshot.q[id]?.v ?? null;
      const isAsked = query.question === undefined || query.question === id;
      if (type === query.metric && isAsked && given !== null && isWanted(answered)) {
        counts[JSON.stringify(given)] = (counts[JSON.stringify(given)] ?? 0) + 1;
      }
    }

    const rating = survey.questions.find(({ type }) => !['choice', 'choices', 'text', 'contact'].includes(type));
    if (rating?.type !== query.metric || !isWanted(shown)) continue;
    const isAnswered = (snapshot.q[rating.id]?.v ?? null) !== null;
    funnel.shown += 1;
    funnel.answered += isAnswered ? 1 : 0;
    funnel.completed += isAnswered && snapshot.st === 'completed' ? 1 : 0;
    funnel.dismissed += !isAnswered && snapshot.st === 'dismissed' ? 1 : 0;
    funnel.commented += survey.questions.some(({ id, type }) => type === 'text' && snapshot.q[id]?.v) ? 1 : 0;
  }
  return { answers: counts, funnel };
}

/** What lists show: answered, not held, newest answer first. */
export function expectedList(responses: readonly StoredResponse[]): StoredResponse[] {
  return responses
    .filter(({ held, snapshot }) => held === null && Object.values(snapshot.q).some(({ v }) => v !== null))
    .toSorted((one, other) => other.answered - one.answered || (one.snapshot.rid < other.snapshot.rid ? 1 : -1));
}
