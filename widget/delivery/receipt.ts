// What counts as proof that the collector has a revision. A status alone is none: a service worker's offline page and
// a hotel's log-in page answer 200 too.
import { number } from '../queue/queue.ts';
import { VERDICTS, type SentSnapshot, type Verdict } from '../../server/contract/api.ts';

export interface Receipt {
  readonly type: 'receipt';
  /** By response id; only verdicts on exactly what was sent. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The collector's clock, and the milliseconds every tab is asked to wait; 0 when it said neither. */
  readonly now: number;
  readonly pause: number;
}

/**
 * Reads the body of a 200 reply to `sent`; undefined when it is not a receipt or names none of them. Responses without
 * an entry of the same id, revision and page load, with a known verdict, are not in it: they were not delivered.
 */
export function readReceipt(body: unknown, sent: readonly SentSnapshot[]): Receipt | undefined {
  const reply = body as { v?: unknown; r?: unknown; now?: unknown; pause?: unknown } | null | undefined;
  if (reply?.v !== 1 || !Array.isArray(reply.r)) return undefined;
  const verdicts = new Map<string, Verdict>();
  for (const entry of reply.r as (Verdict | null | undefined)[]) {
    const snapshot = sent.find(({ rid, rev, a }) => entry?.rid === rid && entry.rev === rev && entry.a === a);
    if (snapshot && VERDICTS.includes(entry!.s)) verdicts.set(snapshot.rid, entry!);
  }
  return verdicts.size ? { type: 'receipt', verdicts, now: number(reply.now), pause: number(reply.pause) } : undefined;
}
