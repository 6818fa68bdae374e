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

/** Where the name of a "forget" stands among the responses, as the maker of a revision 0; no response's id is empty. */
export const OWED = '';

type Made = Pick<StoredResponse, 'rev' | 'a'>;

export interface Journal {
  /** Without a word when it could not be kept here. */
  put(response: StoredResponse): void;
  /** Takes out that response, or only what the revision covers; the mark stays. */
  remove(rid: string, covered?: Made): void;
  responses(): StoredResponse[];
  /** Removes the mark, unless something is held here. */
  unmark(): void;
  /** Empties it; what is left is the name of a "forget" the database still has to hear of, if there is one. */
  empty(owed?: string): void;
  owed(): string | undefined;
}

/** `broken` is told how many entries could not be read; they are removed. */
export function openJournal(key: string, area: Area, broken: (count: number) => void): Journal {
  function save(held: ReadonlyMap<string, unknown>): void {
    const text = toJson(Object.fromEntries(held));
    if (bytes(text) <= MOST_BYTES) write(key, text, area);
  }

  function all(): Map<string, Made> {
    const held = new Map<string, Made>();
    let lost = 0;
    try {
      for (const [rid, one] of Object.entries<StoredResponse>(JSON.parse(read(key, area) ?? '{}'))) {
        if (rid === OWED ? typeof one.a === 'string' : isStored(one)) held.set(rid, one);
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

  function remove(rid: string, by?: Made): void {
    const held = all();
    const entry = held.get(rid);
    // A later revision by the same page load holds all its earlier ones. What is on its way when everything is forgotten
    // must not bring the mark back.
    if (!entry || (by && (entry.a !== by.a || entry.rev > by.rev))) return;
    held.delete(rid);
    save(held);
  }

  return {
    put: (response) => save(all().set(response.rid, response)),
    remove,
    responses: () => [...all().values()].filter(isStored),
    unmark() {
      if (!all().size) write(key, null, area);
    },
    empty(a) {
      write(key, null, area);
      if (a) save(new Map([[OWED, { a, rev: 0 }]]));
    },
    owed: () => all().get(OWED)?.a,
  };
}
