// What an answer of the collector, or of something in front of it, means for the queue. Pure.
import type { SentSnapshot } from '../../server/contract/api.ts';
import { park, pause } from '../queue/backoff.ts';
import { number } from '../queue/queue.ts';
import { FAILED, type Outcome } from './outcome.ts';
import { readReceipt } from './receipt.ts';

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
  time: number,
): Outcome {
  const body = json as { e?: string; k?: unknown; kill?: unknown; ms?: unknown } | null | undefined;
  const hint = number(body?.ms) || retryAfterMs(retryAfter, time);
  const receipt = status === 200 && readReceipt(body, sent);
  if (receipt) return receipt;
  if ([400, 413, 422].includes(status)) return { refused: `${body?.e ?? status}`, large: status === 413 };
  // A proxy's 410 closes nothing.
  if (status === 410 && body?.kill === true && body.k === site) return { kill: true };
  const rung = PARKED.findIndex((all) => all.includes(status));
  if (rung >= 0) {
    return { learn: ({ parks }, { now, random }) => ({ parks: parks + 1, nextAt: now + park(rung + parks, random) }) };
  }
  if (status === 429 || (status === 503 && hint !== undefined)) {
    return { learn: (_state, { now, random }) => ({ pausedUntil: now + pause(hint ?? 60_000, random) }) };
  }
  return FAILED;
}
