// The layers of the queue put together: the database; the journal while a write to it is not confirmed; memory where
// there is neither. Nothing here rejects unless it says so.
import { join, type Draft } from '../../server/contract/response.ts';
import { ANY, evict, EXPIRED, LEAST_USEFUL, MOST_RESPONSES } from './eviction.ts';
import { fit } from './fit.ts';
import { openJournal } from './journal.ts';
import { journalKey, mayWait } from './mark.ts';
import { FRESH } from './merge.ts';
import { isSame, isStored, isWaiting, lose, type CollectorState, type StoredResponse } from './queue.ts';
import { openRecords, type Changes, type Held } from './records.ts';
import { reduce, type Event } from './state.ts';

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
export type ChangeState = (state: CollectorState) => Partial<CollectorState>;

export type Choose = (waiting: readonly StoredResponse[]) => readonly StoredResponse[];
export type Revision = Pick<StoredResponse, 'rid' | 'rev' | 'a'>;
/** What happened to which revision. */
export type Happened = readonly [revision: StoredResponse, event: Event];

export interface OpenQueue {
  /**
   * Keeps the response as it is now, as its next revision; begins the write in the caller's own task. Resolves with
   * the revision, 0 when it was refused because it must not come back.
   */
  keep(draft: Draft): Promise<readonly [Kept, number]>;
  /**
   * Lets `choose` say which of the responses that wait are sent now and leases those to this page, all in one
   * transaction. First it moves what the journal and memory hold into the database, and gives up what is older than
   * 30 days. Takes the mark that an answer may wait away when none does. `choose` may be asked twice. Rejects when an
   * answer may wait and the database cannot be read.
   */
  take(choose: Choose): Promise<void>;
  /** What this page is sending, or is to send now; what was forgotten meanwhile is not among it. */
  taken(): readonly StoredResponse[];
  /** What happened to the responses, and what is known of the collector then: one transaction. */
  apply(events: readonly Happened[], change: ChangeState): Promise<void>;
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
  /** Milliseconds since this page made the change the response was last changed by, by the page's monotonic clock. */
  sinceChange(response: StoredResponse): number | undefined;
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

export interface QueueOptions {
  /** Public site key: each has a queue of its own. */
  readonly site: string;
  /** Which page load this is: 8 hex digits. */
  readonly actor: string;
  readonly storage: Storing;
  /** Called when storage works again after it did not. */
  recovered(): void;
}

const REFUSED = ['unsaved', 0] as const;
const ignore = (): void => {};

export function openQueue({ site, actor, storage, recovered }: QueueOptions): OpenQueue {
  const persist = storage === 'persist';
  let last: Promise<unknown> = Promise.resolve();
  let forgetting = last;
  let saving: Promise<boolean> | undefined;
  // Later, for the journal is read before all else.
  const broken = (count: number): void =>
    void last.then(() => apply([], ({ loss }) => ({ loss: lose(loss, 'store', count) })));
  const journal =
    storage === 'none' ? undefined : openJournal(site, persist ? 'localStorage' : 'sessionStorage', broken);
  /** What this page made, as it is by now; what must not come back is not among it. */
  const own = new Map<string, StoredResponse>();
  let newest = '';
  /** By the time of a change that this page made: when it was, by the page's monotonic clock. */
  const changed = new Map<number, number>();
  const acknowledged = new Map<string, Revision>();
  /** What the database has not taken yet. */
  const spare = new Map<string, StoredResponse>();
  let taken: readonly StoredResponse[] = [];
  let closed = false;

  function end(rid?: string): void {
    if (rid) {
      own.delete(rid);
      journal?.remove(rid);
      spare.delete(rid);
    } else {
      for (const one of own.keys()) records.heed(one);
      spare.clear();
    }
    taken = taken.filter((one) => rid && one.rid !== rid);
  }
  const records = openRecords(journalKey(site), persist, journal, end, recovered);

  /**
   * Takes the mark away when nothing waits. A page that made a response leaves it to the next one: what the journal was
   * told last does not survive a kill, and without the mark an answer given after this would wait for the next prompt.
   */
  function unmark(found: Iterable<StoredResponse>): void {
    if (![...found].some(isWaiting) && !own.size) journal?.unmark();
  }

  /** Gives up what may be; `see` gets what is left and may change it. Resolves with whether there is room then. */
  async function look(
    most: number,
    see: (found: readonly StoredResponse[], changes: Changes) => void = ignore,
  ): Promise<boolean> {
    let room = false;
    await records.change((held, changes) => {
      const { state } = records;
      const { keys, left, loss, ...then } = evict(held, state, Date.now(), most);
      for (const key of keys) changes.set(key, null);
      const found = left.map(([, value]) => value).filter(isStored);
      // While no other tab can write: whatever it is about to is in the journal.
      unmark(found);
      see(found, changes);
      room = then.room;
      return loss === state.loss ? undefined : { loss };
    });
    return room;
  }

  /** The union of what memory holds of a response, and this. */
  function remember(made: StoredResponse): void {
    const held = spare.get(made.rid);
    spare.set(made.rid, reduce(held, { type: 'changed', actor }, made).next ?? held!); // unchanged: there is one
  }

  /** Moves what memory holds to the database, as it is when its turn comes. Could it be? */
  async function move(): Promise<boolean> {
    let moved: StoredResponse[] = [];
    const write = (): Promise<void> =>
      records.change((held, changes) => {
        saving = undefined;
        const journaled = journal?.responses() ?? [];
        for (const rid of spare.keys()) {
          // What another page made is out of the journal when it is here, or when everything was forgotten.
          if (!own.has(rid) && !journaled.some((one) => one.rid === rid)) spare.delete(rid);
        }
        moved = [...spare.values()];
        for (const made of moved) {
          const { rid } = made;
          const { next } = reduce(held.get(rid), { type: 'changed', actor }, made);
          if (next) changes.set(rid, next);
          if (own.has(rid)) own.set(rid, next ?? (held.get(rid) as StoredResponse)); // unchanged: it is readable
        }
      });
    try {
      await write().catch(async (error: Error | null) => {
        if (error?.name !== 'QuotaExceededError') throw error;
        await look(LEAST_USEFUL);
        await write();
      });
      for (const made of moved) {
        journal?.drop(made);
        if (spare.get(made.rid) === made) spare.delete(made.rid);
      }
      return true;
    } catch {
      saving = undefined;
      return false;
    }
  }

  /** One write at a time: at a navigation WebKit loses the last of a backlog. One that has not begun takes all along. */
  const save = (): Promise<boolean> => (last = saving ??= last.then(move));

  const sent = (revision: Revision): void => void acknowledged.set(revision.rid, revision);

  function isSent(rid: string): boolean {
    const made = own.get(rid);
    const known = acknowledged.get(rid);
    return !!made && !!known && isSame(made, known);
  }

  async function apply(events: readonly Happened[], change: ChangeState): Promise<void> {
    taken = [];
    for (const [revision, { type }] of events) {
      if (type === 'gone') records.heed(revision.rid);
      if (type === 'accepted') {
        sent(revision);
        journal?.drop(revision);
      }
    }
    function settle(held: Held, put: (rid: string, next: StoredResponse | null) => void): CollectorState {
      let state = { ...records.state, ...change(records.state) };
      for (const [revision, event] of events) {
        const { rid } = revision;
        const { next, lost } = reduce(held.get(rid), event, revision);
        if (next !== undefined) put(rid, next);
        if (lost) state = { ...state, loss: lose(state.loss, lost) };
        if (event.type === 'gone') state = { ...state, over: [...state.over, rid] };
      }
      return state;
    }
    // In memory at once; the database says it anew.
    records.state = settle(spare, (rid, next) => void (next ? spare.set(rid, next) : spare.delete(rid)));
    await records.change((held, changes) => settle(held, (rid, next) => void changes.set(rid, next))).catch(ignore);
  }

  async function take(choose: Choose): Promise<void> {
    for (const response of journal?.responses() ?? []) if (!records.isOver(response.rid)) remember(response);
    if (spare.size) await save();
    const see = (found: readonly StoredResponse[], changes?: Changes): void => {
      const all = [...found.filter(({ rid }) => !spare.has(rid) && !records.isOver(rid)), ...spare.values()];
      taken = choose(all.filter(isWaiting));
      for (const one of taken) {
        const { next } = reduce(one, { type: 'picked', now: Date.now() }, one);
        if (next && !spare.has(one.rid)) changes?.set(one.rid, next);
      }
    };
    await look(EXPIRED, see).catch((error) => {
      if (!persist) unmark(spare.values());
      else if (!spare.size && mayWait(site)) throw error;
      see([]);
    });
  }

  return {
    async keep(draft) {
      const { rid } = draft;
      try {
        if (closed || records.isOver(rid)) return REFUSED;
        const before = own.get(rid);
        const made = { ...fit(draft), rev: (before?.rev ?? 0) + 1, a: actor };
        const response: StoredResponse = {
          ...(before ? { ...before, ...join(before, made) } : { v: 1, k: site, ack: 0, ...made }),
          ...FRESH,
        };
        journal?.put(response);
        own.set((newest = rid), response);
        changed.set(response.at, performance.now());
        remember(response);
        const stored = await save();
        if (!records.isOver(rid)) return [stored ? 'saved' : 'unsaved', own.get(rid)!.rev];
        journal?.remove(rid);
      } catch {
        // Not a draft: something JSON cannot hold.
      }
      return REFUSED;
    },
    take,
    taken: () => taken,
    apply,
    leave: () => taken.forEach((one) => journal?.put(one)),
    state: () => records.state,
    sent,
    isSent,
    latest: () => (isSent(newest) ? undefined : own.get(newest)),
    sinceChange({ at }) {
      const then = changed.get(at);
      return then === undefined ? then : performance.now() - then;
    },
    isSaved: () => persist && !spare.size,
    hasRoom: () => look(ANY).catch(() => spare.size < MOST_RESPONSES),
    forget(name) {
      records.heed(name);
      journal?.empty(persist ? name : undefined);
      // Once to forget; once more, then nothing waits.
      forgetting = look(EXPIRED)
        .then(() => look(EXPIRED))
        .catch(ignore);
      return forgetting.then(ignore);
    },
    heed: records.heed,
    close() {
      closed = true;
      void forgetting.then(records.close);
    },
  };
}
