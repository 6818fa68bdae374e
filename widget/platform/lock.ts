/**
 * Runs `work` while holding the lock of that name in all tabs of the origin; undefined, without running it, when
 * another tab holds it. Without Web Locks (plain http, old browsers, sandboxed frames) it just runs.
 */
export async function tryLock<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  let started: Promise<T> | undefined;
  try {
    return await navigator.locks.request(name, { ifAvailable: true }, (lock) =>
      lock ? (started = work()) : undefined,
    );
  } catch {
    return started ?? work();
  }
}
