import { listen } from './listen.ts';

/** `hidden`: another tab or app is in front; `left`: the page ends or is put aside for "back"; `shown`: it is in front. */
export type PageLife = 'shown' | 'hidden' | 'left';

/**
 * Follows the page's life. On the way out Chromium reports `left` before `hidden`, and a phone that kills the browser
 * reports `hidden` only, so listeners must bear both. Captures, to run before the host page's own listeners.
 * Never `unload` or `beforeunload`: they cost the page its place in the back/forward cache.
 */
export function onPageLife(listener: (life: PageLife) => void): () => void {
  const offs = [
    listen(document, 'visibilitychange', () => listener(document.hidden ? 'hidden' : 'shown'), true),
    listen(window, 'pagehide', () => listener('left'), true),
    listen(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && listener('shown'), true),
  ];
  return () => {
    for (const off of offs) off();
  };
}
