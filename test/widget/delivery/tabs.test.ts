// Several tabs of one site, with and without what browsers offer for it; numbers as in the delivery protocol.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draft, leaveOnDisk, NOW, onDisk, pass, rated, rid, settle } from '../queue/samples.ts';
import { LEASE } from '../../../widget/queue/state.ts';
import { refusal, reply } from './collector.ts';
import { collector, deliver, end, leave, start, waiting } from './page.ts';

const hang = () => new Promise<Response>(() => {});
/** A tab's database that does not open for now. */
const cold = () => vi.spyOn(indexedDB, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);

beforeEach(start);
afterEach(end);

describe('tabs', () => {
  it('T01: four tabs that find twenty answers send them once', async () => {
    await leave(Array.from({ length: 20 }, (_, i) => waiting(i)));
    for (const actor of ['a', 'b', 'c', 'd']) deliver({ actor: actor.repeat(8) });
    await pass(40_000);
    expect(collector.responses.size).toBe(20);
    expect(collector.requests).toHaveLength(1);
  });

  it('T03: an answer another tab was sending when it died is delivered once its 30 s are over', async () => {
    collector.answer(hang);
    const dying = deliver();
    await dying.keep(rated(9));
    await settle();
    dying.close();
    collector.answer(undefined);
    deliver({ actor: 'bbbbbbbb' });
    await pass(29_000);
    expect(collector.requests).toHaveLength(1);
    await pass(5_000);
    expect(collector.responses.size).toBe(1);
  });

  it('T03: an answer a page was sending when it was left is sent at once by the next', async () => {
    await leave([waiting(2)]);
    collector.answer(hang);
    await deliver().keep(rated(9));
    await pass(3_500);
    expect(collector.batches().flat()).toEqual(expect.arrayContaining([1, 2]));
    window.dispatchEvent(new Event('pagehide'));
    collector.answer(undefined);
    deliver({ actor: 'bbbbbbbb' });
    await pass(3_500);
    expect([...collector.responses.keys()].sort()).toEqual([rid(1), rid(2)]);
  });

  it('T03: respects what another tab is sending though its clock is ahead by a few milliseconds', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await leave([waiting(1, { fly: Date.now() + LEASE + 5 })]);
    deliver();
    await pass(LEASE);
    expect(collector.requests).toHaveLength(0);
    await pass(5_000);
    expect(collector.responses.size).toBe(1);
  });

  it.each([
    ['with', () => {}],
    ['without', () => vi.stubGlobal('BroadcastChannel', undefined)],
  ])('T04: three tabs %s a channel between them count every answer once', async (_how, prepare) => {
    prepare();
    expect('locks' in navigator).toBe(false);
    const tabs = ['a', 'b', 'c'].map((actor) => deliver({ actor: actor.repeat(8) }));
    await Promise.all(tabs.map((tab, i) => tab.keep(rated(i, { rid: rid(i) }))));
    await pass(40_000);
    expect([...collector.responses.values()].map((one) => one.q['nps']!.v)).toEqual(expect.arrayContaining([0, 1, 2]));
    const sent = collector.batches().flat();
    expect(new Set(sent).size).toBe(3);
    expect(sent.length).toBeLessThanOrEqual(6);
  });

  it('T06: of two values for one question the later one stays, in whatever order they arrive', async () => {
    const rate = (v: number, n: number, a: string) => draft({ st: 'started', q: { nps: { v, n, a } } });
    collector.answer(() => refusal(500));
    const [one, other] = [deliver(), deliver({ actor: 'bbbbbbbb' })];
    await one.keep(rate(7, 1, 'aaaaaaaa'));
    await other.keep(rate(9, 2, 'bbbbbbbb'));
    collector.answer(undefined);
    await pass(60_000);
    expect(collector.responses.get(rid(1))!.q['nps']).toMatchObject({ v: 9 });
    expect((await onDisk()).get(rid(1))!.q['nps']).toMatchObject({ v: 9 });
  });

  it('delivers what another tab kept and could not send, without being touched', async () => {
    deliver({ actor: 'bbbbbbbb' });
    await pass(5_000);
    collector.answer(hang);
    const dying = deliver();
    await dying.keep(rated(9));
    await settle();
    dying.close();
    collector.answer(undefined);
    await pass(62_000);
    expect(collector.responses.size).toBe(1);
  });

  it('tells a waiting prompt that the answer arrived when another tab delivered it', async () => {
    collector.answer(() => Promise.reject(new TypeError('offline')));
    const [one, other] = [deliver(), deliver({ actor: 'bbbbbbbb' })];
    await one.keep(rated(9, { st: 'completed' }));
    const settled = one.settled(rid(1), 600_000);
    await settle();
    collector.answer((envelope) => collector.receive(envelope));
    // Only the other tab looks.
    await pass(6_000);
    other.flush();
    await pass(60_000);
    expect(await settled).toBe('sent');
  });

  it('R11: treats a reply in one transaction', async () => {
    await leave([1, 2, 3, 4, 5, 6].map((n) => waiting(n)));
    let done!: () => void;
    collector.answer((envelope) => new Promise((resolve) => (done = () => resolve(collector.receive(envelope)))));
    deliver();
    await pass(4_000);
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
    done();
    await settle();
    // The same that finds nothing more to send.
    expect(begun).toHaveBeenCalledTimes(1);
  });
});

describe('what must not come back', () => {
  it('T08: nothing of it is stored or sent by a tab that had it in memory only', async () => {
    const spy = cold();
    const stale = deliver({ actor: 'bbbbbbbb' });
    collector.answer(() => refusal(500));
    void stale.keep(rated(7));
    await pass(3_000);
    spy.mockRestore();
    collector.requests.length = 0;
    const tab = deliver();
    await tab.forget();
    await settle();
    collector.answer(undefined);
    expect(await stale.keep(rated(8))).toBe('unsaved');
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await pass(600_000);
    expect(collector.requests).toHaveLength(0);
    expect([...(await onDisk()).keys()]).toEqual(['state']);
  });

  it('I9: a "forget" the database could not hear of is made up for before anything is sent', async () => {
    await leave([waiting(1)]);
    const spy = cold();
    const tab = deliver();
    const forgotten = tab.forget();
    await pass(10_000);
    await forgotten;
    tab.close();
    spy.mockRestore();
    expect((await onDisk()).has(rid(1))).toBe(true);
    const later = deliver({ actor: 'bbbbbbbb' });
    expect(await later.keep(rated(9, { rid: rid(2) }))).toBe('saved');
    await pass(10_000);
    expect(collector.batches()).toEqual([[2]]);
    expect((await onDisk()).has(rid(1))).toBe(false);
  });

  it('I9: a response that is gone is gone in every tab', async () => {
    const tab = deliver();
    await tab.keep(rated(7));
    await pass(2_000);
    const other = deliver({ actor: 'bbbbbbbb' });
    await other.keep(rated(7, { at: NOW + 1 }));
    collector.answer(({ d }) =>
      reply(200, {
        v: 1,
        now: Date.now(),
        pause: 0,
        r: d.map(({ rid: id, rev, a }) => ({ rid: id, rev, a, s: 'gone' })),
      }),
    );
    await tab.keep(rated(8));
    await pass(5_000);
    collector.answer(undefined);
    const before = collector.requests.length;
    expect(await tab.keep(rated(9))).toBe('unsaved');
    expect(await other.keep(rated(9))).toBe('unsaved');
    vi.stubGlobal('BroadcastChannel', undefined);
    expect(await deliver({ actor: 'cccccccc' }).keep(rated(9, { rid: rid(2) }))).toBe('saved');
    await pass(60_000);
    expect(collector.batches().slice(before)).toEqual([[2]]);
    expect((await onDisk()).has(rid(1))).toBe(false);
  });

  it('I9: a tab without a channel learns of it from the database', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const [one, other] = [deliver(), deliver({ actor: 'bbbbbbbb' })];
    await other.keep(rated(7));
    await one.forget();
    expect(await other.keep(rated(8))).toBe('unsaved');
    expect((await onDisk()).has(rid(1))).toBe(false);
  });
});

describe('quarantine', () => {
  it('holds whatever is refused, and keeps it when room is needed', async () => {
    await leave(Array.from({ length: 12 }, (_, i) => waiting(i)));
    collector.answer(() => refusal(400));
    const d = deliver();
    await pass(120_000);
    const records = [...(await onDisk()).values()].filter((one) => one.rid);
    expect(records.filter((one) => one.quar)).toHaveLength(12);
    expect(records.every((one) => one.next! > Date.now() + 3_000_000)).toBe(true);
    await leave(Array.from({ length: 38 }, (_, i) => waiting(12 + i)));
    expect(await d.hasRoom()).toBe(false);
    expect((await onDisk()).size).toBe(51);
  });

  it('is tried again at once by a new version of the script', async () => {
    await leaveOnDisk({ [rid(1)]: waiting(1, { quar: 3, sdk: '1.0.0', next: NOW + 80_000_000 }) });
    const old = deliver();
    await pass(5_000);
    expect(collector.requests).toHaveLength(0);
    old.close();
    deliver({ sdk: '1.0.1' });
    await pass(5_000);
    expect(collector.responses.size).toBe(1);
  });
});
