import { connect } from './connection.ts';
import type { Queue } from './queue.ts';

/** Keeps responses in the database of that name; `recovered` is called when it works again after it did not. */
export function openIndexedDb(name: string, recovered: () => void): Queue {
  const { use, close } = connect(name, recovered);
  return {
    change: (decide, urgent) =>
      use(
        (store) => {
          const keys = store.getAllKeys();
          const values = store.getAll();
          // Requests of one transaction end in order: when the last is read, so are both.
          values.onsuccess = () => {
            try {
              const held = new Map(keys.result.map((key, i) => [key, values.result[i] as unknown]));
              for (const [key, next] of decide(held)) {
                if (next) store.put(next, key);
                else store.delete(key);
              }
            } catch {
              // An exception in an event would reach the page's console.
              store.transaction.abort();
            }
          };
        },
        urgent ? 'strict' : 'relaxed',
      ),
    close,
  };
}
