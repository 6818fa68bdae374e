// When to try again. Pure: the clock and the dice are the caller's.
import type { CollectorState } from './queue.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** The longest wait after a failure; a later end of one means that the clock was set back. */
const LONGEST = 5 * MINUTE;
export const DAY = 86_400_000;
/** The longest of the ladder, with its spread. */
export const LONGEST_PARK = 1.1 * DAY;

/** Waits after answers that only a person at the collector can change, longer at each. */
export const PARKS = [5 * MINUTE, HOUR, 6 * HOUR, DAY] as const;

/** Milliseconds to wait after that many failures in a row: anything up to a window that doubles until 5 minutes. */
export function backoff(failures: number, random: number): number {
  return Math.max(SECOND, random * Math.min(LONGEST, 2 * SECOND * 2 ** failures));
}

/** Milliseconds to wait when asked for `ms`: 1 s to 6 h, spread so that not everybody returns at once. */
export function pause(ms: number, random: number): number {
  return Math.min(Math.max(ms, SECOND), 6 * HOUR) * (1 + random / 4);
}

/** Milliseconds to wait on a rung of `PARKS`; beyond the last, the last. Spread by a tenth. */
export function park(rung: number, random: number): number {
  return (PARKS[rung] ?? DAY) * (1 + random / 10);
}

/** Milliseconds left until `until`; none when that is further away than any wait was meant: the clock was set back. */
export function left(until: number, now: number, longest: number): number {
  const ms = until - now;
  return ms > 0 && ms <= longest ? ms : 0;
}

/** Milliseconds until the collector may be asked again: what it asked for itself, and since the latest failure. */
export function waits({ parks, nextAt, pausedUntil }: CollectorState, now: number) {
  return {
    parked: parks && left(nextAt, now, LONGEST_PARK),
    paused: left(pausedUntil, now, 7.5 * HOUR),
    backoff: parks ? 0 : left(nextAt, now, LONGEST),
  };
}
