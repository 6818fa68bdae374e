// What an answer of the collector, or of something in front of it, means for the queue. Pure.
import type { SentSnapshot } from '../../server/contract/api.ts';
import { number } from '../queue/queue.ts';
import { readReceipt, type Receipt } from './receipt.ts';

/** What became of one request. Only a receipt says that anything was stored. */
export type Outcome =
  | Receipt
  /** One of the documents, or their sum, is not acceptable: send fewer. */
  | { readonly type: 'refused'; readonly code: string; readonly large: boolean }
  /** Every tab waits that many milliseconds. */
  | { readonly type: 'pause'; readonly ms: number }
  /** Wrong key, origin or address: wait from that rung of the ladder. */
  | { readonly type: 'park'; readonly rung: number }
  /** Closed for good. */
  | { readonly type: 'kill' }
  /** Stored or not, nobody knows: send again after a while. */
  | { readonly type: 'failed' }
  /** Something in this page forbids the request: its content security policy, or presumably a blocker. */
  | { readonly type: 'blocked' };

/**
 * Milliseconds of a `Retry-After` header: whole seconds or an HTTP date (RFC 9110, 10.2.3), nothing else:
 * `parseInt('2026-10-21')` is 2026. Undefined for anything else and for times past.
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const ms = /^\d+$/.test(header!) ? +header! * 1_000 : header?.endsWith(' GMT') ? Date.parse(header) - now : -1;
  return ms >= 0 ? ms : undefined;
}

/** By the rung of the ladder: the request went astray, by a wrong address or a bad deploy; unknown key; not this origin. */
const PARKED: readonly (readonly number[])[] = [[404, 405, 406, 410, 415, 431, 501, 505], [401], [403]];

/** `json`: the body; undefined when it is no JSON. `retryAfter`: the header, if the page may read it. */
export function toOutcome(
  status: number,
  json: unknown,
  retryAfter: string | null,
  site: string,
  sent: readonly SentSnapshot[],
  now: number,
): Outcome {
  const body = json as { e?: string; k?: unknown; kill?: unknown; ms?: unknown } | null | undefined;
  const hint = number(body?.ms) || retryAfterMs(retryAfter, now);
  const receipt = status === 200 && readReceipt(body, sent);
  if (receipt) return receipt;
  if ([400, 413, 422].includes(status)) {
    return { type: 'refused', large: status === 413, code: `${body?.e ?? status}` };
  }
  // A proxy's 410 closes nothing.
  if (status === 410 && body?.kill === true && body.k === site) return { type: 'kill' };
  const rung = PARKED.findIndex((all) => all.includes(status));
  if (rung >= 0) return { type: 'park', rung };
  if (status === 429 || (status === 503 && hint !== undefined)) return { type: 'pause', ms: hint ?? 60_000 };
  return { type: 'failed' };
}
