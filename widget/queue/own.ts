// What this page itself made: the latest change of each response, and how far it got.
import { isSame, type StoredResponse } from './queue.ts';

/** On the device, or only in this page's memory. */
export type Kept = 'saved' | 'unsaved';

export type Revision = Pick<StoredResponse, 'rid' | 'rev' | 'a'>;

/** A response this page made. */
export interface Own {
  response: StoredResponse;
  /** The latest change: the browser's clock, and the page's monotonic one. */
  at: number;
  changed: number;
  journaled: boolean;
  /** The write that will take the latest change along: could it be stored? */
  writing?: Promise<boolean> | undefined;
  sent?: Revision;
  /** Forgotten, or gone by the collector's word: not kept again. */
  over?: boolean;
}

const isSent = (entry: Own | undefined): boolean => !!entry?.sent && isSame(entry.sent, entry.response);

export interface OwnResponses {
  get(rid: string): Own | undefined;
  changed(response: StoredResponse, journaled: boolean): Own;
  /** The collector has that revision. */
  sent(revision: Revision): void;
  /** Ends this one; without an id, all. */
  end(rid?: string): void;
  /** Did the collector acknowledge the latest revision? */
  isSent(rid: string): boolean;
  /** The latest change, if it was not acknowledged. */
  latest(): StoredResponse | undefined;
  /** Milliseconds since the change that made this response what it is, by the page's monotonic clock. */
  sinceChange(response: StoredResponse): number | undefined;
}

export function openOwn(): OwnResponses {
  const own = new Map<string, Own>();
  let newest: Own | undefined;
  const get = (rid: string): Own | undefined => own.get(rid);
  return {
    get,
    changed(response, journaled) {
      const change = { response, at: response.at, changed: performance.now(), journaled };
      newest = Object.assign(get(response.rid) ?? {}, change);
      own.set(response.rid, newest);
      return newest;
    },
    sent(revision) {
      const entry = get(revision.rid);
      if (entry) entry.sent = revision;
    },
    end(rid) {
      for (const [id, entry] of own) if (!rid || id === rid) entry.over = true;
    },
    isSent: (rid) => isSent(get(rid)),
    latest: () => (newest?.over || isSent(newest) ? undefined : newest?.response),
    sinceChange(response) {
      const entry = get(response.rid);
      return entry?.at === response.at ? performance.now() - entry.changed : undefined;
    },
  };
}
