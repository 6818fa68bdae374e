// A second place for answers whose write is not confirmed: localStorage is written at once, also while a page goes
// away. It survives a navigation but hardly a crash (Chromium writes it out seconds later), so it is only the second.
import { bytes } from '../platform/bytes.ts';
import { toJson } from '../platform/json.ts';
import { read, write } from '../platform/storage.ts';
import { journalKey, mayWait } from './mark.ts';
import { isStored, type StoredResponse } from './queue.ts';

/**
 * The host page shares this storage, and a full one breaks the page: 32 KiB are ours in all, with the copy of the
 * surveys and the visitor memory.
 */
const MOST_BYTES = 22 * 1024;

export interface Journal {
  /** False when it could not be kept here. */
  put(response: StoredResponse): boolean;
  /** Takes out what that revision covers; the mark stays. */
  drop(response: StoredResponse): void;
  remove(rid: string): void;
  responses(): StoredResponse[];
  isMarked(): boolean;
  mark(): void;
  /** Removes the mark, unless responses are held here; `all`: those too. */
  unmark(all?: boolean): void;
}

/** `broken` is told how many entries could not be read; they are removed. */
export function openJournal(site: string, broken: (count: number) => void): Journal {
  const key = journalKey(site);
  let emptied = false;
  const save = (held: object): boolean => {
    const text = toJson(held);
    return bytes(text) <= MOST_BYTES && write(key, text);
  };

  function held(): Record<string, StoredResponse> {
    let entries: [string, unknown][] = [];
    let lost = 0;
    try {
      entries = Object.entries(JSON.parse(read(key) ?? '{}'));
    } catch {
      lost = 1;
    }
    const good = entries.filter((entry): entry is [string, StoredResponse] => isStored(entry[1]));
    lost += entries.length - good.length;
    const result = Object.fromEntries(good);
    if (lost) {
      save(result);
      broken(lost);
    }
    return result;
  }

  function remove(rid: string): void {
    // What was on its way when everything was forgotten must not bring the mark back.
    if (emptied) return;
    const { [rid]: _gone, ...rest } = held();
    save(rest);
  }

  return {
    put(response) {
      emptied = false;
      return save({ ...held(), [response.rid]: response });
    },
    drop({ rid, rev, a }) {
      const entry = held()[rid];
      // A later revision by the same page load holds all its earlier ones.
      if (!entry || (entry.a === a && entry.rev <= rev)) remove(rid);
    },
    remove,
    responses: () => Object.values(held()),
    isMarked: () => mayWait(site),
    mark: () => void save(held()),
    unmark(all) {
      emptied ||= !!all;
      if (all || !Object.keys(held()).length) write(key, null);
    },
  };
}
