// What became of a request, for each response in it and for what all tabs know of the collector. Pure.
import { backoff, park, pause } from '../queue/backoff.ts';
import type { ChangeState } from '../queue/open.ts';
import { LOSSES, lose, numbers, type Losses, type StoredResponse } from '../queue/queue.ts';
import { failed, type Event, type Look } from '../queue/state.ts';
import type { Outcome } from './status.ts';

export interface Sent {
  readonly batch: readonly StoredResponse[];
  /** The losses that were reported with it. */
  readonly reported: Losses;
  readonly look: Look;
  /** No place is left in quarantine. */
  readonly full: boolean;
}

export interface Judgement {
  readonly toEvent: (revision: StoredResponse) => Event;
  readonly change: ChangeState;
}

export function judge(outcome: Exclude<Outcome, { type: 'kill' }>, { batch, reported, look, full }: Sent): Judgement {
  const { now, random } = look;
  const change: ChangeState = () => ({});
  const refused = (code: string, dropped: boolean): Event => ({ type: 'refused', code, dropped, full, look });
  switch (outcome.type) {
    case 'receipt': {
      const { verdicts, now: clock, pause: asked } = outcome.receipt;
      return {
        toEvent(revision) {
          const verdict = verdicts.get(revision.rid);
          const { s, c = 'drop' } = verdict ?? {};
          if (s === 'gone') return { type: s };
          if (s === 'drop') return refused(c, true);
          if (!s || s === 'retry') return { type: 'delayed', ...numbers(['ms'], verdict), look };
          return { type: 'accepted' };
        },
        change: ({ loss, pausedUntil }) => ({
          fails: 0,
          nextAt: 0,
          parks: 0,
          parkedUntil: 0,
          clock,
          loss: LOSSES.reduce((sum, why) => lose(sum, why, -reported[why]), loss),
          pausedUntil: asked > 0 ? now + pause(asked, random) : pausedUntil,
        }),
      };
    }
    case 'refused':
      // One of several: nobody knows which.
      return { toEvent: batch.length > 1 ? failed : () => refused(outcome.code, false), change };
    case 'pause':
      return { toEvent: failed, change: () => ({ pausedUntil: now + pause(outcome.ms, random) }) };
    case 'park':
      return {
        toEvent: failed,
        change: ({ parks }) => ({ parks: parks + 1, parkedUntil: now + park(outcome.rung + parks, random) }),
      };
    case 'failed':
      return { toEvent: failed, change: ({ fails }) => ({ fails: fails + 1, nextAt: now + backoff(fails, random) }) };
    // What the page forbids or has no budget for says nothing about the collector.
    case 'blocked':
    case 'again':
      return { toEvent: failed, change };
  }
}
