// A second place for answers whose write is not confirmed: the page's storage is written at once, also while a page goes
// away. It survives a navigation but hardly a crash (Chromium writes it out seconds later), so it is only the second.
import { bytes } from '../platform/bytes.ts';
import { toJson } from '../platform/json.ts';
import { read, write, type Area } from '../platform/storage.ts';
import { journalKey } from './mark.ts';
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
export function openJournal(site: string, area: Area, broken: (count: number) => void): Journal {
  const key = journalKey(site);
  function save(held: object): void {
    const text = toJson(held);
    if (bytes(text) <= MOST_BYTES) write(key, text, area);
  }

  function all(): Record<string, StoredResponse | string> {
    let entries: [string, unknown][] = [['', 0]];
    try {
      entries = Object.entries(JSON.parse(read(key, area) ?? '{}'));
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
    // What is on its way when everything is forgotten must not bring the mark back.
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
      if (!Object.keys(all()).length) write(key, null, area);
    },
    empty: (owed) => void write(key, owed ? JSON.stringify({ [OWED]: owed }) : null, area),
    owed() {
      const owed = all()[OWED];
      return isStored(owed) ? undefined : owed;
    },
    paid(owed) {
      if (all()[OWED] === owed) remove(OWED);
    },
  };
}
