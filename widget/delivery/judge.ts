// What a request's outcome means for each response in it, and for what all tabs know of the collector. Pure.
import { backoff, park, pause } from '../queue/backoff.ts';
import { losses, type CollectorState, type Losses, type StoredResponse } from '../queue/queue.ts';
import type { Event, Look } from '../queue/state.ts';
import type { Outcome } from './status.ts';

/** What became of one of the `count` responses that were sent. */
export function toEvent(outcome: Outcome, { rid }: StoredResponse, count: number): Event {
  if (outcome.type === 'receipt') return outcome.verdicts.get(rid) ?? { s: 'retry' };
  // One of several: nobody knows which.
  return outcome.type === 'refused' && count < 2 ? { s: 'refused', c: outcome.code } : { s: 'failed' };
}

/** What changes in what is known of the collector; `reported`: the losses that were reported with the request. */
export function toState(
  outcome: Outcome,
  { fails, parks, loss }: CollectorState,
  reported: Losses,
  { now, random }: Look,
): Partial<CollectorState> {
  switch (outcome.type) {
    case 'receipt': {
      const { now: clock, pause: ms } = outcome;
      return {
        fails: 0,
        parks: 0,
        nextAt: 0,
        clock,
        loss: losses((why) => loss[why] - reported[why]),
        ...(ms > 0 && { pausedUntil: now + pause(ms, random) }),
      };
    }
    case 'pause':
      return { pausedUntil: now + pause(outcome.ms, random) };
    case 'park':
      return { parks: parks + 1, nextAt: now + park(outcome.rung + parks, random) };
    case 'failed':
      return { fails: fails + 1, parks: 0, nextAt: now + backoff(fails, random) };
    // What the page forbids says nothing about the collector, nor does what one response is refused for.
    default:
      return {};
  }
}
