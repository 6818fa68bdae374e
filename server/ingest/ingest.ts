// A group of requests in, one reply each out, and between them one transaction: a reply that acknowledges anything is
// made only after the store has said that it is on disk.
import type { Receipt, Refusal, Verdict } from '../contract/api.ts';
import type { Survey } from '../contract/survey.ts';
import { StoreError } from '../store/errors.ts';
import type { Outcome, Site, Store, Write } from '../store/store.ts';
import { isObject, open } from './envelope.ts';
import { type Judgement, judge, surveyNamed } from './judge.ts';
import { isAllowed } from './origin.ts';

/** A request to the public write route: the body as it came, and the Origin header if there was one. */
export interface Arrival {
  readonly body: Uint8Array;
  readonly origin: string | undefined;
}

/** The finished answer: `body` is JSON; `ms`, if set, belongs into Retry-After as well. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly ms?: number;
}

/** How long a browser waits before it tries again, in milliseconds. */
const WAIT = { busy: 5_000, document: 5_000 };
/** Published versions never change, so known ones are remembered; this many. */
const REMEMBERED = 1_000;

type Judged = { readonly document: unknown; readonly judgement: Judgement | { readonly error: true } };
type Prepared = { readonly reply: Reply } | { readonly judged: readonly Judged[] };

/** `report` hears of errors that are ours; the browser hears "later" and keeps the answers. */
export function createIngest(
  store: Pick<Store, 'site' | 'survey' | 'save'>,
  clock: () => number,
  report: (cause: unknown) => void,
): (arrivals: readonly Arrival[]) => Promise<Reply[]> {
  const known = new Map<string, Survey>();

  async function prepare(arrival: Arrival, siteOf: (key: string) => Promise<Site | undefined>): Promise<Prepared> {
    const received = clock();
    const opened = open(arrival.body);
    if ('status' in opened) return { reply: refuse(opened.status, opened.code, received) };
    const site = await siteOf(opened.key);
    if (!site) return { reply: refuse(401, 'key', received) };
    if (!isAllowed(site.origins, arrival.origin)) return { reply: refuse(403, 'origin', received) };
    if (site.closedAt !== undefined && site.closedAt <= received) return { reply: closedForGood(site.key, received) };
    const surveys = await surveysOf(site, opened.documents);
    const judged = opened.documents.map((document): Judged => {
      try {
        const surveyOf = (id: string, version: number): Survey | undefined => surveys.get(keyOf(site.id, id, version));
        return { document, judgement: judge(document, { site, t: opened.t, received, surveyOf }) };
      } catch (cause) {
        // One document that upsets the rules must not cost the others theirs.
        report(cause);
        return { document, judgement: { error: true } };
      }
    });
    return { judged };
  }

  async function surveysOf(site: Site, documents: readonly unknown[]): Promise<ReadonlyMap<string, Survey>> {
    const found = new Map<string, Survey>();
    for (const document of documents) {
      const named = surveyNamed(document);
      if (!named) continue;
      const key = keyOf(site.id, named.id, named.version);
      if (found.has(key)) continue;
      const survey = known.get(key) ?? (await store.survey(site.id, named.id, named.version));
      if (!survey) continue;
      found.set(key, survey);
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, survey);
    }
    return found;
  }

  return async (arrivals) => {
    const sites = new Map<string, Promise<Site | undefined>>();
    const siteOf = (key: string): Promise<Site | undefined> => {
      let site = sites.get(key);
      if (!site) {
        // The store finds sites by id as well; a page must name the public key.
        site = store.site(key).then((one) => (one?.key === key ? one : undefined));
        sites.set(key, site);
      }
      return site;
    };
    const prepared: Prepared[] = [];
    for (const arrival of arrivals) {
      prepared.push(await prepare(arrival, siteOf).catch((cause: unknown) => ({ reply: failed(cause) })));
    }

    const writes = prepared.flatMap((one) => ('judged' in one ? one.judged.flatMap(writeOf) : []));
    let outcomes: readonly Outcome[] = [];
    let failure: Reply | undefined;
    try {
      if (writes.length > 0) outcomes = await store.save(writes);
    } catch (cause) {
      failure = failed(cause);
    }

    let next = 0;
    return prepared.map((one) => {
      if ('reply' in one) return one.reply;
      const hasWrite = one.judged.some((judged) => writeOf(judged).length > 0);
      if (failure && hasWrite) return failure;
      const r = one.judged.map((judged) => verdict(judged, 'write' in judged.judgement ? outcomes[next++] : undefined));
      const receipt: Receipt = { v: 1, now: clock(), r, pause: 0 };
      return { status: 200, body: JSON.stringify(receipt) };
    });
  };

  function failed(cause: unknown): Reply {
    report(cause);
    // Anything but the store's own word leaves open what happened; the browser then sends the same again.
    return cause instanceof StoreError ? refuse(503, 'busy', clock(), WAIT.busy) : refuse(500, 'internal', clock());
  }
}

/** The answer to a request of which nothing was stored. */
export function refuse(status: number, code: string, now: number, ms?: number): Reply {
  const refusal: Refusal = { v: 1, now, e: code, ...(ms === undefined ? {} : { ms }) };
  return { status, body: JSON.stringify(refusal), ...(ms === undefined ? {} : { ms }) };
}

/** Browsers delete what they keep for the site with this key; the key is there because a proxy can say 410 too. */
function closedForGood(key: string, now: number): Reply {
  const refusal: Refusal = { v: 1, now, e: 'closed', kill: true, k: key };
  return { status: 410, body: JSON.stringify(refusal) };
}

function keyOf(site: string, survey: string, version: number): string {
  return JSON.stringify([site, survey, version]);
}

function writeOf({ judgement }: Judged): readonly Write[] {
  return 'write' in judgement ? [judgement.write] : [];
}

/** Named exactly as it was sent, for the browser compares; members of a wrong type become empty ones. */
function verdict({ document, judgement }: Judged, outcome: Outcome | undefined): Verdict {
  const { rid, rev, a } = isObject(document) ? document : {};
  const name = {
    rid: typeof rid === 'string' ? rid : '',
    rev: typeof rev === 'number' && Number.isFinite(rev) ? rev : 0,
    a: typeof a === 'string' ? a : '',
  };
  if ('drop' in judgement) return { ...name, s: 'drop', c: judgement.drop };
  if ('error' in judgement) return { ...name, s: 'retry', c: 'internal', ms: WAIT.document };
  switch (outcome) {
    case 'ok':
    case 'dup':
    case 'gone':
      return { ...name, s: outcome };
    case 'late':
      return { ...name, s: 'held', c: 'closed' };
    case 'closed':
      return { ...name, s: 'drop', c: 'closed' };
    case 'held':
      return { ...name, s: 'held', c: judgement.write.held ?? 'review' };
    case 'conflict':
      return { ...name, s: 'drop', c: 'survey' };
    case 'retry':
    case undefined:
      return { ...name, s: 'retry', c: 'store', ms: WAIT.document };
  }
}
