import { LIMITS } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';
import { isStored, isWaiting, STATE, type Losses, type Queue } from './queue.ts';

/** What the queue holds at most on the person's device. */
export const MOST_RESPONSES = 50;
export const MOST_BYTES = 256 * 1024;

/** Ranks of what is given up when the disk is full: nothing in which an answer waits. */
export const LEAST_USEFUL = 2;
/** The last rank that ever goes. */
export const ANY = 4;

/**
 * How soon a record may go when room is needed, from 0; Infinity: never, somebody's answer waits in it. Older than
 * 30 days counts only when the collector's clock at its last reply says so too: one wrong clock costs no answer.
 */
export function evictionRank(value: unknown, now: number, collectorClock: number): number {
  if (!isStored(value)) return 3; // unreadable: set aside like the quarantined ones
  if (Math.min(now, collectorClock) - value.at > LIMITS.age) return 0;
  if (!isWaiting(value)) return 1;
  if (value.st === 'shown') return 2;
  if (value.quar) return 3;
  // Closed without an answer; one that was closed after its answer is as dear as any other.
  return value.st === 'dismissed' && !Object.values(value.q).some(({ v }) => v !== null) ? ANY : Infinity;
}

/**
 * Deletes records up to the rank `most`, the least useful first and the oldest of those; only until one more response
 * fits when it is asked `forOne`. True if one more fits. `lost` is told of each the collector never had.
 */
export async function evict(
  queue: Queue,
  collectorClock: number,
  most: number,
  lost: (reason: keyof Losses) => Promise<void>,
  forOne = false,
): Promise<boolean> {
  const rank = (value: unknown): number => evictionRank(value, Date.now(), collectorClock);
  const at = (value: unknown): number => (isStored(value) ? value.at : 0);
  const size = (value: unknown): number => bytes(JSON.stringify(value) ?? '');
  const records = (await queue.entries()).filter(([key]) => key !== STATE);
  let count = records.length;
  let sum = records.reduce((total, [, value]) => total + size(value), LIMITS.document);
  const fits = (): boolean => count < MOST_RESPONSES && sum <= MOST_BYTES;

  records.sort(([, one], [, other]) => rank(one) - rank(other) || at(one) - at(other));
  for (const [key, value] of records) {
    if ((forOne && fits()) || rank(value) > most) break;
    await queue.change(key, (stored) => (rank(stored) <= most ? null : undefined));
    count--;
    sum -= size(value);
    if (isStored(value) && isWaiting(value)) await lost(rank(value) ? 'full' : 'age');
  }
  return fits();
}
