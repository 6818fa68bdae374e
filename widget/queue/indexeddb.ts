import { entries, promisifyRequest } from 'idb-keyval';
import { connect } from './connection.ts';
import { STATE, type Queue } from './queue.ts';

/** Keeps responses in the database of that name; `recovered` is called when it works again after it did not. */
export function openIndexedDb(name: string, recovered: () => void): Queue {
  const { use, close } = connect(name, recovered);

  // idb-keyval's `update()` cannot abstain and brings deleted keys back, so reading and writing are done here.
  const write = (act: (store: IDBObjectStore) => void, durability?: IDBTransactionDurability): Promise<void> =>
    use(
      'readwrite',
      (store) => {
        act(store);
        return promisifyRequest(store.transaction);
      },
      durability,
    );

  /** Runs in the state's success event, where an exception would reach the page's console. */
  function withState(store: IDBObjectStore, act: (state: unknown) => void): void {
    const request = store.get(STATE);
    request.onsuccess = () => {
      try {
        act(request.result);
      } catch {
        store.transaction.abort();
      }
    };
  }

  return {
    change: (key, decide, urgent) =>
      write(
        (store) => {
          // Requests of one transaction end in order: when the state is read, so is the record.
          const stored = store.get(key);
          withState(store, (state) => {
            const next = decide(stored.result, state);
            if (next) store.put(next, key);
            else if (next === null) store.delete(key);
          });
        },
        urgent ? 'strict' : 'relaxed',
      ),
    entries: () => entries<string, unknown>(use),
    reset: (decide) =>
      write(
        (store) =>
          withState(store, (state) => {
            store.clear();
            store.put(decide(state), STATE);
          }),
        'strict',
      ),
    close,
  };
}
