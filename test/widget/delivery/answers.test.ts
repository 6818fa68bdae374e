// What the collector may answer, and several tabs; numbers as in the delivery protocol.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayWait } from '../../../widget/queue/mark.ts';
import { draft, leaveOnDisk, NOW, onDisk, pass, rated, rid, settle, SITE } from '../queue/samples.ts';
import { refusal, reply } from './collector.ts';
import { collector, deliver, end, events, leave, start, state, waiting } from './page.ts';

beforeEach(start);
afterEach(end);

describe('answers of the collector', () => {
  it('R01: 429 with 90 s stops every tab for 90 s, then one request', async () => {
    collector.answer(() => refusal(429, { ms: 90_000 }));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    collector.answer(undefined);
    deliver({ actor: 'bbbbbbbb' });
    await d.keep(rated(8));
    await pass(89_000);
    expect(collector.requests).toHaveLength(1);
    await pass(25_000);
    expect(collector.responses.get(rid(1))).toMatchObject({ rev: 2 });
    expect(await state()).toMatchObject({ fails: 0 });
  });

  it('R03: waits longer and longer after 500s, never more than 5 min', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    collector.answer(() => refusal(500));
    await deliver().keep(rated(9));
    await pass(1_300_000);
    const times = collector.requests.map(({ at }) => at);
    const gaps = times.slice(1).map((at, i) => Math.round((at - times[i]!) / 1_000));
    expect(gaps.slice(0, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('R04: isolates the one bad response of a batch of 20; all others are delivered', async () => {
    await leave(Array.from({ length: 20 }, (_, i) => waiting(i)));
    collector.answer((envelope) =>
      envelope.d.some((sent) => sent.rid === rid(19)) ? refusal(400, { e: 'shape' }) : collector.receive(envelope),
    );
    deliver();
    await pass(12_000);
    expect(collector.requests).toHaveLength(6);
    expect(collector.responses.size).toBe(19);
    expect((await onDisk()).get(rid(19))).toMatchObject({ quar: 1, ack: 0 });
    expect(events).toContainEqual(['rejected', { survey: 'after-order', revision: 1, code: 'shape' }]);
  });

  it.each([0, 7, 13])('I5: a bad response at place %i delays no other by more than 7 requests', async (bad) => {
    await leave(Array.from({ length: 20 }, (_, i) => waiting(i)));
    collector.answer((envelope) =>
      envelope.d.some((sent) => sent.rid === rid(bad)) ? refusal(422) : collector.receive(envelope),
    );
    deliver();
    await pass(15_000);
    expect(collector.responses.size).toBe(19);
    expect(collector.requests.length).toBeLessThanOrEqual(8);
  });

  it('R06: halves what is too large and keeps to it', async () => {
    await leave(Array.from({ length: 12 }, (_, i) => waiting(i)));
    collector.answer((envelope) => (envelope.d.length > 3 ? refusal(413) : collector.receive(envelope)));
    deliver();
    await pass(12_000);
    expect(collector.batches().map((batch) => batch.length)).toEqual([12, 6, 3, 3, 3, 3]);
  });

  it('R07: sets aside a single response that is too large; the others go on', async () => {
    await leave([waiting(1), waiting(2)]);
    collector.answer((envelope) =>
      envelope.d.some((sent) => sent.rid === rid(1)) ? reply(413, 'Too large') : collector.receive(envelope),
    );
    deliver();
    await pass(8_000);
    expect((await onDisk()).get(rid(1))).toMatchObject({ quar: 1 });
    expect(collector.responses.has(rid(2))).toBe(true);
    collector.answer(undefined);
    await pass(70 * 60_000);
    expect(collector.responses.has(rid(1))).toBe(true);
  });

  it('R08: waits an hour with a wrong key, keeps the answer, and delivers once the key is right', async () => {
    collector.answer(() => refusal(401));
    await deliver().keep(rated(9));
    await pass(3_500_000);
    expect(collector.requests).toHaveLength(1);
    collector.answer(undefined);
    await pass(600_000);
    expect(collector.responses.size).toBe(1);
  });

  it('R09: outlives 3 minutes of 404 and delivers at most 6 minutes later', async () => {
    collector.answer(() => reply(404, 'not found'));
    await deliver().keep(rated(9));
    await pass(180_000);
    expect(mayWait(SITE)).toBe(true);
    collector.answer(undefined);
    await pass(360_000);
    expect(collector.responses.size).toBe(1);
  });

  it('R10: empties the queue and stops when the site is closed for good', async () => {
    collector.answer(() => refusal(410, { kill: true, k: SITE }));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    expect([...(await onDisk()).keys()]).toEqual(['state']);
    expect(mayWait(SITE)).toBe(false);
    expect(await d.keep(rated(8, { rid: rid(2) }))).toBe('unsaved');
    await pass(600_000);
    expect(collector.requests).toHaveLength(1);
  });

  it('R11: treats each response by its own verdict', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await leave([1, 2, 3, 4, 5, 6].map((n) => waiting(n)));
    const verdicts = [
      { s: 'ok' },
      { s: 'retry', ms: 5_000 },
      { s: 'drop', c: 'shape' },
      { s: 'gone' },
      { s: 'held', c: 'closed' },
    ];
    collector.answer(({ d }) =>
      reply(200, {
        v: 1,
        now: NOW,
        pause: 0,
        // The sixth has no verdict.
        r: d.slice(0, 5).map(({ rid, rev, a }, i) => ({ rid, rev, a, ...verdicts[i] })),
      }),
    );
    deliver();
    await pass(300);
    const now = collector.requests[0]!.at;
    const left = await onDisk();
    expect(left.get(rid(1))).toMatchObject({ ack: 1 });
    expect(left.get(rid(2))).toMatchObject({ ack: 0, tries: 1, next: now + 5_000 });
    expect(left.get(rid(3))).toMatchObject({ ack: 0, quar: 1, drops: 1, next: now + 3_600_000 });
    expect(left.has(rid(4))).toBe(false);
    expect(left.get(rid(5))).toMatchObject({ ack: 1 });
    expect(left.get(rid(6))).toMatchObject({ ack: 0, tries: 1, next: now + 1_000 });
  });

  it('R12: gives a response up after three drops on three days, and reports the loss once', async () => {
    collector.answer((envelope) =>
      reply(200, {
        v: 1,
        now: Date.now(),
        pause: 0,
        r: envelope.d.map(({ rid: id, rev, a }) => ({ rid: id, rev, a, s: id === rid(1) ? 'drop' : 'ok' })),
      }),
    );
    await leave([waiting(1)]);
    const d = deliver();
    await pass(20 * 3_600_000);
    expect((await onDisk()).get(rid(1))).toMatchObject({ drops: 1 });
    await pass(80 * 3_600_000);
    expect((await onDisk()).has(rid(1))).toBe(false);
    expect(collector.requests.every(({ body }) => body.loss!.bad === 0)).toBe(true);
    await d.keep(rated(9, { rid: rid(2) }));
    await pass(5_000);
    await d.keep(rated(8, { rid: rid(2) }));
    await pass(5_000);
    expect(collector.requests.slice(-2).map(({ body }) => body.loss?.bad)).toEqual([1, 0]);
  });

  it('R13: makes every tab wait as long as a receipt asks', async () => {
    collector.answer((envelope) => collector.receive(envelope, { pause: 3_600_000 }));
    const d = deliver();
    await d.keep(rated(9));
    await settle();
    await d.keep(rated(8));
    await pass(3_590_000);
    expect(collector.requests).toHaveLength(1);
    await pass(920_000);
    expect(collector.requests.length).toBeGreaterThan(1);
  });

  it.each([
    ['broken', () => refusal(500)],
    ['unreachable', () => Promise.reject(new TypeError('refused'))],
  ])('R14: asks a %s collector at most 12 times while a person views 100 pages in 5 minutes', async (_how, answer) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    collector.answer(answer);
    await leave([waiting(1)]);
    for (let page = 0; page < 100; page++) {
      const d = deliver({ actor: String(page).padStart(8, '0') });
      await pass(3_000);
      window.dispatchEvent(new Event('pagehide'));
      d.close();
    }
    expect(collector.requests.length).toBeLessThanOrEqual(12);
    expect(collector.requests.length).toBeGreaterThan(5);
  });

  it('R15: takes a next attempt 40 days ahead for now', async () => {
    await leaveOnDisk({
      [rid(1)]: waiting(1, { next: NOW + 40 * 86_400_000 }),
      state: { fails: 3, nextAt: NOW + 40 * 86_400_000 },
    });
    deliver();
    await pass(3_500);
    expect(collector.responses.size).toBe(1);
  });
});

describe('tabs', () => {
  it('T05: one response from two tabs that answered different questions', async () => {
    await deliver().keep(rated(7));
    await deliver({ actor: 'bbbbbbbb' }).keep(draft({ q: { why: { v: 'slow', n: 2, a: 'bbbbbbbb' } } }));
    await pass(3_000);
    expect(collector.responses.get(rid(1))!.q).toMatchObject({ nps: { v: 7 }, why: { v: 'slow' } });
    expect(collector.responses.size).toBe(1);
  });

  it('T10: sites on one page have separate queues and pauses', async () => {
    collector.answer((envelope) => (envelope.k === SITE ? refusal(429, { ms: 60_000 }) : collector.receive(envelope)));
    await deliver().keep(rated(7));
    const other = deliver({ site: 'pk_other' });
    await other.keep(rated(8, { rid: rid(2) }));
    expect(await other.settled(rid(2), 1_000)).toBe('sent');
    expect([...(await onDisk()).keys()]).toEqual([rid(1), 'state']);
  });
});
