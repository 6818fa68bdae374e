// What became of a request, for each response in it and for what all tabs know of the collector. Pure.
import { backoff, park, pause } from '../queue/backoff.ts';
import type { ChangeState, Happened } from '../queue/open.ts';
import { LOSSES, lose, numbers, type Losses, type StoredResponse } from '../queue/queue.ts';
import { type Event, type Look } from '../queue/state.ts';
import type { Outcome } from './status.ts';

export interface Sent {
  readonly batch: readonly StoredResponse[];
  /** The losses that were reported with it. */
  readonly reported: Losses;
  readonly look: Look;
}

export interface Judgement {
  readonly events: readonly Happened[];
  readonly change: ChangeState;
}

export function judge(outcome: Exclude<Outcome, { type: 'kill' }>, { batch, reported, look }: Sent): Judgement {
  const { now, random } = look;
  const of = (toEvent: (revision: StoredResponse) => Event, change: ChangeState = () => ({})): Judgement => ({
    events: batch.map((revision) => [revision, toEvent(revision)]),
    change,
  });
  const failed = (): Event => ({ type: 'failed' });
  switch (outcome.type) {
    case 'receipt': {
      const { verdicts, now: clock, pause: asked } = outcome.receipt;
      const known = { ...look, clock: clock || undefined };
      return of(
        ({ rid }) => {
          const verdict = verdicts.get(rid);
          const { s, c = 'drop' } = verdict ?? {};
          if (s === 'gone') return { type: s };
          if (s === 'drop') return { type: 'refused', code: c, dropped: true, look: known };
          if (!s || s === 'retry') return { type: 'delayed', ...numbers(['ms'], verdict), look: known };
          return { type: 'accepted', look: known };
        },
        ({ loss, pausedUntil }) => ({
          fails: 0,
          nextAt: 0,
          parks: 0,
          parkedUntil: 0,
          clock,
          loss: LOSSES.reduce((sum, why) => lose(sum, why, -reported[why]), loss),
          pausedUntil: asked > 0 ? now + pause(asked, random) : pausedUntil,
        }),
      );
    }
    case 'refused':
      // One of several: nobody knows which.
      return of(batch.length > 1 ? failed : () => ({ type: 'refused', code: outcome.code, dropped: false, look }));
    case 'pause':
      return of(failed, () => ({ pausedUntil: now + pause(outcome.ms, random) }));
    case 'park':
      return of(failed, ({ parks }) => ({ parks: parks + 1, parkedUntil: now + park(outcome.rung + parks, random) }));
    case 'failed':
      return of(failed, ({ fails }) => ({ fails: fails + 1, nextAt: now + backoff(fails, random) }));
    // What the page forbids says nothing about the collector.
    case 'blocked':
      return of(failed);
  }
}
