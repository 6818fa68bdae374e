/**
 * One source for many listeners: attached with the first, detached with the last. Returns the function that adds a
 * listener and returns its removal.
 */
export function shared(attach: (tell: () => void) => () => void): (listener: () => void) => () => void {
  const listeners = new Set<() => void>();
  let detach: (() => void) | undefined;
  return (listener) => {
    // The same function may listen twice.
    const own = (): void => listener();
    listeners.add(own);
    detach ??= attach(() => {
      // Those who listen now: one that comes or goes meanwhile changes nothing for the others.
      for (const one of new Set(listeners)) if (listeners.has(one)) one();
    });
    return () => {
      listeners.delete(own);
      if (listeners.size > 0) return;
      detach?.();
      detach = undefined;
    };
  };
}
