// What is stored once a document has arrived. Pure, shared by the engines. Like the join of the snapshots, it ends in
// the same state whatever the order, repetition or grouping of the arrivals.
import { isLater, join } from '../contract/response.ts';
import type { Snapshot } from '../contract/response.ts';
import type { Outcome, StoredResponse, TimeSource, Write } from './store.ts';

export interface Arrival {
  readonly outcome: Exclude<Outcome, 'retry'>;
  /** The very object that was stored when there is nothing to write. */
  readonly after: StoredResponse;
}

/**
 * `dup` speaks of what the browser sent: a document that arrives again is a `dup` although its second arrival may
 * tell more about the times, and then `after` holds them.
 */
export function arrive(stored: StoredResponse | undefined, write: Write): Arrival {
  if (!stored) return { outcome: write.held === null ? 'ok' : 'held', after: first(write) };
  if (stored.snapshot.s !== write.snapshot.s) return { outcome: 'conflict', after: stored };

  const clock = betterClock(stored, write);
  const after: StoredResponse = {
    siteId: stored.siteId,
    snapshot: join(stored.snapshot, write.snapshot),
    shown: Math.min(stored.shown, write.shown),
    answered: clock.answered,
    received: Math.min(stored.received, write.received),
    updated: Math.max(stored.updated, write.received),
    timeSource: clock.timeSource,
    held: lesser(stored.held, write.held),
  };
  const isNew = after.held !== stored.held || differs(stored.snapshot, after.snapshot);
  if (isNew) return { outcome: after.held === null ? 'ok' : 'held', after };
  const timed = TIMES.some((name) => after[name] !== stored[name]);
  return { outcome: 'dup', after: timed ? after : stored };
}

const TIMES = ['shown', 'answered', 'received', 'updated', 'timeSource'] as const;

function first(write: Write): StoredResponse {
  const { site, snapshot, shown, answered, received, timeSource, held } = write;
  return { siteId: site.id, snapshot, shown, answered, received, updated: received, timeSource, held };
}

const TRUST: Readonly<Record<TimeSource, number>> = { el: 0, skew: 1, clamped: 2 };

/** The time of the answer is the later revision's; of two arrivals of one revision, the better known or earlier one's. */
function betterClock(stored: StoredResponse, write: Write): Pick<StoredResponse, 'answered' | 'timeSource'> {
  if (isLater(write.snapshot, stored.snapshot)) return write;
  if (isLater(stored.snapshot, write.snapshot)) return stored;
  const byTrust = TRUST[stored.timeSource] - TRUST[write.timeSource];
  return (byTrust || stored.answered - write.answered) > 0 ? write : stored;
}

/** Of two reasons always the same one, whichever came first. */
function lesser(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

/** A join keeps the answers it does not replace as the same objects; time and context change only with the revision. */
function differs(before: Snapshot, after: Snapshot): boolean {
  return (
    after.rev !== before.rev ||
    after.a !== before.a ||
    after.st !== before.st ||
    after.c !== before.c ||
    Object.entries(after.q).some(([id, answer]) => before.q[id] !== answer)
  );
}
