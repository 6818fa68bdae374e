import type { Attach } from './trigger.ts';

/**
 * Finds `<asklet-prompt>` elements, those in the page and those added later. Not a custom element definition:
 * one could never be taken back.
 */
export const inline: Attach<'inline'> = (_settings, fire) => {
  const places = document.getElementsByTagName('asklet-prompt'); // live: reading its length costs nothing
  const known = new WeakSet<Element>();
  const look = (): void => {
    if (!places.length) return;
    for (const place of places) {
      if (!known.has(place)) {
        known.add(place);
        fire(place);
      }
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  look();
  return () => observer.disconnect();
};
