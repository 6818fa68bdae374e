// The whole chunk against a collector.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayWait } from '../../../widget/queue/mark.ts';
import { onDisk, pass, rated, rid, settle, SITE } from '../queue/samples.ts';
import { refusal } from './collector.ts';
import { collector, deliver, end, events, leave, start, waiting } from './page.ts';

beforeEach(start);
afterEach(end);

describe('delivery', () => {
  it('keeps an answer, sends it at once and says so', async () => {
    const d = deliver();
    expect(await d.keep(rated(9, { st: 'completed' }))).toBe('saved');
    expect(await d.settled(rid(1), 5_000)).toBe('sent');
    expect(collector.responses.get(rid(1))).toMatchObject({ rev: 1, a: 'aaaaaaaa', q: { nps: { v: 9 } } });
    expect(events).toEqual([
      ['queued', { survey: 'after-order', revision: 1 }],
      ['delivered', { survey: 'after-order', revision: 1 }],
    ]);
    await settle();
    // For the next page to take away: it survives a killed browser only if it was there for a while.
    expect(mayWait(SITE)).toBe(true);
    expect((await onDisk()).has(rid(1))).toBe(false);
  });

  it('sends a request no preflight or redirect can spoil', async () => {
    await deliver().keep(rated(9));
    await settle();
    expect(collector.requests[0]!.init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'strict-origin',
      keepalive: true,
    });
    const { url, headers } = new Request('https://collector.example/c/v1/s', collector.requests[0]!.init);
    expect([url, [...headers]]).toEqual([
      'https://collector.example/c/v1/s',
      [['content-type', 'text/plain;charset=UTF-8']],
    ]);
    expect(collector.requests[0]!.body).toMatchObject({ v: 1, k: SITE, sdk: '1.0.0', n: 1, t: Date.now() });
  });

  it('keeps an answer given offline and delivers it once', async () => {
    collector.answer(() => Promise.reject(new TypeError('offline')));
    const d = deliver();
    await d.keep(rated(9));
    const soon = d.settled(rid(1), 300);
    await pass(300);
    expect(await soon).toBe('waiting');
    await pass(20_000);
    collector.answer(undefined);
    const before = collector.requests.length;
    window.dispatchEvent(new Event('online'));
    await pass(320_000);
    expect(collector.requests).toHaveLength(before + 1);
    expect(collector.responses.size).toBe(1);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 1, ack: 1 });
  });

  it('sends what an earlier page left, within 3 s of the first idle moment', async () => {
    await leave([waiting(1), waiting(2)]);
    deliver({ actor: 'bbbbbbbb' });
    await pass(3_500);
    expect(collector.batches()).toEqual([[1, 2]]);
  });

  it('sends the milliseconds since the change, anew at each attempt and only from the page that made it', async () => {
    await leave([waiting(2)]);
    collector.answer(() => refusal(500));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    collector.answer(undefined);
    await pass(10_000);
    const [one, two] = collector.requests.map(({ body }) => body.d.find((sent) => sent.rid === rid(1))!);
    expect(one!.el).toBe(0);
    expect(two!.el).toBeGreaterThanOrEqual(1_000);
    expect(
      collector.requests.flatMap(({ body }) => body.d).filter((sent) => sent.rid === rid(2) && 'el' in sent),
    ).toEqual([]);
    expect(collector.requests.map(({ body }) => body.n)).toEqual([1, 2]);
  });

  it('without consent delivers from memory and leaves nothing on the device', async () => {
    const d = deliver({ storage: 'none' });
    expect(await d.keep(rated(9))).toBe('unsaved');
    expect(await d.settled(rid(1), 1_000)).toBe('sent');
    expect(localStorage.length).toBe(0);
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('for a session keeps the answer in the tab’s storage and nothing else, and the next page there sends it', async () => {
    collector.answer(() => Promise.reject(new TypeError('offline')));
    const d = deliver({ storage: 'session' });
    expect(await d.keep(rated(9))).toBe('unsaved');
    await settle();
    expect(d.report()).toMatchObject({ waiting: [{ rid: rid(1) }], saved: false });
    d.close();
    collector.answer(undefined);
    expect(localStorage).toHaveLength(0);
    expect(await indexedDB.databases()).toEqual([]);
    expect(Object.keys(sessionStorage)).toEqual([`asklet-${SITE}`]);
    const next = deliver({ storage: 'session', actor: 'bbbbbbbb' });
    await pass(3_500);
    expect(collector.responses.get(rid(1))).toMatchObject({ rev: 1, q: { nps: { v: 9 } } });
    next.close();
    const last = deliver({ storage: 'session', actor: 'cccccccc' });
    await pass(3_500);
    expect(mayWait(SITE)).toBe(false);
    await last.keep(rated(8, { rid: rid(2) }));
    expect(mayWait(SITE)).toBe(true);
    await last.forget();
    expect(sessionStorage).toHaveLength(0);
  });

  it('forgets at once, also while paused (R13), and sends nothing of it any more (I9)', async () => {
    collector.answer((envelope) => collector.receive(envelope, { pause: 3_600_000 }));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    await d.keep(rated(8));
    await d.forget();
    expect([...(await onDisk()).keys()]).toEqual(['state']);
    await pass(2 * 3_600_000);
    expect(collector.requests).toHaveLength(1);
  });

  it('H12: takes every timer back and sends nothing after it was closed', async () => {
    collector.answer(() => refusal(500));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    const waits = d.settled(rid(1), 60_000);
    d.close();
    expect(await waits).toBe('waiting');
    expect(vi.getTimerCount()).toBe(0);
    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('pagehide'));
    await pass(600_000);
    expect(collector.requests).toHaveLength(1);
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 1, ack: 0 });
  });
});
