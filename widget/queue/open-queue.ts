// What the rest of delivery may rely on of the queue.
import type { Draft } from '../../server/contract/response.ts';
import type { CollectorState, Revision, StoredResponse } from './queue.ts';
import type { Event, Look } from './state.ts';

/**
 * `saved`: in the database, so that it survives the end of the page, of the tab and, once flushed, of the browser. What
 * only the journal or memory hold is not: a browser that is killed had the journal on disk in 1 of 6 cases.
 */
export type Kept = 'saved' | 'unsaved';
/**
 * What may be on the device. `persist`: database and journal; `session`: the journal alone, which then ends with the
 * tab; `none`: nothing, responses live as long as the page.
 */
export type Storing = 'persist' | 'session' | 'none';
export type ChangeState = (state: CollectorState) => Partial<CollectorState> | undefined;

/** Which of the responses that wait are sent now, by what is known of the collector. */
export type Choose = (waiting: readonly StoredResponse[], state: CollectorState) => readonly StoredResponse[];
/** What became of a request: of each revision in it, and of what is known of the collector. */
export interface Sent {
  readonly events: readonly (readonly [revision: StoredResponse, event: Event])[];
  readonly look: Look;
  readonly change: ChangeState;
}

export interface OpenQueue {
  /**
   * Keeps the response as it is now, as its next revision; begins the write in the caller's own task. Resolves with
   * the revision, 0 when it was refused because it must not come back.
   */
  keep(draft: Draft): Promise<readonly [Kept, number]>;
  /**
   * Lets `choose` say which of the responses that wait are sent now and leases those to this page, all in one
   * transaction. First it moves what the journal and memory hold into the database, does what the last request brought
   * about, and gives up what is older than 30 days. Takes the mark that an answer may wait away when none does. `choose`
   * may be asked twice. Rejects when an answer may wait and the database cannot be read.
   */
  turn(choose: Choose, sent?: Sent): Promise<void>;
  /** What this page is sending, or is to send now; what was forgotten meanwhile is not among it. */
  taken(): readonly StoredResponse[];
  /** The page goes away: the next one need not wait for what this one took. */
  leave(): void;
  /** The collector's state as of the last look at the queue. */
  state(): CollectorState;
  /** The collector has that revision. */
  sent(revision: Revision): void;
  /** Did the collector acknowledge the latest revision this page made? */
  isSent(rid: string): boolean;
  /** The latest change this page made, if it was not acknowledged. */
  latest(): StoredResponse | undefined;
  /** Milliseconds since this page made the change the response was last changed by, by the page's monotonic clock; or NaN. */
  sinceChange(response: StoredResponse): number;
  /** Is everything in the database? */
  isSaved(): boolean;
  /** Is there room for one more response? Forgets what may be forgotten to make some. */
  hasRoom(): Promise<boolean>;
  /** Empties everything; no other tab can bring it back. `name`: 8 characters of its own. */
  forget(name: string): Promise<void>;
  /** This must not come back, another tab says: a response by its id, or everything, by the name of the "forget". */
  heed(name: string): void;
  close(): void;
}
