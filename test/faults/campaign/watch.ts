import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from './ledger.ts';
import type { Profile } from './profile.ts';

/** Looks every few seconds at what lies on the devices. */
export function watch(profiles: readonly Profile[], figures: Figures): { stop(): Promise<void> } {
  const over = new AbortController();
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      for (const profile of profiles) {
        const measured = await profile.measure();
        if (!measured) continue;
        figures.mostIndexedDb = Math.max(figures.mostIndexedDb, measured.indexedDb);
        figures.mostLocalStorage = Math.max(figures.mostLocalStorage, measured.localStorage);
        figures.mostRecords = Math.max(figures.mostRecords, measured.records);
      }
      await sleep(2_000, undefined, { signal: over.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    async stop() {
      over.abort();
      await running;
    },
  };
}
