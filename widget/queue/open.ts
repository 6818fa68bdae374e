// The layers of the queue put together: the database; the journal while a write to it is not confirmed; memory where
// there is neither. Nothing here rejects unless it says so.
import { join, type Draft } from '../../server/contract/response.ts';
import { LATE } from '../platform/within.ts';
import { ANY, evict, EXPIRED, LEAST_USEFUL, MOST_RESPONSES } from './eviction.ts';
import { fit } from './fit.ts';
import { openIndexedDb } from './indexeddb.ts';
import { openJournal } from './journal.ts';
import { mayWait } from './mark.ts';
import { FRESH } from './merge.ts';
import { openOwn, type Kept, type Own, type OwnResponses } from './own.ts';
import { isStored, isWaiting, lose, readState, STATE, type CollectorState, type StoredResponse } from './queue.ts';
import { failed, reduce, type Event } from './state.ts';

export type ChangeState = (state: CollectorState) => Partial<CollectorState>;

export interface OpenQueue {
  /**
   * Keeps the response as it is now, as its next revision; begins the write in the caller's own task. Resolves with
   * the revision, 0 when it was refused because it must not come back.
   */
  keep(draft: Draft): Promise<readonly [Kept, number]>;
  /**
   * Lets `choose` say which of the responses that wait are sent now, leases those to this page and gives them, all in
   * one transaction. First it moves what the journal and memory hold into the database, and gives up what is older than
   * 30 days. Takes the mark that an answer may wait away when none does. `choose` may be asked twice. Rejects when an
   * answer may wait and the database cannot be read.
   */
  take(choose: (waiting: readonly StoredResponse[]) => readonly StoredResponse[]): Promise<StoredResponse[]>;
  /** What happened to these revisions, and what is known of the collector then: one transaction. */
  apply(
    revisions: readonly StoredResponse[],
    toEvent: (revision: StoredResponse) => Event,
    change: ChangeState,
  ): Promise<void>;
  /** The collector's state as of the last look at the queue. */
  state(): CollectorState;
  /** What this page made. */
  readonly own: OwnResponses;
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
  /** May anything be stored on the device? */
  readonly persist: boolean;
  /** Called when storage works again after it did not. */
  recovered(): void;
}

type Held = ReadonlyMap<IDBValidKey, unknown>;
type Changes = Map<IDBValidKey, object | null>;

const REFUSED = ['unsaved', 0] as const;
const ignore = (): void => {};

export function openQueue({ site, actor, persist, recovered }: QueueOptions): OpenQueue {
  const disk = persist
    ? openIndexedDb(`asklet-${site}`, recovered)
    : { change: () => Promise.reject(LATE), close: ignore };
  const journal = persist
    ? openJournal(site, (count) => void apply([], failed, ({ loss }) => ({ loss: lose(loss, 'store', count) })))
    : undefined;
  /** What the disk has not taken yet. */
  const spare = new Map<string, StoredResponse>();
  const own = openOwn();
  let state = readState(undefined);
  let looked = false;
  let closed = false;
  let forgets = 0;
  /** The latest "forget", until the database is known to have heard of it. */
  let owed: string | undefined;
  /** Names of what must not come back. */
  const heard = new Set<string | undefined>();
  /** One write at a time: at a navigation WebKit loses the last of a backlog. */
  let last: Promise<unknown> = Promise.resolve();
  let forgetting: Promise<void> = last as Promise<void>;

  owed = journal?.owed();
  heard.add(owed);

  function heed(name: string): void {
    if (heard.has(name)) return;
    heard.add(name);
    if (name.length < 9) {
      owed = name;
      forgets++;
      own.end();
      spare.clear();
    } else {
      own.end(name);
      journal?.remove(name);
      spare.delete(name);
    }
  }

  /** One transaction; first it forgets what it still has to. */
  async function change(
    decide: (held: Held, changes: Changes) => Partial<CollectorState> | undefined | void,
    urgent?: boolean,
  ): Promise<void> {
    let name: string | undefined;
    await disk.change((held) => {
      const changes: Changes = new Map();
      state = readState(held.get(STATE));
      for (const one of state.over) {
        // What was forgotten before the first look concerns nothing this page made.
        if (!looked && one.length < 9) heard.add(one);
        heed(one);
      }
      looked = true;
      name = owed;
      // Two tabs may owe the same.
      if (name && !state.over.includes(name)) {
        for (const key of held.keys()) changes.set(key, null);
        held = new Map();
        changes.set(STATE, (state = { ...state, over: [...state.over, name] }));
      }
      const more = decide(held, changes);
      if (more) changes.set(STATE, (state = { ...state, ...more }));
      return changes;
    }, urgent);
    if (!name) return;
    journal?.paid(name);
    if (owed === name) owed = undefined;
  }

  /**
   * Gives up what may be, and takes the mark away when nothing waits. `see` gets what is left and may change it; resolves
   * with whether there is room then.
   */
  async function look(
    most: number,
    see: (found: StoredResponse[], changes: Changes) => void = ignore,
  ): Promise<boolean> {
    let room = false;
    await change((held, changes) => {
      const { keys, left, loss, fits } = evict(held, state, Date.now(), most);
      for (const key of keys) changes.set(key, null);
      const found = left.map(([, value]) => value).filter(isStored);
      // While no other tab can write: whatever it is about to is in the journal.
      if (!found.some(isWaiting)) journal?.unmark();
      see(found, changes);
      room = most === ANY && fits();
      return loss === state.loss ? undefined : { loss };
    });
    return room;
  }

  /** The union of what memory holds of a response, and this. */
  function remember(made: StoredResponse): void {
    const held = spare.get(made.rid);
    spare.set(made.rid, reduce(held, { type: 'changed', actor }, made).next ?? held!); // unchanged: there is one
  }

  /** Moves a response from memory to the disk, as it is when its turn comes. Could it be? */
  async function store(rid: string): Promise<boolean> {
    // What another page made has no entry here.
    const entry: Partial<Own> = own.get(rid) ?? {};
    let made: StoredResponse | undefined;
    const write = (): Promise<void> =>
      change((held, changes) => {
        entry.writing = undefined;
        made = spare.get(rid);
        if (!made) return;
        const { next } = reduce(held.get(rid), { type: 'changed', actor }, made);
        if (next) changes.set(rid, next);
        entry.response = next ?? (held.get(rid) as StoredResponse); // unchanged: it is readable
      }, true);
    try {
      await write().catch(async (error: Error | null) => {
        if (error?.name !== 'QuotaExceededError') throw error;
        await look(LEAST_USEFUL);
        await write();
      });
      if (made) journal?.drop(made);
      if (spare.get(rid) === made) spare.delete(rid);
      return true;
    } catch {
      entry.writing = undefined;
      return false;
    }
  }

  async function apply(
    revisions: readonly StoredResponse[],
    toEvent: (revision: StoredResponse) => Event,
    changeState: ChangeState,
  ): Promise<void> {
    const events = revisions.map((revision) => ({ revision, event: toEvent(revision) }));
    for (const { revision, event } of events) {
      const { rid } = revision;
      if (event.type === 'gone') heed(rid);
      if (event.type === 'accepted') {
        own.sent(revision);
        journal?.drop(revision);
      }
      const { next } = reduce(spare.get(rid), event, revision);
      if (next) spare.set(rid, next);
      else if (next === null) spare.delete(rid);
    }
    state = { ...state, ...changeState(state) };
    await change((held, changes) => {
      let renewed = { ...state, ...changeState(state) };
      for (const { revision, event } of events) {
        const { rid } = revision;
        const { next, lost } = reduce(held.get(rid), event, revision);
        if (next !== undefined) changes.set(rid, next);
        if (lost) renewed = { ...renewed, loss: lose(renewed.loss, lost) };
        if (event.type === 'gone') renewed = { ...renewed, over: [...renewed.over, rid] };
      }
      return renewed;
    }).catch(ignore);
  }

  return {
    async keep(draft) {
      try {
        const before = own.get(draft.rid);
        if (closed || before?.over || heard.has(draft.rid)) return REFUSED;
        const made = { ...fit(draft), rev: (before?.response.rev ?? 0) + 1, a: actor };
        const response: StoredResponse = {
          ...(before ? { ...before.response, ...join(before.response, made) } : { v: 1, k: site, ack: 0, ...made }),
          ...FRESH,
          seen: state.clock || undefined,
        };
        const entry = own.changed(response, journal?.put(response) ?? false);
        remember(response);
        if (!entry.writing) last = entry.writing = last.then(() => store(response.rid));
        const stored = await entry.writing;
        if (!entry.over) return [persist && (stored || entry.journaled) ? 'saved' : 'unsaved', entry.response.rev];
        journal?.remove(response.rid);
      } catch {
        // Not a draft: something JSON cannot hold.
      }
      return REFUSED;
    },
    async take(choose) {
      const before = forgets;
      for (const response of journal?.responses() ?? []) if (!heard.has(response.rid)) remember(response);
      for (const rid of spare.keys()) await (last = last.then(() => store(rid)));
      let taken: readonly StoredResponse[] = [];
      const see = (found: StoredResponse[], changes?: Changes): void => {
        const all = [...found.filter(({ rid }) => !spare.has(rid) && !heard.has(rid)), ...spare.values()];
        taken = choose(all.filter(isWaiting));
        for (const one of taken) {
          const { next } = reduce(one, { type: 'picked', now: Date.now(), clock: state.clock }, one);
          if (next && !spare.has(one.rid)) changes?.set(one.rid, next);
        }
      };
      await look(EXPIRED, see).catch((error) => {
        if (!spare.size && persist && mayWait(site)) throw error;
        see([]);
      });
      return taken.filter(({ rid }) => before === forgets && !heard.has(rid));
    },
    apply,
    state: () => state,
    own,
    isSaved: () => persist && !spare.size,
    hasRoom: () => look(ANY).catch(() => spare.size < MOST_RESPONSES),
    forget(name) {
      heed(name);
      journal?.owe(name);
      // Once to forget; once more, then nothing waits.
      forgetting = look(EXPIRED)
        .then(() => look(EXPIRED))
        .then(ignore, ignore);
      return forgetting;
    },
    heed,
    close() {
      closed = true;
      void forgetting.then(disk.close);
    },
  };
}
