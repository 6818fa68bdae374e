// One IndexedDB connection, kept open ("warm") so that a tap's write survives an immediate navigation: measured, a
// write on a warm connection did in every browser, on a cold one it got lost in 3 of 10.
import { onPageLife } from '../platform/page-life.ts';
import { LATE, within } from '../platform/within.ts';

const STORE = 'responses';
/** Safari 14 let requests hang at start-up: https://bugs.webkit.org/show_bug.cgi?id=226547 */
const OPEN_MS = 3_000;
const OPERATION_MS = 2_000;
const REOPENS = 3;

export interface Connection {
  /** As idb-keyval's `UseStore`; rejects after 3 s without a connection, 2 s without a result. */
  use<T>(
    mode: IDBTransactionMode,
    callback: (store: IDBObjectStore) => T | PromiseLike<T>,
    durability?: IDBTransactionDurability,
  ): Promise<T>;
  close(): void;
}

/**
 * Opens the database of that name, without a version, and reopens it when it breaks. `recovered` is called when
 * storage works again after it did not: an operation or opening came late, or the page came back.
 */
export function connect(name: string, recovered: () => void): Connection {
  let database: IDBDatabase | undefined;
  let opening: Promise<unknown> | undefined;
  let failures = 0;
  // A transaction begun while the page goes away is lost in WebKit and hangs the next page on the same database.
  let resting = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function drop(): void {
    database?.close();
    database = opening = undefined;
  }

  function open(): Promise<unknown> {
    opening ??= within(
      OPEN_MS,
      new Promise<void>((resolve, reject) => {
        // Throws where storage is denied; inside a promise that is a rejection.
        const request = indexedDB.open(name);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const opened = request.result;
          if (database || resting || closed) opened.close();
          else {
            database = opened;
            // The browser closes it when site data is cleared; another tab that deletes the database waits for us.
            opened.onclose = opened.onversionchange = drop;
            failures = 0;
            if (!opening) recovered();
          }
          resolve();
        };
      }),
    ).catch((error) => {
      failures++;
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function use<T>(
    mode: IDBTransactionMode,
    callback: (store: IDBObjectStore) => T | PromiseLike<T>,
    durability: IDBTransactionDurability = 'default',
  ): Promise<T> {
    for (let again = false; ; again = true) {
      if (resting || closed || failures > REOPENS) throw LATE;
      let work: PromiseLike<T> | undefined;
      try {
        // On a warm connection the transaction begins in the caller's own task.
        if (!database) await open();
        const transaction = database!.transaction(STORE, mode, { durability });
        work = Promise.resolve(callback(transaction.objectStore(STORE)));
        return await within(OPERATION_MS, work);
      } catch (error) {
        if (error === LATE && work) {
          drop();
          work.then(recovered, () => {});
        }
        // A connection may be dead without having said so ("connection is closing", "server lost"): once more on a new one.
        if (again || error === LATE || (error as Error | null)?.name === 'QuotaExceededError') throw error;
        drop();
      }
    }
  }

  function wake(): void {
    clearTimeout(timer);
    resting = false;
    failures = 0;
    open().then(recovered, () => {});
  }

  const off = onPageLife((life) => {
    clearTimeout(timer);
    if (life === 'shown') return wake();
    resting = true;
    // An open connection can cost the page its place in the back/forward cache.
    if (life === 'left') drop();
    // Still running a second later: only hidden, not leaving.
    else timer = setTimeout(wake, 1_000);
  });
  open().catch(() => {});

  return {
    use,
    close() {
      closed = true;
      off();
      clearTimeout(timer);
      drop();
    },
  };
}
