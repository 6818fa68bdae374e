// Responses waiting in the browser, durable. Two engines keep them: indexeddb.ts and memory.ts.
import type { Envelope } from '../../server/contract/api.ts';
import type { Snapshot } from '../../server/contract/response.ts';

/** A response as the queue keeps it: its latest revision, named by the pair (`rev`, `a`), and how far delivery got. */
export interface StoredResponse extends Snapshot {
  /** Version of this shape. Inside the value: a database version would make tabs with old and new scripts wait. */
  readonly v: 1;
  /** Site key. */
  readonly k: string;
  /** The revision the collector acknowledged; 0 = none. Waits for delivery while `rev > ack`. */
  readonly ack: number;
  /** How often the person had this site's responses forgotten when this one was made; absent = not known yet. */
  readonly epoch?: number;
  /** Not sent before this time, and how often it was put off. */
  readonly next?: number;
  readonly tries?: number;
  /** How often it was refused alone; set = in quarantine, tried again slowly. */
  readonly quar?: number;
  /** Times the collector dropped it, counted once a day, and the latest counted. */
  readonly drops?: number;
  readonly dropped?: number;
}

export type Losses = NonNullable<Envelope['loss']>;

/** What all tabs know of the collector, kept beside the responses so that page views do not hammer a dead one. */
export interface CollectorState {
  /** Raised by every "forget". */
  readonly epoch: number;
  /** Failures in a row, and the time before which the next attempt is not due. */
  readonly fails: number;
  readonly nextAt: number;
  /** Refusals of the whole site or address in a row, and the end of the present wait. */
  readonly parks: number;
  readonly parkedUntil: number;
  /** The collector asked every tab to wait until then. */
  readonly pausedUntil: number;
  /** The collector's clock at the last reply: never later than the true time. */
  readonly clock: number;
  /** Responses given up and not yet reported. */
  readonly loss: Losses;
}

/** Key of the collector's state; every other key is a response's id. */
export const STATE = 'state';

/**
 * Decides on one record: a value is stored, `null` deletes, `undefined` leaves it. Gets what is stored as it is:
 * other versions of this script wrote it too. May run twice when a broken connection is retried.
 */
export type Decide = (stored: unknown, state: unknown) => object | null | undefined;

/** What an engine can do. Every call is one transaction, and rejects, with nothing changed, when it cannot be done. */
export interface Queue {
  /** `urgent`: flushed to disk before it resolves. */
  change(key: IDBValidKey, decide: Decide, urgent?: boolean): Promise<void>;
  entries(): Promise<(readonly [IDBValidKey, unknown])[]>;
  /** Deletes everything and leaves only the new collector's state. */
  reset(decide: (state: unknown) => object): Promise<void>;
  close(): void;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Is it a response this version can read and send? */
export function isStored(value: unknown): value is StoredResponse {
  return (
    isObject(value) &&
    value['v'] === 1 &&
    typeof value['rid'] === 'string' &&
    typeof value['a'] === 'string' &&
    typeof value['st'] === 'string' &&
    [value['rev'], value['ack'], value['c'], value['at'], value['sv']].every(Number.isFinite) &&
    isObject(value['x']) &&
    isObject(value['q']) &&
    Object.values(value['q']).every(isObject)
  );
}

/** The numbers of these names in `from`; 0 for what is none, and for what two tabs took away twice. */
export function numbers<K extends string>(names: readonly K[], from: unknown): Record<K, number> {
  const held: Record<string, unknown> = isObject(from) ? from : {};
  const entries = names.map((name) => [name, Number.isFinite(held[name]) ? Math.max(0, held[name] as number) : 0]);
  return Object.fromEntries(entries);
}

const NUMBERS = ['epoch', 'fails', 'nextAt', 'parks', 'parkedUntil', 'pausedUntil', 'clock'] as const;
export const LOSSES = ['age', 'bad', 'full', 'store'] as const satisfies readonly (keyof Losses)[];

/** The collector's state; whatever is not a number in it is 0. */
export function readState(value: unknown): CollectorState {
  return { ...numbers(NUMBERS, value), loss: numbers(LOSSES, isObject(value) && value['loss']) };
}

export const isWaiting = (response: StoredResponse): boolean => response.rev > response.ack;

/** Are these the same revision? */
export const isSame = (one: Pick<Snapshot, 'rev' | 'a'>, other: Pick<Snapshot, 'rev' | 'a'>): boolean =>
  one.rev === other.rev && one.a === other.a;
