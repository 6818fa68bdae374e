// What keeps the answers waiting, for whoever asks: no page that nobody explains loads this. Pure.
import type { StoredResponse } from '../queue/queue.ts';

/**
 * `offline`: the browser says so; `backoff`: the last request failed; `paused`: the collector asked for it; `parked`: the
 * site key, this origin or the address is wrong; `blocked`: something in the page forbids the request; `quarantined`:
 * each was refused alone; `sending`: this tab or another is at it, or about to be.
 */
export type Reason =
  | 'nothing waits'
  | 'sending'
  | 'offline'
  | 'backoff'
  | 'paused'
  | 'parked'
  | 'blocked'
  | 'quarantined';

/** What delivery knows, as of its last look at the queue. */
export interface Facts {
  readonly waiting: readonly StoredResponse[];
  /** Milliseconds each lasts, the gravest first; 0 or less: it is not in the way. */
  readonly obstacles: Readonly<Partial<Record<Reason, number>>>;
  readonly nextTry: number | null;
  /** Are all of them in the database? */
  readonly saved: boolean;
}

export interface Report extends Pick<Facts, 'nextTry' | 'saved'> {
  /** How many responses wait, and since when the first does. */
  readonly waiting: number;
  readonly since: number | null;
  readonly reason: Reason;
}

export function report({ waiting, obstacles, nextTry, saved }: Facts): Report {
  const names = Object.keys(obstacles) as Reason[]; // it has no others
  const reason =
    names.find((name) => obstacles[name]! > 0) ?? (waiting.every(({ quar }) => quar) ? 'quarantined' : 'sending');
  const some = waiting.length;
  return {
    waiting: some,
    since: some ? Math.min(...waiting.map(({ at }) => at)) : null,
    reason: some ? reason : 'nothing waits',
    nextTry,
    saved,
  };
}
