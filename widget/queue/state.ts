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
import { backoff, DAY, left, park } from './backoff.ts';
import { FRESH, merge } from './merge.ts';
import { isSame, isStored, isWaiting, type Losses, type StoredResponse } from './queue.ts';

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

/** What happens to one revision of a response. */
export type Event =
  /** A page has it so: a tap, or what the journal or memory held. */
  | { readonly type: 'changed'; readonly actor: string }
  /** About to be sent, by a page that found it due. */
  | { readonly type: 'picked'; readonly now: number }
  /** The collector has exactly this revision on disk. */
  | { readonly type: 'accepted'; readonly look: Look }
  /** Not stored this time; the collector asks for so many milliseconds. */
  | { readonly type: 'delayed'; readonly ms: number; readonly look: Look }
  /** Not acceptable so; `dropped`: the collector's own verdict on it. */
  | {
      readonly type: 'refused';
      readonly code: string;
      readonly dropped: boolean;
      readonly look: Look;
    }
  /** What became of the request is not known. */
  | { readonly type: 'failed' }
  /** Deleted at the collector: whatever is here must not come back. */
  | { readonly type: 'gone' };

/** What is stored next: `null` deletes, undefined leaves it. And why an answer was given up with it. */
export interface Step {
  readonly next?: StoredResponse | null | undefined;
  readonly lost?: keyof Losses;
}

/** Milliseconds until the page that looks may send it: it may be put off, or another page may be sending it. */
export function dueIn({ next = 0, quar, sdk, fly = 0 }: StoredResponse, look: Look): number {
  return Math.max(
    // Another version may be understood where the last was not.
    quar && sdk !== look.sdk ? 0 : left(next, look.now, 1.1 * DAY),
    left(fly, look.now, LONGEST),
  );
}

/** What the event about that revision makes of what is stored. */
export function reduce(stored: unknown, event: Event, revision: StoredResponse): Step {
  const held = isStored(stored) ? stored : undefined;
  if (event.type === 'changed') {
    // Told again of what is here: by a page that was left while it was sending it.
    return { next: merge(held, revision, event.actor) ?? (held?.fly ? { ...held, fly: 0 } : undefined) };
  }
  if (event.type === 'gone') return { next: null };
  if (!held) return {};
  if (event.type === 'picked') {
    return isWaiting(held) ? { next: { ...held, fly: event.now + LEASE } } : {};
  }
  const ended = { ...held, fly: 0 };
  // If it has changed meanwhile, the reply says nothing about what is here now.
  if (event.type === 'failed' || !isSame(held, revision)) return { next: ended };
  const { now, random, sdk, clock } = event.look;
  const seen = held.seen ?? clock;
  if (event.type === 'accepted') {
    const over = held.st === 'completed' || held.st === 'dismissed';
    return { next: over ? null : { ...held, ...FRESH, seen, ack: held.rev } };
  }
  const landed = { ...ended, seen };
  if (event.type === 'delayed') {
    const tries = (held.tries ?? 0) + 1;
    return { next: { ...landed, tries, next: now + Math.min(Math.max(event.ms, backoff(tries, random)), DAY) } };
  }
  const quar = (held.quar ?? 0) + 1;
  const counts = event.dropped && !(now - (held.dropped ?? -Infinity) < DAY);
  const drops = (held.drops ?? 0) + +counts;
  if (drops > 2) return { next: null, lost: 'bad' };
  return {
    next: {
      ...landed,
      next: now + park(quar, random),
      quar,
      sdk,
      ...(counts && { drops, dropped: now }),
    },
  };
}
