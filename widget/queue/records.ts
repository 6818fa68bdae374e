// What a site's tabs have in common: the responses in the database, what is known of the collector, and what must not
// come back. Changed in one transaction at a time, each of which first forgets what has to be forgotten.
import { LATE } from '../platform/within.ts';
import { openIndexedDb } from './indexeddb.ts';
import type { Journal } from './journal.ts';
import { readState, STATE, type CollectorState, type Queue } from './queue.ts';

export type Held = ReadonlyMap<IDBValidKey, unknown>;
export type Changes = Map<IDBValidKey, object | null>;
/** What is stored next: into `changes`; and of the collector's state, as its result. May run twice. */
export type DecideAll = (held: Held, changes: Changes) => Partial<CollectorState> | void;

export interface Records {
  /** The collector's state as of the last transaction, or as it is assumed to be since. */
  state: CollectorState;
  /** Flushed to disk before it resolves; rejects, with nothing changed, when it cannot be done. */
  change(decide: DecideAll): Promise<void>;
  /** Must this response not come back? */
  isOver(rid: string): boolean;
  /** This must not come back: a response by its id, or everything, by the name (shorter) of the "forget". */
  heed(name: string): void;
  close(): void;
}

/** Where nothing may be stored in the database. */
const NONE: Queue = { change: () => Promise.reject(LATE), close() {} };

/** `end` is called when something must not come back: with the response's id, without one for everything there is. */
export function openRecords(
  name: string,
  persist: boolean,
  journal: Journal | undefined,
  end: (rid?: string) => void,
  recovered: () => void,
): Records {
  const disk = persist ? openIndexedDb(name, recovered) : NONE;
  let looked = false;
  /** The latest "forget", until the database is known to have heard of it. */
  let owed = journal?.owed();
  const over = new Set([owed]);

  function heed(what: string): void {
    if (over.has(what)) return;
    over.add(what);
    const everything = what.length < 9;
    if (everything) owed = what;
    end(everything ? undefined : what);
  }

  const records: Records = {
    state: readState(undefined),
    isOver: (rid) => over.has(rid),
    heed,
    async change(decide) {
      let paid: string | undefined;
      await disk.change((held) => {
        const changes: Changes = new Map();
        const { over: ended } = (records.state = readState(held.get(STATE)));
        const renew = (change: Partial<CollectorState>) =>
          changes.set(STATE, (records.state = { ...records.state, ...change }));
        for (const one of ended) {
          // What was forgotten before the first look concerns nothing this page made.
          if (!looked && one.length < 9) over.add(one);
          heed(one);
        }
        looked = true;
        paid = owed;
        // Two tabs may owe the same.
        if (paid && !ended.includes(paid)) {
          for (const key of held.keys()) changes.set(key, null);
          held = new Map();
          renew({ over: [...ended, paid] });
        }
        const more = decide(held, changes);
        if (more) renew(more);
        return changes;
      });
      if (!paid) return;
      journal?.paid(paid);
      if (owed === paid) owed = undefined;
    },
    close: disk.close,
  };
  return records;
}
