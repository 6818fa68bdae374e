// The judgement: what the collector holds in the end against what was promised while it all happened.
import { SCALES, type RatingType } from '../../../server/contract/questions.ts';
import { openStore } from '../../../server/store/index.ts';
import type { Store, StoredResponse } from '../../../server/store/store.ts';
import type { Act, Life, Visit } from './ledger.ts';

const DAY = 86_400_000;

export interface Judgement {
  readonly violations: readonly string[];
  /** Answers that did not arrive, by the reason why nobody promised them. */
  readonly losses: ReadonlyMap<string, readonly string[]>;
  readonly stored: number;
  /** Visits whose last answers are all there. */
  readonly whole: number;
}

export async function judge(databaseUrl: string, visits: Iterable<Visit>, lives: readonly Life[]): Promise<Judgement> {
  const store = await openStore(databaseUrl);
  try {
    const responses = await all(store);
    const violations = await recount(store, responses);
    const losses = new Map<string, string[]>();
    const byVisit = groupBy(responses, ({ snapshot }) => String(snapshot.x.at?.['visit']));
    let whole = 0;
    for (const visit of visits) {
      const found = byVisit.get(visit.id) ?? [];
      byVisit.delete(visit.id);
      if (found.length > 1) violations.push(`${visit.id} is counted ${found.length} times`);
      // Killed before it could tell of a tap.
      if (!visit.acts.length) continue;
      const missing = compare(visit, found[0], lives[visit.profile]!);
      if (!missing.length) whole++;
      for (const { reason, promised, act } of missing) {
        const what = `${visit.id} ${act.question}=${[...JSON.stringify(act.value)].slice(0, 20).join('')}`;
        const days = Math.round(visit.clock / DAY);
        const how = [
          ...(visit.plan.ending === 'dismiss' ? ['prompt closed'] : []),
          ...(days ? [`clock off by ${days} days`] : []),
        ];
        if (promised) violations.push(`lost: ${[what, ...how].join(', ')}: ${reason}`);
        else losses.set(reason, [...(losses.get(reason) ?? []), what]);
      }
    }
    for (const [id, found] of byVisit) violations.push(`${found.length} responses of nobody (${id})`);
    return { violations, losses, stored: responses.length, whole };
  } finally {
    await store.close();
  }
}

interface Missing {
  readonly act: Act;
  readonly reason: string;
  readonly promised: boolean;
}

/** Per question the last answer that should be there and is not; with the reason nearest to a promise. */
function compare(visit: Visit, found: StoredResponse | undefined, life: Life): Missing[] {
  return [...groupBy(visit.acts, ({ question }) => question)].flatMap(([question, acts]) => {
    const value = found?.snapshot.q[question]?.v;
    const held = acts.findLastIndex((act) => act.value === value);
    const { rating, comment, change } = visit.plan;
    if (value !== undefined && held < 0) {
      const meant =
        typeof value === 'string' ? comment?.startsWith(value) : [rating, change?.to].includes(Number(value));
      if (meant) return [];
      const act = acts[0]!;
      return [
        { act, promised: true, reason: `the collector holds ${JSON.stringify(value).slice(0, 40)}, which nobody said` },
      ];
    }
    const lost = acts.slice(held + 1).map((act) => ({ act, ...why(act, visit, life) }));
    const worst = lost.findLast(({ promised }) => promised) ?? lost.at(-1);
    return worst ? [worst] : [];
  });
}

/** Why an answer may be missing. Only what was confirmed by the browser itself survives a kill -9. */
function why(act: Act, { full }: Visit, { kills }: Life): { reason: string; promised: boolean } {
  if (act.acknowledged) return { promised: true, reason: 'the collector had acknowledged it' };
  if (act.stored) return { promised: true, reason: 'the database had confirmed it' };
  const killed = kills.some((at) => at >= act.at);
  if (act.shown === 'saved' || act.shown === 'sent') {
    return { promised: true, reason: `the prompt had said "${act.shown}"` };
  }
  if (killed) return { promised: false, reason: 'browser killed before the database had confirmed the write' };
  if (full && !act.journaled)
    return { promised: false, reason: 'the device was full, and the prompt did not say saved' };
  return { promised: true, reason: `a tap was lost without a kill (journal: ${act.journaled})` };
}

async function all(store: Store): Promise<StoredResponse[]> {
  const found: StoredResponse[] = [];
  for (let after; ;) {
    const page = await store.responses({ siteId: 'demo', limit: 100, after });
    found.push(...page);
    const last = page.at(-1);
    if (!last) return found;
    after = { answered: last.answered, rid: last.snapshot.rid };
  }
}

const COUNTED = { nps: 'recommend', csat5: 'satisfied', thumbs: 'helpful' } satisfies Partial<
  Record<RatingType, string>
>;

/** The tallies, moved with every arrival, against a count of what is there. */
async function recount(store: Store, responses: readonly StoredResponse[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [metric, question] of Object.entries(COUNTED) as [keyof typeof COUNTED, string][]) {
    const { answers, funnel } = await store.tally({ siteId: 'demo', metric });
    const rated = responses.filter(({ snapshot }) => (snapshot.q[question]?.v ?? null) !== null);
    const { min, max } = SCALES[metric];
    for (let value = min; value <= max; value++) {
      const counted = rated.filter(({ snapshot }) => snapshot.q[question]?.v === value).length;
      const said = answers[value] ?? 0;
      if (said !== counted) wrong.push(`the tally says ${said} of ${metric} ${value}, there are ${counted}`);
    }
    const completed = rated.filter(({ snapshot }) => snapshot.st === 'completed').length;
    if (funnel.answered !== rated.length || funnel.completed !== completed) {
      wrong.push(`the funnel of ${metric} says ${JSON.stringify(funnel)}: ${rated.length}, ${completed} completed`);
    }
  }
  return wrong;
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
