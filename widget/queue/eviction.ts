import { LIMITS } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';
import { isStored, isWaiting, lose, type CollectorState, type Held } from './queue.ts';

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

/** Is there room for one more response? */
export const hasRoom = (held: Held): boolean =>
  held.size < MOST_RESPONSES && bytes(JSON.stringify([...held])) + LIMITS.document <= MOST_BYTES;

/**
 * Takes out what may go up to the rank `most`: the least useful first and the oldest of those; up to `ANY` only until
 * one more response fits. Returns the state, with the loss of each that the collector never had.
 */
export function evict(held: Held, state: CollectorState, now: number, most: number): CollectorState {
  const { clock } = state;
  const ranked = [...held].map(
    ([key, value]) => [evictionRank(value, now, clock), isStored(value) ? value.at : 0, key, value] as const,
  );
  for (const [rank, , key, value] of ranked.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    if (rank > most || (most === ANY && hasRoom(held))) break;
    held.delete(key);
    if (isStored(value) && isWaiting(value)) state = lose(state, rank ? 'full' : 'age');
  }
  return state;
}
