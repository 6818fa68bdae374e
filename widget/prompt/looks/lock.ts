/**
 * Stops the page from being scrolled; returns the way back. Nothing moves: the scrollbar's room stays, and `overflow`
 * is set on the element the viewport takes it from, so that the other one does not become a scroller of its own, which
 * would unstick whatever is sticky (https://drafts.csswg.org/css-overflow-3/#overflow-propagation).
 */
export function lockScroll(): () => void {
  const { documentElement: html, body } = document;
  const source = getComputedStyle(html).overflow === 'visible' ? body : html;
  // Scrollbars that lie over the page have no room.
  const gutter = innerWidth > html.clientWidth ? 'stable' : 'auto';
  const changes = [
    [source, 'overflow', 'hidden'],
    [html, 'scrollbar-gutter', gutter],
  ] as const;
  const undo = changes.map(([{ style }, property, value]) => {
    const was = style.getPropertyValue(property);
    style.setProperty(property, value, 'important');
    return () => style.setProperty(property, was);
  });
  return () => {
    for (const back of undo) back();
  };
}
