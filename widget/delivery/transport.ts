// One request to the collector. Simple by the CORS rules (text, no headers of its own), so no preflight is needed.
import type { Envelope, SentSnapshot } from '../../server/contract/api.ts';
import { LIMITS } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';
import { toJson } from '../platform/json.ts';
import { listen } from '../platform/listen.ts';
import { hex } from '../platform/random.ts';
import { LATE, within } from '../platform/within.ts';
import { toOutcome, type Outcome, type Reply } from './status.ts';

const TIME_OUT = 15_000;
/** A request that fails faster than this never reached a network. */
const QUICK = 50;

/** What is taken anew at each attempt beside the time. */
export type Attempt = Pick<Envelope, 'n' | 'loss'>;

export interface Transport {
  /** Never rejects; settles within 15 s, or 30 s when it had to be tried without keepalive. */
  send(documents: readonly SentSnapshot[], attempt: Attempt): Promise<Outcome>;
  /** Sends while the page goes away, at most 12 KiB; nobody learns what became of it. */
  sendLast(document: SentSnapshot, attempt: Attempt): void;
  /** Is this revision in a request under way that outlives the page? */
  isCarrying(response: Pick<SentSnapshot, 'rid' | 'rev' | 'a'>): boolean;
}

export function openTransport({ site, url, sdk }: { site: string; url: string; sdk: string }): Transport {
  /** `keepalive` requests share 64 KiB with all others of the page, Sentry's and Datadog's included. */
  let alive: readonly SentSnapshot[] = [];
  let quick = 0;

  const write = (documents: readonly SentSnapshot[], attempt: Attempt): string =>
    toJson({ v: 1, k: site, req: hex(8), t: Date.now(), sdk, ...attempt, d: documents } satisfies Envelope);

  /** The host page may have replaced `fetch` by one that throws, returns nothing or never settles. */
  async function exchange(body: string, kept?: readonly SentSnapshot[]): Promise<Reply> {
    const abort = new AbortController();
    if (kept) alive = kept;
    try {
      const answer = async (): Promise<Reply> => {
        const response = await fetch(url, {
          method: 'POST',
          mode: 'cors',
          credentials: 'omit',
          cache: 'no-store',
          // A redirected POST becomes a GET without a body.
          redirect: 'error',
          referrerPolicy: 'strict-origin',
          headers: { 'Content-Type': 'text/plain;charset=UTF-8' },
          body,
          keepalive: !!kept,
          signal: abort.signal,
        });
        // Always to the end: the browser gives keepalive bytes back only then.
        const text = await response.text();
        return { status: response.status, text, retryAfter: response.headers.get('Retry-After') };
      };
      return await within(TIME_OUT, answer());
    } finally {
      if (alive === kept) alive = [];
      abort.abort();
    }
  }

  return {
    async send(documents, attempt) {
      let blocked = false;
      // Tells a policy that forbids the request from being offline: both are a bare TypeError.
      const off = listen(document, 'securitypolicyviolation', (event) => {
        blocked ||= (event as SecurityPolicyViolationEvent).blockedURI === url;
      });
      const start = performance.now();
      try {
        const body = write(documents, attempt);
        // Not again after a failure: if it was the cause it would be again, and if not each attempt would be two.
        const keepalive = attempt.n === 1 && !alive.length && bytes(body) <= LIMITS.keepalive;
        const reply = await exchange(body, keepalive ? documents : undefined).catch((error) => {
          // Over the page's keepalive budget looks like offline: once more without it.
          if (error === LATE || !keepalive || document.hidden) throw error;
          return exchange(body);
        });
        quick = 0;
        return toOutcome(reply, site, documents, Date.now());
      } catch {
        quick = document.hidden || performance.now() - start > QUICK ? 0 : quick + 1;
        return blocked || quick > 2 ? { type: 'blocked', sure: blocked } : { type: 'failed' };
      } finally {
        off();
      }
    },
    isCarrying: ({ rid, rev, a }) => alive.some((one) => one.rid === rid && one.rev === rev && one.a === a),
    sendLast(document, attempt) {
      try {
        const documents = [document];
        const body = write(documents, attempt);
        if (bytes(body) > LIMITS.keepalive) return;
        // Firefox before 133 has no keepalive. A beacon says nothing about its fate, so it proves nothing.
        if ('keepalive' in Request.prototype) exchange(body, documents).catch(() => {});
        else navigator.sendBeacon(url, body);
      } catch {
        // Some versions of Safari threw here; the answer waits on the device.
      }
    },
  };
}
