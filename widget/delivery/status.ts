// What an answer of the collector, or of something in front of it, means for the queue. Pure.
import type { SentSnapshot } from '../../server/contract/api.ts';
import { numbers } from '../queue/queue.ts';
import { readReceipt, type Receipt } from './receipt.ts';

/** What became of one request. Only a receipt says that anything was stored. */
export type Outcome =
  | { readonly type: 'receipt'; readonly receipt: Receipt }
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

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** `Retry-After`, if the page may read it. */
  readonly retryAfter: string | null;
}

/**
 * Milliseconds of a `Retry-After` header: whole seconds or an HTTP date (RFC 9110, 10.2.3), nothing else:
 * `parseInt('2026-10-21')` is 2026. Undefined for anything else and for times past.
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header)) return +header * 1_000;
  const date = new Date(header);
  const ms = date.toUTCString() === header ? +date - now : -1;
  return ms >= 0 ? ms : undefined;
}

/** The request went astray: a wrong address or a bad deploy. */
const ASTRAY: readonly number[] = [404, 405, 406, 410, 415, 431, 501, 505];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function toOutcome(reply: Reply, site: string, sent: readonly SentSnapshot[], now: number): Outcome {
  const { status, text, retryAfter } = reply;
  const body = parse(text) as { e?: string; k?: unknown; kill?: unknown } | null | undefined;
  const hint = numbers(['ms'], body).ms || retryAfterMs(retryAfter, now);
  if (status === 200) {
    const receipt = readReceipt(body, sent);
    return receipt ? { type: 'receipt', receipt } : { type: 'failed' };
  }
  if ([400, 413, 422].includes(status)) {
    return { type: 'refused', large: status === 413, code: `${body?.e ?? status}` };
  }
  // A proxy's 410 closes nothing.
  if (status === 410 && body?.kill === true && body.k === site) return { type: 'kill' };
  // Unknown key; origin not allowed.
  const rung = [401, 403].indexOf(status) + 1;
  if (rung || ASTRAY.includes(status)) return { type: 'park', rung };
  if (status === 429 || (status === 503 && hint !== undefined)) return { type: 'pause', ms: hint ?? 60_000 };
  return { type: 'failed' };
}
