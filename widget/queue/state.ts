// The life of a response in the browser: what each event makes of its record. Pure: the clock and the dice come with
// the event. The record is what is stored, so every page and every tab goes on where the last one stopped.
//
//   nothing ──changed──► dirty ──picked──► flying ──accepted──► clean ──changed──► dirty
//                          ▲                 ├──accepted, and it is finished──► done: deleted
//                          ├──delayed, failed, or its 30 s are over──┤
//                          │                 ├──refused──► in quarantine, put off for hours ──► dirty
//                          └──a later revision than the sent one─────┤
//                                            ├──dropped on three days──► lost: deleted and counted
//                                            └──gone──► done, whatever revision
//
//   dirty: rev > ack. flying: dirty, with a lease. clean: rev = ack, kept because it may yet change.
//   `changed` is `merge`; all that becomes of a request is `reduce`.
import type { Verdict } from '../../server/contract/api.ts';
import { backoff, DAY, left, LONGEST_PARK, park } from './backoff.ts';
import { FRESH } from './merge.ts';
import { isSame, isStored, number, type StoredResponse } from './queue.ts';

/** How long a page that sends a response is believed to be at it. */
export const LEASE = 30_000;
/** The clocks of two tabs differ by milliseconds: a lease that ends later than this comes from a clock that was set back. */
const LONGEST = 2 * LEASE;

/** Who looks at the queue, and when. */
export interface Look {
  /** Version of this script. */
  readonly sdk: string;
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
  /** The collector's clock, by the reply that is looked at. */
  readonly clock?: number | undefined;
}

/**
 * What became of one revision that was sent: the collector's verdict on it, of which `ok`, `dup` and `held` say that it
 * is on disk there. `refused`: the whole request was, and nothing else was in it. `failed`: nobody knows.
 */
export interface Event extends Pick<Verdict, 'c' | 'ms'> {
  readonly s: Verdict['s'] | 'refused' | 'failed';
}

export const isAccepted = ({ s }: Event): boolean => ['ok', 'dup', 'held'].includes(s);

/** About to be sent. */
export const lease = (response: StoredResponse, now: number): StoredResponse => ({ ...response, fly: now + LEASE });

/** Milliseconds until the page that looks may send it: it may be put off, or another page may be sending it. */
export function dueIn({ next = 0, quar, sdk, fly = 0 }: StoredResponse, look: Look): number {
  return Math.max(
    // Another version may be understood where the last was not.
    quar && sdk !== look.sdk ? 0 : left(next, look.now, LONGEST_PARK),
    left(fly, look.now, LONGEST),
  );
}

/**
 * What the event about that revision makes of what is stored: `null` deletes (after a `drop`: it is given up), undefined
 * leaves what there is.
 */
export function reduce(
  stored: unknown,
  event: Event,
  revision: StoredResponse,
  { now, random, sdk, clock }: Look,
): StoredResponse | null | undefined {
  if (event.s === 'gone') return null;
  if (!isStored(stored)) return undefined;
  const { tries = 0, quar = 0, drops = 0, dropped = -Infinity, seen = clock } = stored;
  const ended = { ...stored, fly: 0 };
  // If it has changed meanwhile, the reply says nothing about what is here now.
  if (event.s === 'failed' || !isSame(stored, revision)) return ended;
  if (isAccepted(event)) {
    const over = stored.st === 'completed' || stored.st === 'dismissed';
    return over ? null : { ...stored, ...FRESH, seen, ack: stored.rev };
  }
  if (event.s === 'retry') {
    const ms = Math.min(Math.max(number(event.ms), backoff(tries + 1, random)), DAY);
    return { ...ended, seen, tries: tries + 1, next: now + ms };
  }
  const put = { ...ended, seen, quar: quar + 1, sdk, next: now + park(quar + 1, random) };
  if (event.s === 'refused' || now - dropped < DAY) return put;
  return drops > 1 ? null : { ...put, drops: drops + 1, dropped: now };
}
