/**
 * The innermost element that matches, of those an event passes; looks into open shadow roots, where `target` is only
 * the host. An element that was taken out of the page meanwhile is still found.
 */
export function matching(event: Event, selector: string): Element | undefined {
  try {
    // Documents and windows are on the path too, and match nothing.
    return event.composedPath().find((node) => (node as Element).matches?.(selector)) as Element | undefined;
  } catch {
    // Not a selector: the survey stays silent, the page unharmed.
    return undefined;
  }
}
