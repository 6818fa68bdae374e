import { LIMITS } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';
import { isStored, isWaiting, lose, STATE, type CollectorState, type Losses } from './queue.ts';

/** What the queue holds at most on the person's device. */
export const MOST_RESPONSES = 50;
export const MOST_BYTES = 256 * 1024;

/** The rank of what is too old. */
export const EXPIRED = 0;
/** Ranks of what is given up when the disk is full: nothing in which an answer waits. */
export const LEAST_USEFUL = 2;
/** The last rank that ever goes. */
export const ANY = 4;

/**
 * How soon a record may go when room is needed, from 0; Infinity: never, somebody's answer waits in it. Older than
 * 30 days counts only when the collector's clock says so too, from its first reply about this change to its latest: one
 * wrong clock, at the change or now, costs no answer, and what never met a collector is not too old for it.
 */
export function evictionRank(value: unknown, now: number, collectorClock: number): number {
  if (!isStored(value)) return 3;
  if (Math.min(now - value.at, collectorClock - (value.seen ?? collectorClock)) > LIMITS.age) return 0;
  if (!isWaiting(value)) return 1;
  // Also when its prompt was closed or the collector refused it: that may be nobody's fault but ours.
  if (Object.values(value.q).some(({ v }) => v !== null)) return Infinity;
  return value.st === 'shown' ? 2 : ANY;
}

type Entry = readonly [IDBValidKey, unknown];

export interface Eviction {
  readonly keys: readonly IDBValidKey[];
  /** The others. */
  readonly left: readonly Entry[];
  /** What was lost until now, and with each of them that the collector never had. */
  readonly loss: Losses;
  /** Is there room for one more response then? */
  readonly room: boolean;
}

/**
 * Which records go, up to the rank `most`: the least useful first and the oldest of those; up to `ANY` only until one
 * more response fits. Pure.
 */
export function evict(
  held: ReadonlyMap<IDBValidKey, unknown>,
  { clock, loss }: CollectorState,
  now: number,
  most: number,
): Eviction {
  const rank = ([, value]: Entry): number => evictionRank(value, now, clock);
  const at = ([, value]: Entry): number => (isStored(value) ? value.at : 0);
  const left: Entry[] = [...held].filter(([key]) => key !== STATE);
  const fits = (): boolean =>
    left.length < MOST_RESPONSES && bytes(JSON.stringify(left)) + LIMITS.document <= MOST_BYTES;
  const keys: IDBValidKey[] = [];
  left.sort((one, other) => rank(one) - rank(other) || at(one) - at(other));
  for (let next; (next = left[0]) && rank(next) <= most && !(most === ANY && fits()); left.shift()) {
    const [key, value] = next;
    keys.push(key);
    if (isStored(value) && isWaiting(value)) loss = lose(loss, rank(next) ? 'full' : 'age');
  }
  return { keys, left, loss, room: fits() };
}
