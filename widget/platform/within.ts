/** What `within` rejects with. */
export const LATE = new Error('late');

/** The promise's result, or a rejection with `LATE` after `ms`; the promise itself goes on. */
export function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => (timer = setTimeout(reject, ms, LATE)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
