import { all } from './all.ts';
import { listen } from './listen.ts';
import { whileShown } from './while-shown.ts';
import { shared } from './shared.ts';

/** How long a change may stay unnoticed where nothing tells of it. */
const CHECK = 1_000;

/**
 * Tells whenever the page's address has changed without a load: path, query or hash, by a link, a script or "back".
 * `location.href` is the new one by then; the page may not have drawn its new content yet. `history` is never patched:
 * what others patch, they break for each other.
 */
export const onNavigation = shared((tell) => {
  let href = location.href;
  const look = (): void => {
    if (location.href === href) return;
    ({ href } = location);
    tell();
  };
  const { navigation } = window as { navigation?: EventTarget & { readonly currentEntry?: unknown } };
  // https://developer.mozilla.org/docs/Web/API/Navigation/currententrychange_event: Chromium 102, Firefox 147, Safari 26.2.
  // Elsewhere the name is any element's with that id, or a variable of the page.
  if (navigation?.currentEntry) return listen(navigation, 'currententrychange', look);
  // pushState tells nobody: that is found by looking, as long as anybody can see the difference.
  return all(
    listen(window, 'popstate', look, true),
    listen(window, 'hashchange', look, true),
    whileShown(() => {
      look();
      const timer = setInterval(look, CHECK);
      return () => clearInterval(timer);
    }),
  );
});
