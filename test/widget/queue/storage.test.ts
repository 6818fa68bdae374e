// Storage that goes wrong; numbers as in the delivery protocol.
import { forceCloseDatabase } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CollectorState } from '../../../widget/queue/queue.ts';
import { openQueue, type OpenQueue, type Sent, type Storing } from '../../../widget/queue/open.ts';
import {
  accept,
  draft,
  freshDevice,
  leaveOnDisk,
  NOW,
  onDisk,
  pass,
  rated,
  rid,
  settle,
  SITE,
  stored,
  waits,
} from './samples.ts';

const DAY = 86_400_000;
const look = { sdk: '1.0.0', now: NOW, random: 0, clock: NOW };
const open: OpenQueue[] = [];
const recovered = vi.fn<() => void>();

function queue(actor = 'aaaaaaaa', storage: Storing = 'persist'): OpenQueue {
  const made = openQueue({ site: SITE, actor, storage }, recovered);
  open.push(made);
  return made;
}

/** What a reply brought. */
const learn = (q: OpenQueue, known: Partial<CollectorState>, events: Sent['events'] = []): Promise<void> =>
  q.turn(() => [], { events, look, change: () => known });
const journal = (): unknown => JSON.parse(localStorage.getItem(`asklet-${SITE}`) ?? 'null');
const life = (type: 'pagehide' | 'pageshow', persisted = true): void =>
  void window.dispatchEvent(Object.assign(new Event(type), { persisted }));

beforeEach(freshDevice);
afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  await settle();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('storage', () => {
  it('S02: finds the answer through the journal when the page is left while the database opens', async () => {
    const real = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => ({}) as IDBOpenDBRequest);
    void queue().keep(rated(7));
    expect(journal()).toMatchObject({ [rid(1)]: { rev: 1, q: { nps: { v: 7 } } } });
    vi.spyOn(indexedDB, 'open').mockImplementation(real);
    const next = queue('bbbbbbbb');
    expect(await waits(next)).toMatchObject([{ rid: rid(1), rev: 1, a: 'aaaaaaaa' }]);
    expect(journal()).toEqual({});
  });

  it('S04: works in memory where storage is denied, without a throw or an unhandled rejection', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    vi.stubGlobal('localStorage', undefined);
    const q = queue();
    const kept = q.keep(rated(7));
    expect(await kept).toEqual(['unsaved', 1]);
    expect(await waits(q)).toMatchObject([{ rid: rid(1), rev: 1 }]);
    await accept(q, (await waits(q))[0]!);
    expect(q.isSent(rid(1))).toBe(true);
    await settle();
  });

  it('S05: journals while opening never ends, and moves the answer once when it does', async () => {
    const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    const q = queue();
    const kept = q.keep(rated(7));
    await pass(3_000);
    expect(await kept).toEqual(['unsaved', 1]);
    expect(journal()).toMatchObject({ [rid(1)]: { rev: 1 } });
    spy.mockRestore();
    expect(await waits(q)).toHaveLength(1);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 1 });
    expect(journal()).toEqual({});
  });

  it('S06: reopens once after an internal error', async () => {
    const spy = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      const request = { error: new DOMException('Internal error opening backing store', 'UnknownError') };
      setImmediate(() => (request as unknown as IDBOpenDBRequest).onerror!(new Event('error')));
      return request as IDBOpenDBRequest;
    });
    expect(await queue().keep(rated(7))).toEqual(['saved', 1]);
    expect(spy).toHaveBeenCalledTimes(2);
    expect((await onDisk()).size).toBe(1);
  });

  it('S07: reopens a connection the browser closed, and stores once', async () => {
    const opened: IDBOpenDBRequest[] = [];
    const real = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementation((name) => {
      const request = real(name);
      opened.push(request);
      return request;
    });
    const q = queue();
    await waits(q);
    // Closed without its event having been delivered.
    const database = opened[0]!.result;
    database.onclose = null;
    forceCloseDatabase(database as never);
    expect(await q.keep(rated(7))).toEqual(['saved', 1]);
    expect(opened).toHaveLength(2);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 1 });
  });

  it('S09: journals when a write does not end, and cleans up when it ends late', async () => {
    const q = queue();
    await waits(q);
    let finish!: () => void;
    const release = holdComplete((late) => (finish = late));
    const kept = q.keep(rated(7));
    await pass(2_000);
    expect(await kept).toEqual(['unsaved', 1]);
    expect(journal()).toMatchObject({ [rid(1)]: { rev: 1 } });
    release();
    finish();
    await settle();
    expect(await waits(q)).toMatchObject([{ rev: 1 }]);
    expect(journal()).toEqual({});
  });

  it('S10: forgets what is of no use when the disk is full, and stores the answer then', async () => {
    const q = queue();
    await leaveOnDisk({
      [rid(2)]: stored({ rid: rid(2), rev: 4, ack: 4 }),
      [rid(3)]: stored({ rid: rid(3), st: 'shown', q: {} }),
      [rid(4)]: stored({ rid: rid(4), st: 'completed' }),
    });
    await waits(q);
    let full = true;
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (key === rid(1) && full) {
        const request = put.call(this, value, key);
        // What the engine of fake-indexeddb does when an operation fails; it has no quota of its own.
        (this.transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError');
        return request;
      }
      return put.call(this, value, key);
    });
    const remove = IDBObjectStore.prototype.delete;
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      full = false;
      return remove.call(this, key);
    });
    expect(await q.keep(rated(7))).toEqual(['saved', 1]);
    expect([...(await onDisk()).keys()].sort()).toEqual([rid(1), rid(4), 'state']);
  });

  it('S12: has no room beside 50 finished responses that wait, and gives up none', async () => {
    const many = Array.from({ length: 50 }, (_, i) => stored({ rid: rid(i + 10), st: 'completed' }));
    await leaveOnDisk(Object.fromEntries(many.map((one) => [one.rid, one])));
    expect(await queue().hasRoom()).toBe(false);
    expect((await onDisk()).size).toBe(50);
  });

  it('S13: makes room by forgetting what the collector has', async () => {
    const many = Array.from({ length: 50 }, (_, i) =>
      stored({ rid: rid(i + 10), st: i ? 'completed' : 'started', ack: i ? 0 : 1 }),
    );
    await leaveOnDisk(Object.fromEntries(many.map((one) => [one.rid, one])));
    expect(await queue().hasRoom()).toBe(true);
    const left = await onDisk();
    expect(left.size).toBe(49);
    expect(left.has(rid(10))).toBe(false);
  });

  it('S14: sets records it cannot read aside and gives the others', async () => {
    await leaveOnDisk({
      a: 'text',
      b: undefined,
      c: { v: 1 },
      d: { ...stored(), v: 2 },
      e: { ...stored(), q: { nps: 7 } },
      [rid(2)]: stored({ rid: rid(2) }),
    });
    expect(await waits(queue())).toMatchObject([{ rid: rid(2) }]);
    expect((await onDisk()).size).toBe(6);
  });

  it('S15: joins the journal with the database; removes it only then', async () => {
    await leaveOnDisk({ [rid(1)]: stored({ rev: 5, q: { why: { v: 'slow', n: 2, a: 'bbbbbbbb' } } }) });
    localStorage.setItem(`asklet-${SITE}`, JSON.stringify({ [rid(1)]: stored({ rev: 3 }) }));
    expect(await waits(queue('cccccccc'))).toMatchObject([
      { rev: 6, a: 'cccccccc', q: { why: { v: 'slow' }, nps: { v: 9 } } },
    ]);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 6 });
    expect(journal()).toEqual({});
  });

  it.each(['{"00000000-0000-4000', 'null', '"x"', '{"a":1}'])(
    'S16: ignores, counts and removes the journal %s',
    async (text) => {
      localStorage.setItem(`asklet-${SITE}`, text);
      const q = queue();
      expect(await waits(q)).toEqual([]);
      expect(journal()).toBeNull();
      await settle();
      expect(q.state().loss.store).toBeGreaterThan(0);
    },
  );

  it('S17: lets another tab delete the database, and opens it again', async () => {
    const q = queue();
    await q.keep(rated(7));
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(`asklet-${SITE}`);
      request.onsuccess = resolve;
      request.onblocked = reject;
    });
    expect(await q.keep(rated(8))).toEqual(['saved', 2]);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 2 });
  });

  it('S21: has at most one write under way and keeps the last answer', async () => {
    const q = queue();
    await waits(q);
    let now = 0;
    let most = 0;
    const begin = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
      const made = begin.apply(this, given);
      most = Math.max(most, ++now);
      made.addEventListener('complete', () => now--);
      return made;
    });
    const all = Array.from({ length: 200 }, (_, i) =>
      q.keep(rated(i % 11, { q: { nps: { v: i % 11, n: i, a: 'aaaaaaaa' } } })),
    );
    expect(new Set((await Promise.all(all)).map(([kept]) => kept))).toEqual(new Set(['saved']));
    expect(most).toBe(1);
    expect((await onDisk()).get(rid(1))!.q['nps']!.n).toBe(199);
  });

  it('S23: cuts texts by code points, never inside one, to fit 8 KiB', async () => {
    await queue().keep(draft({ q: { why: { v: '😀'.repeat(2_500), n: 1, a: 'aaaaaaaa' } } }));
    const kept = (await onDisk()).get(rid(1))!;
    const text = kept.q['why']!.v as string;
    expect(text).toMatch(/^(😀)+$/u);
    expect([...text].length).toBeGreaterThan(1_900);
    expect(
      new TextEncoder().encode(JSON.stringify({ ...kept, v: undefined, k: undefined })).length,
    ).toBeLessThanOrEqual(8_192);
  });

  it('keeps a list a list on a page that writes lists as texts (Prototype.js 1.6)', async () => {
    // oxlint-disable-next-line no-extend-native -- as that library does
    Object.assign(Array.prototype, { toJSON: () => 'a text' });
    const q = queue();
    await q.keep(draft({ q: { why: { v: ['price', 'speed'], n: 1, a: 'aaaaaaaa' } } }));
    Reflect.deleteProperty(Array.prototype, 'toJSON');
    expect((await onDisk()).get(rid(1))!.q['why']!.v).toEqual(['price', 'speed']);
  });

  it('begins no transaction while the page goes away; the journal has the answer, and the database when it is back', async () => {
    const q = queue();
    await waits(q);
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
    life('pagehide');
    expect(await q.keep(rated(7))).toEqual(['unsaved', 1]);
    expect(begun).not.toHaveBeenCalled();
    life('pageshow');
    await settle();
    expect(await waits(q)).toHaveLength(1);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 1 });
  });

  it('S22: gives up no answer that was given with a clock 400 days behind, once the clock is right', async () => {
    // The last reply is 40 days old, so that neither clock says when this was given.
    await leaveOnDisk({ state: { clock: NOW - 40 * DAY } });
    const q = queue();
    await q.keep(rated(7, { at: NOW - 400 * DAY }));
    await waits(q);
    await learn(q, { clock: NOW });
    expect(await waits(q)).toHaveLength(1);
    // From its first reply on it grows old like any other.
    await learn(q, { clock: NOW + 29 * DAY }, [[(await waits(q))[0]!, { s: 'retry' }]]);
    expect(await waits(q)).toHaveLength(1);
    await learn(q, { clock: NOW + 31 * DAY });
    expect(await waits(q)).toHaveLength(0);
  });

  it('S22: gives up no answer because a clock jumped, only when two clocks agree on its age', async () => {
    const old = stored({ at: NOW - 31 * 86_400_000, seen: NOW - 31 * 86_400_000 });
    await leaveOnDisk({ [rid(1)]: old, state: { clock: NOW - 2 * 86_400_000 } });
    const q = queue();
    await waits(q);
    expect((await onDisk()).has(rid(1))).toBe(true);
    await learn(q, { clock: NOW });
    await waits(q);
    expect((await onDisk()).has(rid(1))).toBe(false);
    expect(q.state().loss.age).toBe(1);
  });
});

/** Holds the `complete` events of transactions back: `late` gets the function that lets the latest out. */
function holdComplete(late: (finish: () => void) => void): () => void {
  const begin = IDBDatabase.prototype.transaction;
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
    const made = begin.apply(this, given);
    let handler: ((event: Event) => void) | null = null;
    Object.defineProperty(made, 'oncomplete', {
      get: () => null,
      set(value) {
        handler = value;
      },
    });
    late(() => handler?.call(made, new Event('complete')));
    return made;
  });
  return () => spy.mockRestore();
}
