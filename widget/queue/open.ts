// The layers of the queue put together: the database; the journal while a write to it is not confirmed; memory where
// there is neither. Nothing here rejects.
import { join, type Draft } from '../../server/contract/response.ts';
import { ANY, evict, LEAST_USEFUL, MOST_RESPONSES } from './eviction.ts';
import { fit } from './fit.ts';
import { openIndexedDb } from './indexeddb.ts';
import { openJournal } from './journal.ts';
import { openMemory } from './memory.ts';
import { merge } from './merge.ts';
import {
  isSame,
  isStored,
  isWaiting,
  readState,
  STATE,
  type CollectorState,
  type Decide,
  type Losses,
  type StoredResponse,
} from './queue.ts';

/** On the device, or only in this page's memory. */
export type Kept = 'saved' | 'unsaved';
export type ChangeState = (state: CollectorState) => Partial<CollectorState>;

export interface OpenQueue {
  /**
   * Keeps the response as it is now, as its next revision; begins the write in the caller's own task. Resolves with
   * the revision, 0 when it was refused because everything was forgotten.
   */
  keep(draft: Draft): Promise<readonly [Kept, number]>;
  /** Every readable response; what the journal and memory hold is moved into the database first. */
  responses(): Promise<StoredResponse[]>;
  /** The collector's state as of the last look at the queue. */
  state(): CollectorState;
  changeState(change: ChangeState): Promise<void>;
  /** Changes the response if this is still its latest revision: `null` deletes. */
  settle(response: StoredResponse, change: (held: StoredResponse) => StoredResponse | null): Promise<void>;
  /** As settle: the collector has exactly this revision on disk. */
  acknowledge(response: StoredResponse): Promise<void>;
  /** Deletes the response whatever its revision; this page does not keep it again. */
  remove(rid: string): Promise<void>;
  /** Did the collector acknowledge the latest revision this page made? */
  isSent(rid: string): boolean;
  /** The latest change this page made, if it was not acknowledged. */
  latest(): StoredResponse | undefined;
  /** Milliseconds since this page made the change the response was last changed by, by the page's monotonic clock. */
  sinceChange(response: StoredResponse): number | undefined;
  /** Is there room for one more response? Forgets what may be forgotten to make some. */
  hasRoom(): Promise<boolean>;
  /** Takes the mark that an answer may wait away when none does. */
  unmark(): Promise<void>;
  countLoss(reason: keyof Losses, count?: number): Promise<void>;
  /** Gives up what is older than 30 days. */
  expire(): Promise<void>;
  /** Empties everything; no other tab can bring it back. */
  forget(): Promise<void>;
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

/** A response this page made. */
interface Own {
  response: StoredResponse;
  /** The latest change: the browser's clock, and the page's monotonic one. */
  at: number;
  changed: number;
  journaled: boolean;
  sent?: StoredResponse;
  /** Forgotten, or gone by the collector's word. */
  over?: boolean;
  waiters: ((result: readonly [Kept, number]) => void)[];
}

const REFUSED = ['unsaved', 0] as const;
const ignore = (): void => {};

export function openQueue({ site, actor, persist, recovered }: QueueOptions): OpenQueue {
  const disk = persist ? openIndexedDb(`asklet-${site}`, recovered) : openMemory();
  const journal = persist ? openJournal(site, (count) => void countLoss('store', count)) : undefined;
  /** What the disk would not take. */
  const spare = new Map<string, StoredResponse>();
  let state = readState(undefined);
  const own = new Map<string, Own>();
  const todo = new Set<Own>();
  let newest: Own | undefined;
  let writing = false;
  let closed = false;
  let forgets = 0;
  let forgetting: Promise<void> = Promise.resolve();

  async function records(): Promise<StoredResponse[]> {
    const entries = await disk.entries();
    state = readState(entries.find(([key]) => key === STATE)?.[1]);
    return entries.map(([, value]) => value).filter(isStored);
  }

  async function changeState(change: ChangeState): Promise<void> {
    const apply = (held: CollectorState): CollectorState => ({ ...held, ...change(held) });
    state = apply(state);
    await disk.change(STATE, (stored) => (state = apply(readState(stored)))).catch(ignore);
  }

  const countLoss = (reason: keyof Losses, count = 1): Promise<void> =>
    changeState(({ loss }) => ({ loss: { ...loss, [reason]: loss[reason] + count } }));

  /** One urgent change on disk; when the disk is full, once more after forgetting what is of no use. */
  async function store(rid: string, decide: Decide): Promise<void> {
    try {
      await disk.change(rid, decide, true);
    } catch (error) {
      if ((error as Error | null)?.name !== 'QuotaExceededError') throw error;
      await evict(disk, state.clock, LEAST_USEFUL, countLoss);
      await disk.change(rid, decide, true);
    }
  }

  /** The union of the response and what is stored; undefined when that says everything already. */
  const union = (stored: unknown, response: StoredResponse): StoredResponse | undefined =>
    merge(isStored(stored) ? stored : undefined, response, actor);

  /** Brings a response to the disk, as it is when its turn comes; `done` gets the result, undefined = refused. */
  function toDisk(
    rid: string,
    made: () => StoredResponse,
    done: (result: StoredResponse | undefined) => void,
  ): Promise<void> {
    const before = forgets;
    return store(rid, (stored, collector) => {
      const present = readState(collector).epoch;
      // What was made before the disk could be read gets its epoch here.
      const response = { ...made(), epoch: made().epoch ?? present };
      const refused = before !== forgets || response.epoch < present;
      const result = refused ? undefined : union(stored, response);
      done(refused ? undefined : (result ?? (stored as StoredResponse))); // undefined = says everything = is readable
      return result;
    });
  }

  /** Where the disk would not take it: in memory, as a union too. */
  function toMemory(response: StoredResponse): StoredResponse {
    const result = union(spare.get(response.rid), response) ?? spare.get(response.rid)!;
    if (!own.get(response.rid)?.over) spare.set(response.rid, result);
    return result;
  }

  async function write(entry: Own): Promise<void> {
    const journaled = entry.response;
    const { rid } = journaled;
    let waiters: Own['waiters'] = [];
    // What is written is the latest change, so everybody who waits by then is served.
    const serve = (result: StoredResponse | undefined): void => {
      waiters = waiters.concat(entry.waiters.splice(0));
      if (result) entry.response = result;
      else entry.over = true;
    };
    let kept: Kept = persist ? 'saved' : 'unsaved';
    try {
      await toDisk(rid, () => entry.response, serve);
      spare.delete(rid);
      if (entry.over) journal?.remove(rid);
      else journal?.drop(journaled);
    } catch {
      serve(toMemory(entry.response));
      if (!entry.journaled) kept = 'unsaved';
    }
    for (const waiter of waiters) waiter(entry.over ? REFUSED : [kept, entry.response.rev]);
  }

  /** One write at a time: at a navigation WebKit loses the last of a backlog. */
  async function writeAll(): Promise<void> {
    if (writing) return;
    writing = true;
    for (const entry of todo) {
      todo.delete(entry);
      await write(entry);
    }
    writing = false;
  }

  /** Moves what the journal and memory hold into the database, and out of them only once it is there. */
  async function migrate(): Promise<void> {
    for (const response of [...(journal?.responses() ?? []), ...spare.values()]) {
      const { rid } = response;
      const before = forgets;
      try {
        await toDisk(rid, () => response, ignore);
        journal?.drop(response);
        if (spare.get(rid) === response) spare.delete(rid);
      } catch {
        if (before === forgets) toMemory(response);
      }
    }
  }

  async function settle(
    response: StoredResponse,
    change: (held: StoredResponse) => StoredResponse | null,
  ): Promise<void> {
    const { rid } = response;
    const decide = (held: unknown): StoredResponse | null | undefined =>
      isStored(held) && isSame(held, response) ? change(held) : undefined;
    const result = decide(spare.get(rid));
    if (result) spare.set(rid, result);
    else if (result === null) spare.delete(rid);
    await disk.change(rid, decide).catch(ignore);
  }

  return {
    keep: (draft) =>
      new Promise((resolve) => {
        try {
          const entry = own.get(draft.rid);
          if (closed || entry?.over) return resolve(REFUSED);
          const before = entry?.response;
          const made = { ...fit(draft), rev: (before?.rev ?? 0) + 1, a: actor };
          const response: StoredResponse = before
            ? { ...before, ...join(before, made) }
            : { v: 1, k: site, ack: 0, ...made };
          newest = Object.assign(entry ?? { waiters: [] }, {
            response,
            at: response.at,
            changed: performance.now(),
            journaled: journal?.put(response) ?? false,
          });
          own.set(draft.rid, newest);
          newest.waiters.push(resolve);
          todo.add(newest);
          void writeAll();
        } catch {
          // Not a draft: something JSON cannot hold.
          resolve(REFUSED);
        }
      }),
    async responses() {
      await migrate();
      const found = new Map<string, StoredResponse>();
      for (const response of await records().catch(() => [])) found.set(response.rid, response);
      for (const response of spare.values()) found.set(response.rid, response);
      return [...found.values()];
    },
    state: () => state,
    changeState,
    settle,
    async acknowledge(response) {
      const entry = own.get(response.rid);
      if (entry) entry.sent = response;
      journal?.drop(response);
      await settle(response, ({ next: _next, tries: _tries, quar: _quar, ...held }) =>
        held.st === 'completed' || held.st === 'dismissed' ? null : { ...held, ack: held.rev },
      );
    },
    async remove(rid) {
      const entry = own.get(rid);
      if (entry) entry.over = true;
      journal?.remove(rid);
      spare.delete(rid);
      await disk.change(rid, () => null).catch(ignore);
    },
    isSent(rid) {
      const entry = own.get(rid);
      return !!entry?.sent && isSame(entry.sent, entry.response);
    },
    latest: () =>
      newest && !newest.over && !(newest.sent && isSame(newest.sent, newest.response)) ? newest.response : undefined,
    sinceChange(response) {
      const entry = own.get(response.rid);
      return entry?.at === response.at ? performance.now() - entry.changed : undefined;
    },
    async hasRoom() {
      try {
        await records();
        return await evict(disk, state.clock, ANY, countLoss, true);
      } catch {
        return spare.size < MOST_RESPONSES;
      }
    },
    async unmark() {
      const waits = async (): Promise<boolean> => (await records()).some(isWaiting);
      try {
        // A page that made a response leaves the mark to the next one: what localStorage was told last does not survive
        // a kill, and without the mark an answer given after this would wait for the next prompt.
        if (!journal?.isMarked() || own.size || (await waits())) return;
        journal.unmark();
        // Another tab may have kept an answer between the look and the removal.
        if (await waits()) journal.mark();
      } catch {
        journal?.mark();
      }
    },
    countLoss,
    async expire() {
      await evict(disk, state.clock, 0, countLoss).catch(ignore);
    },
    forget() {
      forgets++;
      for (const entry of own.values()) {
        entry.over = true;
        for (const waiter of entry.waiters.splice(0)) waiter(REFUSED);
      }
      todo.clear();
      newest = undefined;
      spare.clear();
      journal?.unmark(true);
      forgetting = disk
        .reset((stored) => {
          const held = readState(stored);
          return (state = { ...held, epoch: held.epoch + 1 });
        })
        .catch(ignore);
      return forgetting;
    },
    close() {
      closed = true;
      void forgetting.then(disk.close);
    },
  };
}
