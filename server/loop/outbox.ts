// Milestones leave the house here: at least once, and under the same id at every attempt. In what form and to whom is
// the business of `deliver`.
import { setTimeout as wait } from 'node:timers/promises';
import type { OutboxEvent, Store } from '../store/store.ts';
import { retryDelay } from './backoff.ts';

export interface OutboxParts {
  readonly store: Pick<Store, 'lease' | 'settle'>;
  /**
   * Resolves to true once the receiver has taken the event; false or a rejection means that it is tried again. What
   * takes longer than the lease counts as failed, and the signal then says so.
   */
  readonly deliver: (event: OutboxEvent, signal: AbortSignal) => Promise<boolean>;
  /** Unix milliseconds. */
  readonly clock: () => number;
  /** Hears of a store that does not answer. */
  readonly report?: (cause: unknown) => void;
  /** How long to wait while nothing is due, in milliseconds. Default 1000. */
  readonly pause?: number;
  /** How long one delivery may take, in milliseconds. Default 30000. */
  readonly patience?: number;
  /** From how often it has failed to how long to wait, in milliseconds. Default `retryDelay`. */
  readonly delay?: (tries: number) => number;
}

/** Events under way at once. */
const AT_ONCE = 10;

/** Starts delivering. The answer stops it, and resolves once nothing is under way. */
export function startOutbox({
  store,
  deliver,
  clock,
  report = () => undefined,
  pause = 1_000,
  patience = 30_000,
  delay = (tries) => retryDelay(tries, Math.random()),
}: OutboxParts): () => Promise<void> {
  const stopped = new AbortController();

  async function handle(event: OutboxEvent): Promise<void> {
    const isTaken = await attempt(event);
    // One that was cut off by the stop is due again when its lease ends.
    if (isTaken) await store.settle(event);
    else if (!stopped.signal.aborted) await store.settle(event, clock() + delay(event.tries + 1));
  }

  async function attempt(event: OutboxEvent): Promise<boolean> {
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(patience)]);
    const over = new Promise<false>((resolve) => signal.addEventListener('abort', () => resolve(false)));
    try {
      return await Promise.race([deliver(event, signal), over]);
    } catch {
      return false;
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      let found = 0;
      try {
        const now = clock();
        // Twice the patience, for the settling takes time too: what is still under way must not be handed out again.
        const events = await store.lease(now, now + 2 * patience, AT_ONCE);
        found = events.length;
        for (const result of await Promise.allSettled(events.map(handle))) {
          if (result.status === 'rejected') throw result.reason;
        }
      } catch (cause) {
        report(cause);
        found = 0;
      }
      if (found === 0) await wait(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return () => {
    stopped.abort();
    return running;
  };
}
