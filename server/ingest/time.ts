// When was it really answered? The browser's clock may be wrong by years, so only differences of it are used, and what
// remains absurd is clamped and marked.
import type { TimeSource } from '../store/store.ts';

const HOUR = 3_600_000;
/** A page may sit open this long and its monotonic clock is still believed. */
const LONGEST_ELAPSED = 12 * HOUR;
/** Nothing waits longer in a browser's queue than 30 days; twice that allows for every delay on the way. */
const OLDEST = 60 * 24 * HOUR;

/** Times as they were sent, each whatever JSON allows. */
export interface SentTimes {
  readonly at?: unknown;
  readonly c?: unknown;
  readonly el?: unknown;
  readonly t?: unknown;
}

export interface Times {
  readonly answered: number;
  readonly shown: number;
  readonly source: TimeSource;
}

/** Both times lie in [received − 60 days, received], shown not after answered. Unix milliseconds, whole. */
export function timesOf({ at, c, el, t }: SentTimes, received: number): Times {
  const oldest = received - OLDEST;
  let answered = received;
  let source: TimeSource = 'clamped';
  if (isTime(el) && el >= 0 && el <= LONGEST_ELAPSED) {
    answered = Math.round(received - el);
    source = 'el';
  } else if (isTime(at) && isTime(t)) {
    const guess = Math.round(received - (t - at));
    answered = clamp(guess, oldest, received);
    if (answered === guess) source = 'skew';
  }
  const open = isTime(at) && isTime(c) && c <= at ? at - c : 0;
  return { answered, shown: clamp(Math.round(answered - open), oldest, answered), source };
}

/** A time a `Date` can hold. Beyond it, toISOString throws. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
