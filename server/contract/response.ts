// One showing of one survey to one person: a document made in the browser, sent whole, joined on arrival.
// The join is commutative, associative and idempotent, so retries, reordering, duplicates and a second tab
// cannot change what is stored in the end.
import type { AnswerValue } from './questions.ts';

/** Bounds of the wire and of the browser's queue. Sizes are UTF-8 bytes, lengths code points, times milliseconds. */
export const LIMITS = {
  /** Body of one request, before it is parsed. */
  body: 128 * 1024,
  /** What the widget puts into one request. */
  batchBytes: 48 * 1024,
  batch: 20,
  document: 8 * 1024,
  text: 2_000,
  depth: 8,
  keys: 400,
  /** A request sent while the page goes away; `keepalive` shares 64 KiB with the whole page. */
  keepalive: 12 * 1024,
  age: 30 * 86_400_000,
  /** How long the collector remembers what was erased: longer than a browser keeps anything. */
  tombstone: 45 * 86_400_000,
  /** How long after its survey was closed an answer may still be given, to be reviewed. */
  late: 86_400_000,
} as const;

/** How far a response got; the order is the order in which a join prefers them. */
export const STATUSES = ['shown', 'started', 'dismissed', 'completed'] as const;
export type Status = (typeof STATUSES)[number];

export interface Answer {
  /** `null` retracts an earlier answer; an absent question was never answered. */
  readonly v: AnswerValue | null;
  /** Lamport counter of the answer within the response. */
  readonly n: number;
  /** Which page load gave the answer. */
  readonly a: string;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Where and for whom it was asked. Short names: every byte is the customer's. */
export interface Context {
  /** Path of the page, without fragment; as a page says it without query, as stored with the allowed part of it. */
  readonly p?: string;
  /**
   * Those parameters of the page's query that the site allowed by name, such as `utm_source=mail`. Apart from `p`, so
   * that whoever sends a whole address by mistake does not store its tokens. The collector joins it to `p`.
   */
  readonly qs?: string;
  /** Language the texts were shown in. */
  readonly l?: string;
  /** Person, as the page named them with `identify()`. */
  readonly u?: string;
  /** What the site's own server has signed of the person: sent, checked, and not stored. */
  readonly ut?: string | undefined;
  /** The site's own server has signed for the person. Said by the collector, never believed of a page. */
  readonly uv?: true;
  /** Attributes of the visitor, properties of the touchpoint. */
  readonly at?: Attributes;
  readonly pr?: Attributes;
}

/** A response at one revision, as it is stored in the browser, sent, and joined. Times are Unix milliseconds. */
export interface Snapshot {
  /** UUIDv4 in lower case. Whoever knows it may change the answers: never in a URL, export or element. */
  readonly rid: string;
  /** Survey and survey version. */
  readonly s: string;
  readonly sv: number;
  /** Revision: grows with every change. Named together with `a`, the page load that made it. */
  readonly rev: number;
  readonly a: string;
  readonly st: Status;
  /** When it was shown, and when it was last changed, by the browser's clock. */
  readonly c: number;
  readonly at: number;
  readonly q: Readonly<Record<string, Answer>>;
  readonly x: Context;
}

/** A response on its way to its next revision: the queue numbers it as it stores it. */
export type Draft = Omit<Snapshot, 'rev' | 'a'>;

/** Is revision (rev, a) later than revision (rev, a)? A total order: two page loads can both make "revision 3". */
export function isLater(one: Pick<Snapshot, 'rev' | 'a'>, other: Pick<Snapshot, 'rev' | 'a'>): boolean {
  return one.rev !== other.rev ? one.rev > other.rev : one.a > other.a;
}

/**
 * What both snapshots of one response say together: per question the answer with the greater (n, a), the further
 * status, the earlier showing, and time and context of the later revision. Of two answers that claim the same (n, a),
 * or snapshots that claim the same (rev, a), with different content (only tampering makes them) the first argument's
 * is kept.
 * The revision is the greater one; a browser that joins two different documents must raise it, for the
 * result is new content.
 */
export function join(stored: Snapshot, incoming: Snapshot): Snapshot {
  const late = isLater(incoming, stored) ? incoming : stored;
  // A map, for questions may be called `constructor` or `__proto__`, which every plain object seems to have.
  const q = new Map(Object.entries(stored.q));
  for (const [id, answer] of Object.entries(incoming.q)) {
    const held = q.get(id);
    if (!held || answer.n > held.n || (answer.n === held.n && answer.a > held.a)) q.set(id, answer);
  }
  const further = STATUSES.indexOf(incoming.st) > STATUSES.indexOf(stored.st) ? incoming.st : stored.st;
  return { ...late, st: further, c: Math.min(stored.c, incoming.c), q: Object.fromEntries(q) };
}
