// What is stored once a document has arrived. Pure, shared by the engines. Like the join of the snapshots, it ends in
// the same state whatever the order, repetition or grouping of the arrivals.
import { isLater, join, LIMITS } from '../contract/response.ts';
import type { Snapshot } from '../contract/response.ts';
import type { Outcome, StoredResponse, TimeSource, Write } from './store.ts';
import { hasAnswer } from './tallies.ts';

export interface Arrival {
  readonly outcome: Exclude<Outcome, 'retry' | 'gone'>;
  /** The very object that was stored, or still undefined, when there is nothing to write. */
  readonly after: StoredResponse | undefined;
}

/**
 * `dup` speaks of what the browser sent: a document that arrives again is a `dup` although its second arrival may
 * tell more about the times, and then `after` holds them.
 * `closedAt` is when its survey was closed. A repeat is a `dup` even then, and a response that was answered before may
 * still be finished within the day: holding it would take out of the tallies what was counted in time.
 */
export function arrive(stored: StoredResponse | undefined, write: Write, closedAt = Infinity): Arrival {
  if (stored && stored.snapshot.s !== write.snapshot.s) return { outcome: 'conflict', after: stored };
  const after = stored ? joined(stored, write) : first(write);
  const isNew = !stored || after.held !== stored.held || differs(stored.snapshot, after.snapshot);
  if (!isNew) return { outcome: 'dup', after: BESIDES.some((name) => after[name] !== stored[name]) ? after : stored };
  if (write.received < closedAt) return arrived(after);
  if (write.answered > closedAt + LIMITS.late) return { outcome: 'closed', after: stored };
  const wasAnswered = stored !== undefined && hasAnswer(stored.snapshot);
  return arrived(wasAnswered ? after : { ...after, held: lesser(after.held, LATE) });
}

/** Why a response to a closed survey is held. */
const LATE = 'closed';

const BESIDES = ['shown', 'answered', 'received', 'updated', 'timeSource', 'sent', 'equiv'] as const;

function arrived(after: StoredResponse): Arrival {
  return { outcome: after.held === null ? 'ok' : after.held === LATE ? 'late' : 'held', after };
}

function joined(stored: StoredResponse, write: Write): StoredResponse {
  const { answered, timeSource, sent } = betterClock(stored, write);
  return {
    siteId: stored.siteId,
    snapshot: join(stored.snapshot, write.snapshot),
    shown: Math.min(stored.shown, write.shown),
    answered,
    received: Math.min(stored.received, write.received),
    updated: Math.max(stored.updated, write.received),
    timeSource,
    sent,
    held: lesser(stored.held, write.held),
    equiv: stored.equiv || contradicts(stored.snapshot, write.snapshot),
  };
}

function first(write: Write): StoredResponse {
  const { site, snapshot, shown, answered, received, timeSource, sent, held } = write;
  return {
    siteId: site.id,
    snapshot,
    shown,
    answered,
    received,
    updated: received,
    timeSource,
    sent,
    held,
    equiv: false,
  };
}

/** Do both claim an answer of the same name with different values? Each page load counts its answers, so none may. */
function contradicts(stored: Snapshot, incoming: Snapshot): boolean {
  return Object.entries(incoming.q).some(([id, { v, n, a }]) => {
    const held = Object.hasOwn(stored.q, id) ? stored.q[id] : undefined;
    return held?.n === n && held.a === a && JSON.stringify(held.v) !== JSON.stringify(v);
  });
}

const TRUST: Readonly<Record<TimeSource, number>> = { el: 0, skew: 1, clamped: 2 };

/** The time of the answer is the later revision's; of two arrivals of one revision, the better known or earlier one's. */
function betterClock(stored: StoredResponse, write: Write): Pick<Write, 'answered' | 'timeSource' | 'sent'> {
  if (isLater(write.snapshot, stored.snapshot)) return write;
  if (isLater(stored.snapshot, write.snapshot)) return stored;
  const byTrust = TRUST[stored.timeSource] - TRUST[write.timeSource];
  return (byTrust || stored.answered - write.answered || (stored.sent ?? 0) - (write.sent ?? 0)) > 0 ? write : stored;
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
