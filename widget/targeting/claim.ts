// One prompt in all tabs of a site: whoever opens one holds a lock while it is open.
import { listen } from '../platform/listen.ts';

const noop = (): void => {};

/**
 * Claims the one prompt of this site in all tabs of its origin. Resolves to the release, or to undefined while another
 * tab has a prompt open; never rejects. To be asked last, when everything else says yes; released when the prompt closes.
 *
 * The browser frees a lock when its tab dies, which no mark in a storage can promise. Where there are no Web Locks
 * (plain http, sandboxed frames, old browsers) the claim always succeeds: then only this tab counts.
 * https://developer.mozilla.org/docs/Web/API/Web_Locks_API
 */
export function claim(site: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const alone = (): void => resolve(noop);
    try {
      navigator.locks
        .request(`asklet-prompt-${site}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(undefined);
          return new Promise<void>((release) => {
            // A page that holds a lock may lose its place in the back/forward cache (it is the reason "lock" of
            // https://html.spec.whatwg.org/#the-notrestoredreasons-interface), and must not take the claim along.
            // A prompt that comes back with its page has none any more.
            const off = listen(window, 'pagehide', () => free());
            const free = (): void => {
              off();
              release();
            };
            resolve(free);
          });
        })
        .catch(alone);
    } catch {
      alone();
    }
  });
}
