// A second place for answers whose write is not confirmed: localStorage is written at once, also while a page goes
// away. It survives a navigation but hardly a crash (Chromium writes it out seconds later), so it is only the second.
import { bytes } from '../platform/bytes.ts';
import { read, write } from '../platform/storage.ts';
import { journalKey } from './mark.ts';
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
  /** Removes the mark, unless something is held here. */
  unmark(): void;
  /** Empties it, and remembers that the database still has to forget. */
  owe(forgot: string): void;
  /** The name of the "forget" the database did not hear of. */
  owed(): string | undefined;
  /** It has now. */
  paid(forgot: string): void;
}

/** Where that "forget" stands among the responses; no response's id is empty. */
const OWED = '';

/** `broken` is told how many entries could not be read; they are removed. */
export function openJournal(site: string, broken: (count: number) => void): Journal {
  const key = journalKey(site);
  const save = (held: object): boolean => {
    const text = JSON.stringify(held);
    return bytes(text) <= MOST_BYTES && write(key, text);
  };

  function all(): Record<string, StoredResponse | string> {
    let entries: [string, unknown][] = [['', 0]];
    try {
      entries = Object.entries(JSON.parse(read(key) ?? '{}'));
    } catch {
      // Counted as one.
    }
    const good = entries.filter((entry): entry is [string, StoredResponse | string] =>
      entry[0] === OWED ? typeof entry[1] === 'string' : isStored(entry[1]),
    );
    const result = Object.fromEntries(good);
    const lost = entries.length - good.length;
    if (lost) {
      save(result);
      broken(lost);
    }
    return result;
  }

  function remove(rid: string): void {
    const { [rid]: gone, ...rest } = all();
    if (gone) save(rest);
  }

  return {
    put: (response) => save({ ...all(), [response.rid]: response }),
    drop({ rid, rev, a }) {
      const entry = all()[rid];
      // A later revision by the same page load holds all its earlier ones.
      if (isStored(entry) && entry.a === a && entry.rev <= rev) remove(rid);
    },
    remove,
    responses: () => Object.values(all()).filter(isStored),
    unmark() {
      if (!Object.keys(all()).length) write(key, null);
    },
    owe: (forgot) => void save({ [OWED]: forgot }),
    owed() {
      const forgot = all()[OWED];
      return isStored(forgot) ? undefined : forgot;
    },
    paid(forgot) {
      if (all()[OWED] === forgot) remove(OWED);
    },
  };
}
