import { shared } from './shared.ts';

/** How long changes are gathered; a page that redraws itself all the time is looked at five times a second. */
const GATHER = 200;

/**
 * Tells, a moment later, that elements came or went, or changed their class or id: the time to look again for what a
 * selector finds. Other attributes are not followed; pages change them by the thousand.
 */
export const onMutation = shared((tell) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, GATHER);
  });
  observer.observe(document, { childList: true, subtree: true, attributeFilter: ['class', 'id'] });
  return () => {
    observer.disconnect();
    clearTimeout(timer);
  };
});
