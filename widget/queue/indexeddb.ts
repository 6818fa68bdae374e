// One IndexedDB connection, kept open ("warm") so that a tap's write survives an immediate navigation: measured, a
// write on a warm connection did in every browser, on a cold one it got lost in 3 of 10.
import { onPageLife } from '../platform/page-life.ts';
import { LATE, within } from '../platform/within.ts';
import type { Held, Queue } from './queue.ts';

const STORE = 'responses';
/** Safari 14 let requests hang at start-up: https://bugs.webkit.org/show_bug.cgi?id=226547 */
const OPEN_MS = 3_000;
const OPERATION_MS = 2_000;
const REOPENS = 3;

/**
 * Keeps responses in the database of that name: opened without a version, and again when it breaks. A change rejects
 * after 3 s without a connection, 2 s without a result. `recovered` is called when storage works again after it did not:
 * opening came late, or the page came back.
 */
export function openIndexedDb(name: string, recovered: () => void): Queue {
  let database: IDBDatabase | undefined;
  let opening: Promise<unknown> | undefined;
  let failures = 0;
  // A transaction begun while the page goes away is lost in WebKit and hangs the next page on the same database.
  let resting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const undecided = new Set<IDBTransaction>();

  function drop(): void {
    database?.close();
    database = opening = undefined;
  }

  const open = (): Promise<unknown> =>
    (opening ??= within(
      OPEN_MS,
      (async () => {
        // Throws where storage is denied; in here that is a rejection.
        const request = indexedDB.open(name);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE);
        await new Promise((resolve, reject) => {
          request.onerror = reject;
          request.onsuccess = resolve;
        });
        const opened = request.result;
        if (database || resting) opened.close();
        else {
          database = opened;
          // The browser closes it when site data is cleared; another tab that deletes the database waits for us.
          opened.onclose = opened.onversionchange = drop;
          failures = 0;
          if (!opening) recovered();
        }
      })(),
    ).catch((error) => {
      failures++;
      opening = undefined;
      throw error;
    }));

  /** Ends when all of it is stored. */
  const transact = (decide: (held: Held) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database!.transaction(STORE, 'readwrite', { durability: 'strict' });
      undecided.add(transaction);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      const store = transaction.objectStore(STORE);
      const keys = store.getAllKeys();
      const values = store.getAll();
      // Requests of one transaction end in order: when the last is read, so are both.
      values.onsuccess = () => {
        undecided.delete(transaction);
        try {
          const before: Held = new Map(keys.result.map((key, i) => [key as string, values.result[i]])); // no others are made
          const held = new Map(before);
          decide(held);
          for (const key of before.keys()) if (!held.has(key)) store.delete(key);
          for (const [key, value] of held) if (value !== before.get(key)) store.put(value, key);
          // By itself it would wait for this page once more, which may be left by then.
          transaction.commit();
        } catch {
          // An exception in an event would reach the page's console: also that of a transaction which has ended by now.
          try {
            transaction.abort();
          } catch {}
        }
      };
    });

  function wake(): void {
    resting = false;
    failures = 0;
    recovered();
  }

  const off = onPageLife((life) => {
    clearTimeout(timer);
    if (life === 'shown') return wake();
    resting = true;
    // Still running a second later: only hidden, not leaving.
    if (life === 'hidden') timer = setTimeout(wake, 1_000);
    else {
      // Waiting for a page that is put aside, one that has not decided yet would hold up every other page's: in WebKit
      // for 25 s. What it was to write is in the journal.
      for (const one of undecided) {
        try {
          one.abort();
        } catch {
          // It has ended, and its event is still to come.
        }
      }
      // An open connection can cost the page its place in the back/forward cache.
      drop();
    }
  });
  open().catch(() => {});

  return {
    async change(decide) {
      for (let again = false; ; again = true) {
        if (resting || failures > REOPENS) throw LATE;
        try {
          // On a warm connection the transaction begins in the caller's own task.
          if (!database) await open();
          return await within(OPERATION_MS, transact(decide));
        } catch (error) {
          // A connection may be dead without having said so ("connection is closing", "server lost"): once more on a
          // new one.
          drop();
          if (again || error === LATE) throw error;
        }
      }
    },
    close() {
      resting = true;
      off();
      clearTimeout(timer);
      drop();
    },
  };
}
