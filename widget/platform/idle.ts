/** Runs once when the page is idle, at the latest after two seconds; returns its cancellation. */
export function whenIdle(run: () => void): () => void {
  // WebKit has no requestIdleCallback (checked in WebKitGTK 2.50).
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(run, { timeout: 2_000 });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(run, 200);
  return () => clearTimeout(id);
}
