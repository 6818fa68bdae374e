// What became of one request. Only a receipt says that anything was stored; else nobody knows, unless it was refused.
import type { Verdict } from '../../server/contract/api.ts';
import { backoff } from '../queue/backoff.ts';
import type { CollectorState, Losses, StoredResponse } from '../queue/queue.ts';
import type { Event, Look } from '../queue/state.ts';

export interface Outcome {
  /** Of a receipt, by response id; only verdicts on exactly what was sent. */
  readonly verdicts?: ReadonlyMap<string, Verdict>;
  /** The collector's clock; 0 when the receipt did not say. */
  readonly clock?: number;
  /** One of the documents, or their sum, is not acceptable, by this code: send fewer. `large`: it is the sum. */
  readonly refused?: string;
  readonly large?: boolean;
  /** The site is closed for good. */
  readonly kill?: true;
  /** Something in this page forbids the request, which says nothing about the collector. */
  readonly blocked?: true;
  /** What changes in what all tabs know of the collector; `reported`: the losses that were reported with the request. */
  readonly learn?: (state: CollectorState, look: Look, reported: Losses) => Partial<CollectorState>;
}

/** Stored or not: send again after a while. */
export const FAILED: Outcome = {
  learn: ({ fails }, { now, random }) => ({ fails: fails + 1, parks: 0, nextAt: now + backoff(fails, random) }),
};

/** What became of one of the `count` responses that were sent. */
export function toEvent({ verdicts, refused }: Outcome, { rid }: StoredResponse, count: number): Event {
  if (verdicts) return verdicts.get(rid) ?? { s: 'retry' };
  // One of several: nobody knows which.
  return refused && count < 2 ? { s: 'refused', c: refused } : { s: 'failed' };
}
