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
  /** Failures since the last receipt. */
  readonly fails: number;
  /** Refusals of the whole site or address in a row; 0 after any other failure. */
  readonly parks: number;
  /** The time before which the next attempt is not due, by the latest failure or refusal. */
  readonly nextAt: number;
  /** The collector asked every tab to wait until then. */
  readonly pausedUntil: number;
  /** The collector's clock at the last reply: never later than the true time. */
  readonly clock: number;
  /** Responses given up and not yet reported. */
  readonly loss: Losses;
}

/** Key of the collector's state; every other key is a response's id. */
export const STATE = 'state';

/** Records by their keys, as they are stored: other versions of this script wrote them too. */
export type Held = Map<string, unknown>;

/** Where records are kept. */
export interface Queue {
  /**
   * Lets `decide` change all there is: at most 50 small records and the collector's state. One transaction, flushed to
   * disk before it resolves; rejects, with nothing changed, when it cannot be done. May ask twice, each time for what is
   * stored then.
   */
  change(decide: (held: Held) => void): Promise<void>;
  close(): void;
}

const isObject = (value: unknown): value is Record<string, unknown> => Object(value) === value;

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

/** The value if it is a number; 0 for what is none, and for what two tabs took away twice. */
export const number = (value: unknown): number => (Number.isFinite(value) ? Math.max(0, value as number) : 0);

/** So many of each kind of loss. */
export const losses = (count: (why: keyof Losses) => number): Losses => ({
  age: count('age'),
  bad: count('bad'),
  full: count('full'),
  store: count('store'),
});

/** So many names of what must not come back are kept; an older one the collector refuses again. */
const MOST_OVER = 20;

/** The collector's state; whatever is not of its shape is nothing. */
export function readState(value: unknown): CollectorState {
  const { over, fails, parks, nextAt, pausedUntil, clock, loss } = Object(value) as Record<
    keyof CollectorState,
    unknown
  >;
  return {
    over: Array.isArray(over) ? over.slice(-MOST_OVER) : [],
    fails: number(fails),
    parks: number(parks),
    nextAt: number(nextAt),
    pausedUntil: number(pausedUntil),
    clock: number(clock),
    loss: losses((why) => number(Object(loss)[why])),
  };
}

/** The state with so many more lost for that reason. */
export const lose = (state: CollectorState, reason: keyof Losses, count = 1): CollectorState => ({
  ...state,
  loss: { ...state.loss, [reason]: state.loss[reason] + count },
});

export type Revision = Pick<StoredResponse, 'rid' | 'rev' | 'a'>;

export const isWaiting = (response: StoredResponse): boolean => response.rev > response.ack;

/** Are these the same revision? */
export const isSame = (one: Pick<Snapshot, 'rev' | 'a'>, other: Pick<Snapshot, 'rev' | 'a'>): boolean =>
  one.rev === other.rev && one.a === other.a;
