// What counts as proof that the collector has a revision. A status alone is none: a service worker's offline page and
// a hotel's log-in page answer 200 too.
import { VERDICTS, type SentSnapshot, type Verdict } from '../../server/contract/api.ts';
import { pause } from '../queue/backoff.ts';
import { losses, number } from '../queue/queue.ts';
import type { Outcome } from './outcome.ts';

/**
 * Reads the body of a 200 reply to `sent`; undefined when it is not a receipt or names none of them. Responses without
 * an entry of the same id, revision and page load, with a known verdict, are not in it: they were not delivered.
 */
export function readReceipt(body: unknown, sent: readonly SentSnapshot[]): Outcome | undefined {
  const reply = body as { v?: unknown; r?: unknown; now?: unknown; pause?: unknown } | null | undefined;
  if (reply?.v !== 1 || !Array.isArray(reply.r)) return undefined;
  const verdicts = new Map<string, Verdict>();
  for (const entry of reply.r as (Verdict | null | undefined)[]) {
    const snapshot = sent.find(({ rid, rev, a }) => entry?.rid === rid && entry.rev === rev && entry.a === a);
    if (snapshot && VERDICTS.includes(entry!.s)) verdicts.set(snapshot.rid, entry!);
  }
  if (!verdicts.size) return undefined;
  const clock = number(reply.now);
  const asked = number(reply.pause);
  return {
    verdicts,
    clock,
    learn: ({ loss }, { now, random }, reported) => ({
      fails: 0,
      parks: 0,
      nextAt: 0,
      clock,
      loss: losses((why) => loss[why] - reported[why]),
      ...(asked > 0 && { pausedUntil: now + pause(asked, random) }),
    }),
  };
}
