/** What `within` rejects with. */
export const LATE = new Error('late');

/** The promise's result, or a rejection with `LATE` after `ms`; the promise itself goes on. */
export function within<T>(ms: number, promise: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, ms, LATE);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
