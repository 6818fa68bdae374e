// Responses waiting in the browser, durable.
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
  /** The collector's clock at its first reply about this revision. */
  readonly seen?: number | undefined;
  /** Flying: until when it is believed that a page is sending it, without a word from that page. */
  readonly fly?: number | undefined;
  /** Not sent before this time, and how often it was put off. */
  readonly next?: number | undefined;
  readonly tries?: number | undefined;
  /** How often it was refused alone, and by which version of this script sent; set = in quarantine. */
  readonly quar?: number | undefined;
  readonly sdk?: string | undefined;
  /** Times the collector dropped it, counted once a day, and the latest counted. */
  readonly drops?: number | undefined;
  readonly dropped?: number | undefined;
}

export type Losses = NonNullable<Envelope['loss']>;

/** What all tabs know of the collector, kept beside the responses so that page views do not hammer a dead one. */
export interface CollectorState {
  /** What must not come back: ids of responses that are gone, and names (shorter) of a "forget". The latest. */
  readonly over: readonly string[];
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
 * Decides on records, given as they are stored: other versions of this script wrote them too. A value is stored, `null`
 * deletes, what is not named stays. May run twice when a broken connection is retried.
 */
export type Decide = (held: ReadonlyMap<IDBValidKey, unknown>) => ReadonlyMap<IDBValidKey, object | null>;

/** Where records are kept. */
export interface Queue {
  /**
   * Decides on all there is: at most 50 small records and the collector's state. One transaction, flushed to disk before
   * it resolves; rejects, with nothing changed, when it cannot be done.
   */
  change(decide: Decide): Promise<void>;
  close(): void;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Is it a response this version can read and send? */
export function isStored(value: unknown): value is StoredResponse {
  return (
    isObject(value) &&
    value['v'] === 1 &&
    [value['rid'], value['a'], value['st']].every((text) => typeof text === 'string') &&
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

const NUMBERS = ['fails', 'nextAt', 'parks', 'parkedUntil', 'pausedUntil', 'clock'] as const;
export const LOSSES = ['age', 'bad', 'full', 'store'] as const satisfies readonly (keyof Losses)[];

/** So many names of what must not come back are kept; an older one the collector refuses again. */
const MOST_OVER = 20;

/** The collector's state; whatever is not of its shape is nothing. */
export function readState(value: unknown): CollectorState {
  const held = isObject(value) ? value : {};
  return {
    ...numbers(NUMBERS, held),
    over: Array.isArray(held['over']) ? held['over'].slice(-MOST_OVER) : [],
    loss: numbers(LOSSES, held['loss']),
  };
}

export const lose = (loss: Losses, reason: keyof Losses, count = 1): Losses => ({
  ...loss,
  [reason]: loss[reason] + count,
});

export const isWaiting = (response: StoredResponse): boolean => response.rev > response.ack;

/** Are these the same revision? */
export const isSame = (one: Pick<Snapshot, 'rev' | 'a'>, other: Pick<Snapshot, 'rev' | 'a'>): boolean =>
  one.rev === other.rev && one.a === other.a;
