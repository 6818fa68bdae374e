// What came of the touchpoints of this page: counts alone, in memory alone.
import type { Silences } from '../../server/contract/api.ts';
import { listen } from '../platform/listen.ts';
import type { RuleName } from './rule.ts';

/** The most the collector takes of one count. */
const MOST = 1_000;

/** What came of one touchpoint: the first rule that said no, `priority` (another survey went first), or one of these. */
export type Outcome = RuleName | 'priority' | 'shown' | 'manners';

/** Neither throws. */
export interface Funnel {
  /** One touchpoint of this survey came to that. */
  count(survey: string, outcome: Outcome): void;
  /** Stops listening; what was not sent is forgotten. */
  close(): void;
}

/** Where counts are sent: `https://…/c/v1/f`, under which site key. */
export type Target = readonly [url: string, site: string];

/**
 * Sends what was counted when the page is hidden or left: one request at most each time, and none where nothing was
 * counted or `target` gives nowhere to send it (consent was denied); it is forgotten either way. A page that is going
 * away cannot wait for an answer, and counts are not worth keeping: what does not arrive is lost. No cookie, no id, no
 * preflight. Leaving a page hides it first: https://html.spec.whatwg.org/#unload-a-document
 */
export function createFunnel(target: () => Target | undefined): Funnel {
  let f: Record<string, Record<string, number>> = {};
  const send = async (): Promise<void> => {
    const counted = f;
    f = {};
    try {
      const [url, k] = target()!;
      const body = JSON.stringify({ v: 1, k, f: counted } satisfies Silences);
      await fetch(url, {
        method: 'POST',
        body,
        keepalive: true,
        credentials: 'omit',
        referrerPolicy: 'strict-origin',
      });
    } catch {
      // Nowhere to send it, offline, or blocked.
    }
  };
  return {
    count(survey, outcome) {
      const own = (f[survey] ??= {});
      own[outcome] = Math.min((own[outcome] ?? 0) + 1, MOST);
    },
    close: listen(document, 'visibilitychange', () => document.hidden && Object.keys(f).length && void send()),
  };
}
