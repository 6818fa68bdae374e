// Networks and page lives that go wrong; numbers as in the delivery protocol.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onDisk, pass, rated, rid, settle } from '../queue/samples.ts';
import { refusal, reply } from './collector.ts';
import { collector, deliver, end, leave, start, state, waiting } from './page.ts';

const first = { rev: 1, a: 'aaaaaaaa' };

beforeEach(start);
afterEach(end);

describe('network', () => {
  it.each([
    ['N06: JSON of another shape', () => reply(200, { ok: true })],
    ['N06: an offline page', () => reply(200, '<!doctype html>')],
    [
      'N08: an unknown verdict',
      () => reply(200, { v: 1, now: 1, pause: 0, r: [{ rid: rid(1), ...first, s: 'accepted-v2' }] }),
    ],
    ['N09: a redirect', () => Promise.reject(new TypeError('redirect'))],
    [
      'N23: a fetch that throws',
      () => {
        throw new Error('patched');
      },
    ],
    ['N23: a fetch that returns undefined', () => undefined as never],
  ])('%s acknowledges nothing and is tried again later', async (_name, answer) => {
    collector.answer(answer);
    const d = deliver();
    await d.keep(rated(9, { st: 'completed' }));
    await settle();
    expect((await onDisk()).get(rid(1))).toMatchObject({ ack: 0 });
    expect(await state()).toMatchObject({ fails: 1 });
    collector.answer(undefined);
    await pass(60_000);
    expect(collector.responses.size).toBe(1);
    expect((await onDisk()).has(rid(1))).toBe(false);
  });

  it('N23: a fetch that never settles ends after 15 s', async () => {
    collector.answer(() => new Promise(() => {}));
    await deliver().keep(rated(9));
    await pass(14_900);
    expect(await state()).not.toMatchObject({ fails: 1 });
    await pass(200);
    expect(await state()).toMatchObject({ fails: 1 });
    expect(collector.requests[0]!.init.signal!.aborted).toBe(true);
  });

  it('N24, N10: a body that ends after the time-out is ignored, and the answer sent again', async () => {
    let end!: (text: string) => void;
    collector.answer((envelope) => {
      void collector.receive(envelope);
      const late = new Promise<string>((resolve) => (end = resolve));
      return { status: 200, headers: new Headers(), json: async () => JSON.parse(await late) } as Response;
    });
    await deliver().keep(rated(9));
    await pass(15_000);
    end(JSON.stringify({ v: 1, now: 1, pause: 0, r: [{ rid: rid(1), ...first, s: 'ok' }] }));
    await settle();
    expect((await onDisk()).get(rid(1))).toMatchObject({ ack: 0 });
    collector.answer(undefined);
    await pass(10_000);
    expect((await onDisk()).get(rid(1))).toMatchObject({ ack: 1 });
    expect(collector.responses.size).toBe(1);
  });

  it('N11: an answer changed while its request flies stays dirty and is sent again', async () => {
    let answer!: () => void;
    collector.answer((envelope) => new Promise((resolve) => (answer = () => resolve(collector.receive(envelope)))));
    const d = deliver();
    await d.keep(rated(4));
    await settle();
    await d.keep(rated(9, { q: { nps: { v: 9, n: 2, a: 'aaaaaaaa' } } }));
    collector.answer(undefined);
    answer();
    await settle();
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 2, ack: 0 });
    await pass(1_500);
    expect(collector.responses.get(rid(1))).toMatchObject({ rev: 2, q: { nps: { v: 9 } } });
    expect((await onDisk()).get(rid(1))).toMatchObject({ rev: 2, ack: 2 });
    expect(collector.requests).toHaveLength(2);
  });

  it('N12: a receipt for one page load’s revision 3 does not clear another’s', async () => {
    await leave([waiting(1, { rev: 3, a: 'bbbbbbbb' })]);
    collector.answer(async (envelope) => {
      await leave([waiting(1, { rev: 3, a: 'cccccccc' })]);
      collector.answer(() => new Promise(() => {}));
      return collector.receive(envelope);
    });
    deliver();
    await pass(3_300);
    expect((await onDisk()).get(rid(1))).toMatchObject({ a: 'cccccccc', ack: 0 });
  });

  it('N13: tries once more without keepalive when that was refused, without backing off', async () => {
    collector.answer((envelope, { keepalive }) => {
      if (keepalive) throw new TypeError('over quota');
      return collector.receive(envelope);
    });
    const d = deliver();
    await d.keep(rated(9));
    expect(await d.settled(rid(1), 1_000)).toBe('sent');
    expect(collector.requests).toHaveLength(2);
    await settle();
    expect(await state()).toMatchObject({ fails: 0 });
  });

  it('N14, N15: sends the answer once when the page is hidden and left, without a transaction', async () => {
    const d = deliver();
    collector.answer(() => refusal(500));
    await d.keep(rated(9));
    await settle();
    collector.requests.length = 0;
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
    window.dispatchEvent(new Event('pagehide'));
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(collector.requests).toHaveLength(1);
    expect(collector.requests[0]!.init.keepalive).toBe(true);
    expect(collector.requests[0]!.body.d).toMatchObject([{ rid: rid(1), rev: 1 }]);
    expect(begun).not.toHaveBeenCalled();
  });

  it('N15: leaves the answer to the request that already carries it', async () => {
    collector.answer(() => new Promise(() => {}));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    expect(collector.requests).toHaveLength(1);
  });

  it('N16: comes back from the back/forward cache and sends, once', async () => {
    const d = deliver();
    await settle();
    window.dispatchEvent(new Event('pagehide'));
    void d.keep(rated(9));
    await settle();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await pass(5_000);
    expect(collector.batches()).toEqual([[1]]);
    expect((await onDisk()).get(rid(1))).toMatchObject({ ack: 1 });
  });

  it('N18: stops for 5 minutes after three requests something in the page killed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    collector.answer(() => Promise.reject(new TypeError('blocked')));
    await deliver().keep(rated(9));
    await pass(60_000);
    // The first is tried with and without keepalive.
    expect(collector.requests).toHaveLength(4);
    collector.answer(undefined);
    await pass(301_000);
    expect(collector.responses.size).toBe(1);
  });

  it('N19: does not believe that it is offline for more than 60 s', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await deliver().keep(rated(9));
    await pass(59_000);
    expect(collector.requests).toHaveLength(0);
    await pass(1_000);
    expect(collector.responses.size).toBe(1);
  });

  it('N20: delivers within 5 min and 15 s after a network that was dead for 10 min is back', async () => {
    collector.answer(() => Promise.reject(new TypeError('dns')));
    await deliver().keep(rated(9));
    await pass(600_000);
    expect(collector.responses.size).toBe(0);
    collector.answer(undefined);
    await pass(315_000);
    expect(collector.responses.size).toBe(1);
  });
});
