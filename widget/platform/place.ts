/** The element that is meant, by itself or by a selector; null when there is none, undefined when none is named. */
export function placeOf(container: Element | string | undefined): Element | null | undefined {
  try {
    return typeof container === 'string' ? document.querySelector(container) : container;
  } catch {
    // Not a selector.
    return null;
  }
}
