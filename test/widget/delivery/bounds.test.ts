// What the queue and its delivery cost at most, in counts and bytes; and pages that make it hard.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { report } from '../../../widget/delivery/report.ts';
import { MOST_BYTES } from '../../../widget/queue/eviction.ts';
import { merge } from '../../../widget/queue/merge.ts';
import { openQueue } from '../../../widget/queue/open.ts';
import { mayWait } from '../../../widget/queue/mark.ts';
import { leaveOnDisk, NOW, onDisk, pass, rated, rid, settle, SITE, stored } from '../queue/samples.ts';
import { refusal } from './collector.ts';
import { collector, deliver, end, give, leave, start, waiting } from './page.ts';

beforeEach(start);
afterEach(end);

describe('bounds', () => {
  it('writes once to the database for each tap', async () => {
    const queue = openQueue({ site: SITE, actor: 'aaaaaaaa', storage: 'persist' }, () => {});
    await queue.hasRoom();
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
    for (let n = 1; n <= 10; n++) await queue.keep(rated(n, { q: { nps: { v: n, n, a: 'aaaaaaaa' } } }));
    expect(put).toHaveBeenCalledTimes(10);
    expect(begun).toHaveBeenCalledTimes(10);
    queue.close();
  });

  it.each([1, 2, 3, 4, 5])(
    'asks a failing collector at most 12 times a minute, however often one taps (%i)',
    async (seed) => {
      let dice = seed * 7_919;
      vi.spyOn(Math, 'random').mockImplementation(() => (dice = (dice * 16_807) % 2_147_483_647) / 2_147_483_647);
      collector.answer(() => refusal(502));
      const d = deliver();
      for (let second = 1; second <= 180; second++) {
        await d.keep(rated(second % 11, { q: { nps: { v: second % 11, n: second, a: 'aaaaaaaa' } } }));
        await pass(1_000);
      }
      const times = collector.requests.map(({ at }) => at);
      for (const at of times)
        expect(times.filter((one) => one >= at && one < at + 60_000).length).toBeLessThanOrEqual(12);
      expect(times.length).toBeGreaterThan(3);
    },
  );

  it('sends at most one request a second', async () => {
    const d = deliver();
    for (let n = 1; n <= 20; n++) {
      await d.keep(rated(n % 11, { q: { nps: { v: n % 11, n, a: 'aaaaaaaa' } } }));
      await pass(100);
    }
    const times = collector.requests.map(({ at }) => at);
    expect(times.slice(1).every((at, i) => at - times[i]! >= 1_000)).toBe(true);
    expect(times.length).toBeGreaterThan(1);
  });

  it('keeps at most 256 KiB in the database', async () => {
    collector.answer(() => refusal(500));
    const d = deliver();
    let n = 0;
    const text = (v: string) => ({ why: { v, n: 1, a: 'aaaaaaaa' } });
    for (; n < 60 && (await d.hasRoom()); n++) await d.keep(rated(7, { rid: rid(n), q: text('é'.repeat(2_000)) }));
    const bytes = [...(await onDisk())]
      .filter(([key]) => key !== 'state')
      .reduce((sum, [, one]) => sum + new TextEncoder().encode(JSON.stringify(one)).length, 0);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(n).toBeGreaterThan(30);
  });

  it('S11: works in memory, says so and does not try for ever where there is no room at all', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const begin = IDBDatabase.prototype.transaction;
    let begun = 0;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
      begun++;
      const made = begin.apply(this, given);
      // What the engine of fake-indexeddb does when an operation fails; it has no quota of its own.
      setImmediate(() => (made as unknown as { _abort(name: string): void })._abort('QuotaExceededError'));
      return made;
    });
    const d = deliver();
    expect(await d.keep(rated(9))).toBe('unsaved');
    expect(await d.settled(rid(1), 1_000)).toBe('sent');
    await pass(3_600_000);
    expect(collector.responses.size).toBe(1);
    expect(begun).toBeLessThan(40);
    expect(mayWait(SITE)).toBe(false);
  });

  it('H10: works on a page that changed what everything is made of', async () => {
    // oxlint-disable-next-line no-extend-native -- as some pages do
    Object.assign(Object.prototype, { foo: 'polluted' });
    Object.assign(Array.prototype, { last: () => undefined });
    vi.stubGlobal('JSON', { parse: JSON.parse.bind(JSON), stringify: JSON.stringify.bind(JSON) });
    vi.stubGlobal('Date', class extends Date {});
    try {
      const d = deliver();
      expect(await d.keep(rated(9, { st: 'completed' }))).toBe('saved');
      expect(await d.settled(rid(1), 1_000)).toBe('sent');
      expect(collector.responses.get(rid(1))).toMatchObject({ q: { nps: { v: 9 } } });
    } finally {
      Reflect.deleteProperty(Object.prototype, 'foo');
      Reflect.deleteProperty(Array.prototype, 'last');
    }
  });

  it('M04: of two values that claim the same number and page load the first is kept', () => {
    const first = stored({ rev: 3, q: { nps: { v: 9, n: 2, a: 'aaaaaaaa' } } });
    const other = stored({ rev: 4, a: 'bbbbbbbb', q: { nps: { v: 1, n: 2, a: 'aaaaaaaa' } } });
    expect(merge(first, other, 'cccccccc').q['nps']!.v).toBe(9);
  });
});

describe('report', () => {
  const now = () => Date.now();

  it('nothing waits at first, and again when all is delivered', async () => {
    const d = deliver();
    await pass(4_000);
    const nothing = { waiting: 0, since: null, reason: 'nothing waits', nextTry: null, saved: true };
    expect(report(d.report())).toEqual(nothing);
    collector.answer(() => new Promise(() => {}));
    await d.keep(rated(9));
    await settle();
    expect(report(d.report())).toEqual({ waiting: 1, since: NOW, reason: 'sending', nextTry: null, saved: true });
    collector.answer(undefined);
    await pass(60_000);
    expect(report(d.report())).toEqual(nothing);
  });

  it.each([
    ['backoff', () => refusal(500), 2_000],
    ['paused', () => refusal(429, { ms: 90_000 }), 113_000],
    ['parked', () => refusal(404), 330_000],
  ] as const)('says that it is %s, and until when', async (reason, answer, most) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.99);
    collector.answer(answer);
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    const { nextTry, ...rest } = report(d.report());
    expect(rest).toEqual({ waiting: 1, since: NOW, reason, saved: true });
    expect(nextTry! - now()).toBeGreaterThan(most * 0.9);
    expect(nextTry! - now()).toBeLessThanOrEqual(most);
  });

  it('says that the browser is offline', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    expect(report(d.report())).toMatchObject({ reason: 'offline', nextTry: now() + 60_000 });
  });

  it('says that the page forbids it', async () => {
    collector.answer(() => {
      document.dispatchEvent(
        Object.assign(new Event('securitypolicyviolation'), { blockedURI: 'https://collector.example/c/v1/s' }),
      );
      throw new TypeError('blocked');
    });
    const d = deliver();
    await d.keep(rated(9));
    await pass(100);
    expect(report(d.report())).toMatchObject({ waiting: 1, reason: 'blocked' });
  });

  it('says that what waits was refused', async () => {
    await leave([waiting(1, { quar: 1, sdk: '1.0.0', next: NOW + 3_000_000 })]);
    const d = deliver();
    await pass(4_000);
    expect(report(d.report())).toMatchObject({ waiting: 1, reason: 'quarantined', nextTry: NOW + 3_000_000 });
  });

  it('says that another tab is at it', async () => {
    await leaveOnDisk({ [rid(1)]: waiting(1, { fly: NOW + 25_000 }) });
    const d = deliver();
    await pass(4_000);
    expect(report(d.report())).toMatchObject({ waiting: 1, reason: 'sending', nextTry: NOW + 25_000 });
  });

  it('says that it is not saved without consent', async () => {
    give(navigator, 'onLine', false);
    const d = deliver({ storage: 'none' });
    await d.keep(rated(9));
    await settle();
    expect(report(d.report())).toMatchObject({ waiting: 1, saved: false });
  });
});
