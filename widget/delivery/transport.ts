// One request to the collector. Simple by the CORS rules (text, no headers of its own), so no preflight is needed.
import type { Envelope, SentSnapshot } from '../../server/contract/api.ts';
import { LIMITS } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';
import { toJson } from '../platform/json.ts';
import { listen } from '../platform/listen.ts';
import { LATE, within } from '../platform/within.ts';
import { FAILED, type Outcome } from './outcome.ts';
import { toOutcome } from './status.ts';

const TIME_OUT = 15_000;
/** A request that fails faster than this never reached a network. */
const QUICK = 50;

/** What is taken anew at each attempt beside the time. */
export type Attempt = Pick<Envelope, 'n' | 'loss'>;

export interface Transport {
  /**
   * Never rejects; settles within 30 s: within 15 unless it had to be tried without keepalive, which is done only if
   * it is still `wanted`.
   */
  send(documents: readonly SentSnapshot[], attempt: Attempt, wanted: () => boolean): Promise<Outcome>;
  /** Sends while the page goes away, at most 12 KiB; nobody learns what became of it. Never rejects. */
  sendLast(document: SentSnapshot, attempt: Attempt): Promise<void>;
  /** Is a request under way that outlives the page? */
  isAlive(): boolean;
}

/** A name that was not given before: by the clock, for some pages replace `Math.random` by a constant. */
export const unique = (): string => (Date.now() + Math.random()).toString(36).slice(-8);

export function openTransport({ site, url, sdk }: { site: string; url: string; sdk: string }): Transport {
  /** `keepalive` requests share 64 KiB with all others of the page, Sentry's and Datadog's included. */
  let alive = false;
  let quick = 0;

  const write = (documents: readonly SentSnapshot[], attempt: Attempt): string =>
    toJson({ v: 1, k: site, req: unique(), t: Date.now(), sdk, ...attempt, d: documents } satisfies Envelope);

  async function exchange(documents: readonly SentSnapshot[], body: string, keepalive: boolean): Promise<Outcome> {
    const abort = new AbortController();
    alive ||= keepalive;
    const answer = async (): Promise<Outcome> => {
      const response = await fetch(url, {
        method: 'POST',
        credentials: 'omit',
        cache: 'no-store',
        // A redirected POST becomes a GET without a body.
        redirect: 'error',
        referrerPolicy: 'strict-origin',
        // As a text this is sent as text/plain, by the standard: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
        body,
        keepalive,
        signal: abort.signal,
      });
      // Always to the end: the browser gives keepalive bytes back only then.
      const json: unknown = await response.json().catch(() => {});
      return toOutcome(response.status, json, response.headers.get('Retry-After'), site, documents, Date.now());
    };
    try {
      // The host page may have replaced `fetch` by one that throws, returns nothing or never settles.
      return await within(TIME_OUT, answer());
    } finally {
      if (keepalive) alive = false;
      abort.abort();
    }
  }

  return {
    async send(documents, attempt, wanted) {
      let blocked = false;
      // Tells a policy that forbids the request from being offline: both are a bare TypeError.
      const off = listen(document, 'securitypolicyviolation', (event) => {
        blocked ||= (event as SecurityPolicyViolationEvent).blockedURI === url;
      });
      const start = performance.now();
      const body = write(documents, attempt);
      // Not again after a failure: if it was the cause it would be again, and if not each attempt would be two.
      const keepalive = attempt.n === 1 && !alive && bytes(body) <= LIMITS.keepalive;
      try {
        const outcome = await exchange(documents, body, keepalive).catch((error) => {
          // Over the page's keepalive budget looks like offline: once more without it.
          if (error === LATE || !keepalive || document.hidden || !wanted()) throw error;
          return exchange(documents, body, false);
        });
        quick = 0;
        return outcome;
      } catch {
        quick = document.hidden || performance.now() - start > QUICK ? 0 : quick + 1;
        return blocked || quick > 2 ? { blocked: true } : FAILED;
      } finally {
        off();
      }
    },
    isAlive: () => alive,
    async sendLast(document, attempt) {
      try {
        const body = write([document], attempt);
        // Firefox before 133 has no keepalive and ends it with the page; the answer waits on the device for the next one.
        if (bytes(body) <= LIMITS.keepalive) await exchange([document], body, true);
      } catch {
        // Nobody learns what became of it anyway.
      }
    },
  };
}
