// Why prompts were not shown, as pages tell it when they end: counts without an id. They are gathered here and written
// together every few seconds, for each would cost a write to the disk of its own; what a crash takes of them nobody was
// promised.
import { dayIn } from '../store/days.ts';
import { isName } from '../store/names.ts';
import { MOST_REASONS, type Silence, type Store } from '../store/store.ts';
import { isObject, readObject } from './envelope.ts';
import { type Arrival, refuse, type Reply } from './ingest.ts';
import { isAllowed } from './origin.ts';

export interface Funnel {
  /** 204 once it is counted here. Rejects with the store's error when the site cannot be looked up. */
  add(arrival: Arrival): Promise<Reply>;
  /** Writes what was gathered; what cannot be written now is kept for the next time. Never rejects. */
  flush(): Promise<void>;
}

/** `keys`: of what waits to be written; more is left out, so that a flood ends in memory. */
const MOST = { bytes: 16 * 1024, surveys: 50, count: 1_000, reason: 24, keys: 20_000 };
/** How long counts wait at most, in milliseconds. */
const EVERY = 5_000;
/** Showings are known exactly, from the responses. */
const SHOWN = 'shown';

/** `report` hears why counts could not be written. */
export function createFunnel(
  store: Pick<Store, 'site' | 'surveys' | 'silence'>,
  clock: () => number,
  report: (cause: unknown) => void,
): Funnel {
  let waiting = new Map<string, Silence>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  function note(silence: Silence): void {
    const key = JSON.stringify([silence.siteId, silence.day, silence.survey, silence.reason]);
    const before = waiting.get(key);
    if (before || waiting.size < MOST.keys) waiting.set(key, { ...silence, n: silence.n + (before?.n ?? 0) });
    timer ??= setTimeout(() => void flush(), EVERY).unref();
  }

  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const counts = [...waiting.values()];
    waiting = new Map();
    try {
      const known = new Map<string, ReadonlySet<string>>();
      for (const siteId of new Set(counts.map((one) => one.siteId))) {
        known.set(siteId, new Set((await store.surveys(siteId)).map(({ id }) => id)));
      }
      await store.silence(counts.filter(({ siteId, survey }) => known.get(siteId)?.has(survey)));
    } catch (cause) {
      report(cause);
      counts.forEach(note);
    }
  }

  function flush(): Promise<void> {
    return (writing = writing.then(write));
  }

  return {
    async add({ body, origin }) {
      const now = clock();
      const read = readObject(body, MOST.bytes);
      if ('status' in read) return refuse(read.status, read.code, now);
      const { k: key, f } = read.value;
      const counts = countsOf(f);
      if (typeof key !== 'string' || !counts) return refuse(400, 'shape', now);
      const site = await store.site(key);
      if (site?.key !== key) return refuse(401, 'key', now);
      if (!isAllowed(site.origins, origin)) return refuse(403, 'origin', now);
      if (site.closedAt !== undefined && site.closedAt <= now) return refuse(410, 'closed', now);
      const day = dayIn(site.zone, now);
      for (const one of counts) if (one.reason !== SHOWN) note({ siteId: site.id, day, ...one });
      return { status: 204, body: '' };
    },
    flush,
  };
}

/** Undefined where anything is not as it has to be: nobody's answer is lost with it. */
function countsOf(f: unknown): readonly Pick<Silence, 'survey' | 'reason' | 'n'>[] | undefined {
  if (!isObject(f)) return undefined;
  const surveys = Object.entries(f);
  if (surveys.length > MOST.surveys) return undefined;
  const counts: Pick<Silence, 'survey' | 'reason' | 'n'>[] = [];
  for (const [survey, reasons] of surveys) {
    if (!isName(survey) || !isObject(reasons)) return undefined;
    const entries = Object.entries(reasons);
    if (entries.length > MOST_REASONS) return undefined;
    for (const [reason, n] of entries) {
      if (!isName(reason) || reason.length > MOST.reason || !isCount(n)) return undefined;
      counts.push({ survey, reason, n });
    }
  }
  return counts;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST.count;
}
