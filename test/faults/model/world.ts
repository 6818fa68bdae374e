// A device with tabs, and a collector: the real queue and delivery on a database, a storage, a clock and a network whose
// every step a test decides. Nothing moves by itself.
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import type { Envelope, SentSnapshot, Verdict, VerdictName } from '../../../server/contract/api.ts';
import { join, type Snapshot } from '../../../server/contract/response.ts';
import { openDelivery, type Delivery } from '../../../widget/delivery/index.ts';
import type { StoredResponse } from '../../../widget/queue/queue.ts';
import { NOW, SITE } from '../../widget/queue/samples.ts';

const realImmediate = setImmediate;
const MANY = 5_000;

export interface Request {
  readonly tab: number;
  readonly body: Envelope;
  /** By the true clock. */
  readonly at: number;
  /** Sent while the page went away: nobody waits for its answer. */
  readonly last: boolean;
  verdicts?: Verdict[];
  settle: (response: Response | undefined) => void;
}

export interface Tab {
  readonly id: number;
  readonly delivery: Delivery;
}

/** What the engine does to the next transactions, each once. */
export type Fault = 'abort' | 'quota' | 'hang';

export function createWorld() {
  const tasks: (() => void)[] = [];
  const server = new Map<string, Snapshot>();
  const committed: SentSnapshot[] = [];
  const requests: Request[] = [];
  const begun: Request[] = [];
  const tabs: Tab[] = [];
  const faults: Fault[] = [];
  const gone = new Set<string>();
  const bad = new Set<string>();
  const told: string[] = [];
  const channels = new Set<{ hear(data: unknown): void }>();
  let opens = 0;
  let count = 0;
  let leaving = false;
  let full = false;
  let seed = 1;
  let healed = false;
  /** Ahead of the true clock by so much. */
  let skew = 0;

  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  // The database runs its tasks by this, so that they too wait for their turn.
  vi.stubGlobal('setImmediate', (task: () => void) => void tasks.push(task));
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.spyOn(Math, 'random').mockImplementation(() => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);
  localStorage.clear();
  const setItem = Storage.prototype.setItem;
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(function (this: Storage, key, value) {
    if (full) throw new DOMException('full', 'QuotaExceededError');
    setItem.call(this, key, value);
  });
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((name) => {
    if (opens-- > 0) throw new DOMException('broken', 'UnknownError');
    opens = 0;
    return open(name);
  });
  const begin = IDBDatabase.prototype.transaction;
  const running = new Set<IDBTransaction>();
  const transactions: { pageHide: number } = { pageHide: 0 };
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
    const made = begin.apply(this, given);
    if (leaving) transactions.pageHide++;
    running.add(made);
    made.addEventListener('complete', () => running.delete(made));
    made.addEventListener('abort', () => running.delete(made));
    const fault = faults.shift();
    if (fault === 'hang') Object.defineProperty(made, 'oncomplete', { set() {} });
    else if (fault) tasks.push(() => abort(made, fault === 'quota' ? 'QuotaExceededError' : 'AbortError'));
    return made;
  });
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage?: (event: { data: unknown }) => void;
      readonly ear = { hear: (data: unknown) => this.onmessage?.({ data }) };
      constructor() {
        channels.add(this.ear);
      }
      postMessage(data: { over?: string }): void {
        if (data.over) told.push(data.over);
        for (const ear of channels) if (ear !== this.ear) ear.hear(data);
      }
      close(): void {
        channels.delete(this.ear);
      }
    },
  );
  vi.stubGlobal('fetch', (url: string, init: RequestInit & { body: string }) => {
    const body = JSON.parse(init.body) as Envelope;
    return new Promise<Response>((resolve, reject) => {
      const request: Request = {
        tab: +url.split('=')[1]!,
        body,
        at: truth(),
        last: leaving,
        settle(response) {
          requests.splice(requests.indexOf(request), 1);
          if (response) resolve(response);
          else reject(new TypeError('network'));
        },
      };
      requests.push(request);
      begun.push(request);
      init.signal?.addEventListener('abort', () => requests.includes(request) && request.settle(undefined));
      if (healed) answer(request);
    });
  });

  const truth = (): number => Date.now() - skew;

  function abort(transaction: IDBTransaction, name: string): void {
    // fake-indexeddb has no quota: this is what it does itself when an operation fails.
    if (running.delete(transaction)) (transaction as unknown as { _abort(name: string): void })._abort(name);
  }

  function commit(request: Request, wish?: VerdictName): void {
    request.verdicts ??= request.body.d.map((sent) => {
      const { el: _el, hp: _hp, tt: _tt, ...snapshot } = sent;
      const { rid, rev, a } = sent;
      if (gone.has(rid)) return { rid, rev, a, s: 'gone' };
      if (wish === 'retry' || wish === 'drop') return { rid, rev, a, s: wish, ms: 5_000 };
      const held = server.get(rid);
      server.set(rid, held ? join(held, snapshot) : snapshot);
      committed.push(sent);
      return { rid, rev, a, s: wish === 'held' ? 'held' : held ? 'dup' : 'ok' };
    });
  }

  const reply = (status: number, body: unknown): Response =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });

  /** As the collector answers when all is well. */
  function answer(request: Request): void {
    if (request.body.d.some(({ rid }) => bad.has(rid))) return request.settle(reply(400, { v: 1, e: 'shape' }));
    commit(request);
    request.settle(reply(200, { v: 1, now: truth(), r: request.verdicts, pause: 0 }));
  }

  async function turn(): Promise<boolean> {
    tasks.shift()?.();
    await new Promise((resolve) => realImmediate(resolve));
    return tasks.length > 0;
  }

  /** Runs until nothing moves; whatever moves for ever is a loop. */
  async function settle(): Promise<void> {
    for (let turns = 0; await turn(); turns++) if (turns > MANY) throw new Error('I6: it never rests');
  }

  return {
    tabs,
    server,
    committed,
    requests,
    begun,
    faults,
    gone,
    bad,
    told,
    transactions,
    truth,
    commit,
    answer,
    reply,
    turn,
    settle,
    /** Lets time pass from timer to timer, with everything at rest at each: as on a machine that is not busy. */
    async rest(ms: number): Promise<void> {
      let over = false;
      setTimeout(() => (over = true), ms);
      for (let timers = 0; !over; timers++) {
        if (timers > MANY) throw new Error('I6: it never waits');
        await settle();
        vi.advanceTimersToNextTimer();
      }
      await settle();
    },
    openTab(sdk = '1.0.0'): Tab {
      const id = ++count;
      const tab = {
        id,
        delivery: openDelivery({
          site: SITE,
          url: `https://collector.example/c/v1/s?tab=${id}`,
          sdk,
          actor: id.toString(16).padStart(8, '0'),
          storage: 'persist',
          emit() {},
        }),
      };
      tabs.push(tab);
      return tab;
    },
    /** As a crash: what it had begun is aborted, or ends by itself. */
    kill(tab: Tab, hard: boolean): void {
      tabs.splice(tabs.indexOf(tab), 1);
      tab.delivery.close();
      if (hard) for (const one of running) abort(one, 'AbortError');
    },
    hide(): void {
      leaving = true;
      window.dispatchEvent(new Event('pagehide'));
      leaving = false;
    },
    show: () => void window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })),
    pass(ms: number): void {
      vi.advanceTimersByTime(ms);
    },
    jump(ms: number): void {
      skew += ms;
      vi.setSystemTime(Date.now() + ms);
    },
    breakOpen(times: number): void {
      opens = times;
    },
    fill(now: boolean): void {
      full = now;
    },
    /** Everything works from now on, and the collector answers at once. */
    heal(): void {
      healed = true;
      full = false;
      opens = 0;
      faults.length = 0;
      while (requests[0]) requests[0].settle(undefined);
    },
    /** What the database holds now, without asking it: a question of ours would change its order of work. */
    disk(): ReadonlyMap<string, StoredResponse> {
      // Its insides, for want of a door: fake-indexeddb keeps its stores in these fields.
      const databases = (indexedDB as unknown as { _databases: Map<string, RawDatabase> })._databases;
      const store = databases.get(`asklet-${SITE}`)?.rawObjectStores.get('responses');
      return new Map([...(store?.records.values() ?? [])].map(({ key, value }) => [key, value]));
    },
    journal: (): Readonly<Record<string, StoredResponse>> =>
      JSON.parse(localStorage.getItem(`asklet-${SITE}`) ?? '{}') as Record<string, StoredResponse>,
    end(): void {
      for (const { delivery } of tabs) delivery.close();
      vi.restoreAllMocks();
      vi.unstubAllGlobals();
      vi.useRealTimers();
    },
  };
}

interface RawDatabase {
  rawObjectStores: Map<string, { records: { values(): Iterable<{ key: string; value: StoredResponse }> } }>;
}

export type World = ReturnType<typeof createWorld>;
