import { STATE, type Queue } from './queue.ts';

/** Keeps responses for as long as the page lives: where storage is denied or broken, and without consent to store. */
export function openMemory(): Queue {
  const held = new Map<IDBValidKey, unknown>();
  return {
    async change(key, decide) {
      const next = decide(held.get(key), held.get(STATE));
      if (next) held.set(key, next);
      else if (next === null) held.delete(key);
    },
    entries: async () => [...held],
    async reset(decide) {
      const next = decide(held.get(STATE));
      held.clear();
      held.set(STATE, next);
    },
    close() {},
  };
}
