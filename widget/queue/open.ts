// The layers of the queue put together: the database; the journal while a write to it is not confirmed; memory where
// there is neither. Nothing here rejects unless it says so.
import { join } from '../../server/contract/response.ts';
import { read } from '../platform/storage.ts';
import { ANY, evict, EXPIRED, hasRoom, LEAST_USEFUL } from './eviction.ts';
import { fit } from './fit.ts';
import { openIndexedDb } from './indexeddb.ts';
import { openJournal, OWED } from './journal.ts';
import { journalKey } from './mark.ts';
import { FRESH, merge } from './merge.ts';
import {
  isSame,
  isStored,
  isWaiting,
  lose,
  readState,
  STATE,
  type CollectorState,
  type Held,
  type Revision,
  type StoredResponse,
} from './queue.ts';
import type { OpenQueue, Storing } from './open-queue.ts';
import { isAccepted, lease, reduce } from './state.ts';

export type * from './open-queue.ts';

export interface QueueOptions {
  /** Public site key: each has a queue of its own. */
  readonly site: string;
  /** Which page load this is: 8 hex digits. */
  readonly actor: string;
  readonly storage: Storing;
}

/** What becomes of the responses that are held, and of the collector's state: nothing when undefined. May run twice. */
type Decide = (held: Held, state: CollectorState) => CollectorState | void;

const REFUSED = ['unsaved', 0] as const;
const waitingOf = (held: Held): StoredResponse[] => [...held.values()].filter(isStored).filter(isWaiting);
const isForget = (name: string): boolean => name.length < 9;

/** `recovered` is called when storage works again after it did not. */
export function openQueue({ site, actor, storage }: QueueOptions, recovered: () => void): OpenQueue {
  const name = journalKey(site);
  const disk = storage === 'persist' ? openIndexedDb(name, recovered) : undefined;
  /** What this page made, as it is by now; what must not come back is not among it. */
  const own = new Map<string, StoredResponse>();
  let newest = '';
  /** By the time of a change that this page made: when it was, by the page's monotonic clock. */
  const changed = new Map<number, number>();
  /** What the database has not taken yet. */
  const spare = new Map<string, StoredResponse>();
  let taken: readonly StoredResponse[] = [];
  /** As of the last transaction, or as it is assumed to be since. */
  let state = readState(undefined);
  /** What must not come back, as far as it concerns this page. */
  const over = new Set<string>();
  let looked = false;
  let last: Promise<unknown> = Promise.resolve();
  let forgetting = last;
  let saving: Promise<boolean> | undefined;
  let closed = false;
  const journal =
    storage === 'none'
      ? undefined
      : openJournal(
          name,
          disk ? 'localStorage' : 'sessionStorage',
          (count) => void change((_held, known) => lose(known, 'store', count)),
        );
  /** The latest "forget", until the database is known to have heard of it. */
  let owed = journal?.owed();
  if (owed) over.add(owed);

  function heed(what: string): void {
    if (over.has(what)) return;
    over.add(what);
    taken = taken.filter(({ rid }) => !isForget(what) && rid !== what);
    if (isForget(what)) {
      owed = what;
      for (const rid of own.keys()) heed(rid);
      spare.clear();
    } else {
      own.delete(what);
      spare.delete(what);
      journal?.remove(what);
    }
  }

  /** The union of what memory holds of a response, and this. */
  const remember = (made: StoredResponse): void => void spare.set(made.rid, merge(spare.get(made.rid), made, actor));

  /**
   * Takes the mark away when nothing waits. A page that made a response leaves it to the next one: what the journal was
   * told last does not survive a kill, and without the mark an answer given after this would wait for the next prompt.
   */
  function unmark(held: Held): void {
    if (!own.size && !waitingOf(held).length) journal?.unmark();
  }

  /**
   * One transaction: forgets what has to be forgotten, moves what memory holds to the database, and lets `decide`. What
   * the database cannot do is done to what memory holds. Resolves with whether the database could.
   */
  async function change(decide: Decide): Promise<boolean> {
    const before = state;
    let moved: StoredResponse[] = [];
    let paid: string | undefined;
    // Without a database this throws, where a broken one rejects.
    const run = (then: Decide, all?: boolean): Promise<void> =>
      disk!.change((held) => {
        const stored = held.get(STATE);
        const known = (state = readState(stored));
        held.delete(STATE);
        for (const one of known.over) {
          // What was forgotten before the first look concerns nothing this page made.
          if (!looked && isForget(one)) over.add(one);
          heed(one);
        }
        looked = true;
        paid = owed;
        // Two tabs may owe the same.
        if (paid && !known.over.includes(paid)) {
          held.clear();
          state = { ...known, over: [...known.over, paid] };
        }
        for (const one of over) held.delete(one);
        moved = [];
        const journaled = journal?.responses() ?? [];
        for (const [rid, made] of all ? spare : []) {
          // What another page made is out of the journal when it is here, or when everything was forgotten.
          if (own.has(rid) || journaled.some((one) => one.rid === rid)) {
            moved.push(made);
            const whole = merge(held.get(rid), made, actor);
            held.set(rid, whole);
            if (own.has(rid)) own.set(rid, whole);
          } else spare.delete(rid);
        }
        // While no other tab can write: whatever it is about to is in the journal.
        unmark(held);
        state = then(held, state) ?? state;
        held.set(STATE, state === known ? stored : state);
      });
    try {
      await run(decide, true).catch(async (error: Error | null) => {
        if (error?.name !== 'QuotaExceededError') throw error;
        await run((held, known) => evict(held, known, Date.now(), LEAST_USEFUL));
        await run(decide, true);
      });
    } catch {
      state = decide(spare, before) ?? before;
      if (!disk) unmark(spare);
      return false;
    }
    for (const made of moved) {
      journal?.remove(made.rid, made);
      if (spare.get(made.rid) === made) spare.delete(made.rid);
    }
    if (paid) {
      journal?.remove(OWED, { rev: 0, a: paid });
      if (owed === paid) owed = undefined;
    }
    return true;
  }

  /** One write at a time: at a navigation WebKit loses the last of a backlog. One that has not begun takes all along. */
  const save = (): Promise<boolean> =>
    (last = saving ??= last.then(() =>
      change(() => {
        saving = undefined;
      }),
    ));

  function sent(revision: Revision): void {
    const made = own.get(revision.rid);
    if (made && isSame(made, revision)) own.set(made.rid, { ...made, ack: made.rev });
  }

  function isSent(rid: string): boolean {
    const made = own.get(rid);
    return !!made && !isWaiting(made);
  }

  const giveUp = (held: Held, known: CollectorState): CollectorState => evict(held, known, Date.now(), EXPIRED);

  return {
    async keep(draft) {
      const { rid } = draft;
      try {
        if (closed || over.has(rid)) return REFUSED;
        const before = own.get(rid);
        const made = { ...fit(draft), rev: (before?.rev ?? 0) + 1, a: actor };
        const response = {
          v: 1,
          k: site,
          ack: 0,
          ...before,
          ...(before ? join(before, made) : made),
          ...FRESH,
        } as const;
        journal?.put(response);
        own.set((newest = rid), response);
        changed.set(response.at, performance.now());
        remember(response);
        const stored = await save();
        if (!over.has(rid)) return [stored ? 'saved' : 'unsaved', own.get(rid)!.rev];
        journal?.remove(rid);
      } catch {
        // Not a draft: something JSON cannot hold.
      }
      return REFUSED;
    },
    async turn(choose, request) {
      for (const response of journal?.responses() ?? []) if (!over.has(response.rid)) remember(response);
      taken = [];
      const done = await change((held, known) => {
        let next: CollectorState = request ? { ...known, ...request.change(known) } : known;
        for (const [revision, event] of request?.events ?? []) {
          const { rid } = revision;
          const response = reduce(held.get(rid), event, revision, request!.look);
          if (response) held.set(rid, response);
          else if (response === null) {
            held.delete(rid);
            if (event.s === 'drop') next = lose(next, 'bad');
          }
          if (event.s === 'gone') {
            heed(rid);
            next = { ...next, over: [...next.over, rid] };
          }
          if (isAccepted(event)) {
            sent(revision);
            journal?.remove(rid, revision);
          }
        }
        next = giveUp(held, next);
        taken = choose(waitingOf(held), next);
        for (const one of taken) held.set(one.rid, lease(one, Date.now()));
        return next;
      });
      if (disk && !done && !spare.size && read(name)) throw done;
    },
    taken: () => taken,
    leave: () => taken.forEach((one) => journal?.put(one)),
    state: () => state,
    sent,
    isSent,
    latest: () => (isSent(newest) ? undefined : own.get(newest)),
    sinceChange: ({ at }) => performance.now() - (changed.get(at) ?? NaN),
    isSaved: () => !!disk && !spare.size,
    async hasRoom() {
      let room = false;
      await change((held, known) => {
        const next = evict(held, known, Date.now(), ANY);
        room = hasRoom(held);
        return next;
      });
      return room;
    },
    forget(what) {
      heed(what);
      journal?.empty(disk && what);
      // Once to forget; once more, then nothing waits.
      forgetting = change(giveUp).then(() => change(giveUp));
      return forgetting.then(() => {});
    },
    heed,
    close() {
      closed = true;
      void forgetting.then(() => disk?.close());
    },
  };
}
