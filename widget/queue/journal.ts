// A second place for answers whose write is not confirmed: the page's storage is written at once, also while a page goes
// away. It survives a navigation but hardly a crash (Chromium writes it out seconds later), so it is only the second.
import { bytes } from '../platform/bytes.ts';
import { toJson } from '../platform/json.ts';
import { read, write, type Area } from '../platform/storage.ts';
import { isStored, type StoredResponse } from './queue.ts';

/**
 * The host page shares this storage, and a full one breaks the page: 32 KiB are ours in all, with the copy of the
 * surveys and the visitor memory.
 */
const MOST_BYTES = 22 * 1024;

export interface Journal {
  /** Without a word when it could not be kept here. */
  put(response: StoredResponse): void;
  /** Takes out what that revision covers; the mark stays. */
  drop(response: StoredResponse): void;
  remove(rid: string): void;
  responses(): StoredResponse[];
  /** Removes the mark, unless something is held here. */
  unmark(): void;
  /** Empties it; what is left is the name of a "forget" the database still has to hear of, if there is one. */
  empty(owed?: string): void;
  owed(): string | undefined;
  /** The database has heard of it. */
  paid(owed: string): void;
}

/** Where that name stands among the responses; no response's id is empty. */
const OWED = '';

/** `broken` is told how many entries could not be read; they are removed. */
export function openJournal(key: string, area: Area, broken: (count: number) => void): Journal {
  function save(held: Map<string, unknown>): void {
    const text = toJson(Object.fromEntries(held));
    if (bytes(text) <= MOST_BYTES) write(key, text, area);
  }

  function all(): Map<string, unknown> {
    const held = new Map<string, unknown>();
    let lost = 0;
    try {
      for (const [rid, one] of Object.entries(JSON.parse(read(key, area) ?? '{}'))) {
        if (rid === OWED ? typeof one === 'string' : isStored(one)) held.set(rid, one);
        else lost++;
      }
    } catch {
      lost = 1;
    }
    if (lost) {
      save(held);
      broken(lost);
    }
    return held;
  }

  function remove(rid: string): void {
    const held = all();
    // What is on its way when everything is forgotten must not bring the mark back.
    if (held.delete(rid)) save(held);
  }
  const owed = (): string | undefined => all().get(OWED) as string | undefined; // of a text, by `all`

  return {
    put: (response) => save(all().set(response.rid, response)),
    drop({ rid, rev, a }) {
      const entry = all().get(rid);
      // A later revision by the same page load holds all its earlier ones.
      if (isStored(entry) && entry.a === a && entry.rev <= rev) remove(rid);
    },
    remove,
    responses: () => [...all().values()].filter(isStored),
    unmark() {
      if (!all().size) write(key, null, area);
    },
    empty(name) {
      write(key, null, area);
      if (name) save(new Map([[OWED, name]]));
    },
    owed,
    paid(name) {
      if (owed() === name) remove(OWED);
    },
  };
}
