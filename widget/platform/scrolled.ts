/**
 * What scrolls the page, if that is what was scrolled: the document, or, where the document itself fits the screen,
 * an element that fills most of it, as in applications that keep their frame in place. Undefined for lists and menus.
 */
export function scrolled(target: EventTarget | null): Element | undefined {
  const root = document.scrollingElement ?? document.documentElement;
  if (target === document) return root;
  const box = target as Element;
  const most = (innerWidth * innerHeight * 2) / 3;
  return root.scrollHeight <= root.clientHeight + 1 && box.clientWidth * box.clientHeight >= most ? box : undefined;
}
