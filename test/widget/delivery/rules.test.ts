// The pure rules of delivery: what an answer means, what proves an acknowledgement, how long to wait.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERDICTS, type SentSnapshot } from '../../../server/contract/api.ts';
import { backoff, left, park, PARKS, pause, waits } from '../../../widget/queue/backoff.ts';
import { pick, toSent } from '../../../widget/delivery/batch.ts';
import { readReceipt } from '../../../widget/delivery/receipt.ts';
import type { Outcome } from '../../../widget/delivery/outcome.ts';
import { retryAfterMs, toOutcome } from '../../../widget/delivery/status.ts';
import { merge } from '../../../widget/queue/merge.ts';
import { readState, type StoredResponse } from '../../../widget/queue/queue.ts';
import type { Look } from '../../../widget/queue/state.ts';
import { NOW, rid, SITE, stored } from '../queue/samples.ts';

const HOUR = 3_600_000;
const sent = [toSent(stored({ rev: 4 }), 0)];
const verdict = { rid: rid(1), rev: 4, a: 'aaaaaaaa', s: 'ok' };
/** A text is a body that is no JSON. */
const outcome = (status: number, body: unknown = '', retryAfter: string | null = null) =>
  toOutcome(status, typeof body === 'string' ? undefined : body, retryAfter, SITE, sent, NOW);
const look: Look = { sdk: '1.0.0', now: NOW, random: 0 };
const before = readState({ fails: 3, parks: 1, nextAt: NOW, pausedUntil: 5 });
const learnt = (made: Outcome) => made.learn?.(before, look, before.loss);
/** What it is taken for, by what it does. */
function typeOf(made: Outcome): string | undefined {
  if (made.verdicts) return 'receipt';
  if (made.kill) return 'kill';
  if (made.refused) return 'refused';
  const { pausedUntil, parks, fails } = learnt(made)!;
  return pausedUntil ? 'pause' : parks ? 'park' : fails === 4 ? 'failed' : undefined;
}

describe('status', () => {
  it.each([
    [200, { v: 1, now: 5, r: [verdict], pause: 0 }, 'receipt'],
    [200, '<html>offline</html>', 'failed'],
    [200, '', 'failed'],
    [200, { ok: true }, 'failed'],
    [204, '', 'failed'],
    [202, { v: 1, now: 5, r: [verdict], pause: 0 }, 'failed'],
    [302, '', 'failed'],
    [400, { e: 'shape' }, 'refused'],
    [422, '', 'refused'],
    [413, 'Too large', 'refused'],
    [401, '', 'park'],
    [403, '', 'park'],
    [404, '', 'park'],
    [405, '', 'park'],
    [431, '', 'park'],
    [505, '', 'park'],
    [408, '', 'failed'],
    [409, '', 'failed'],
    [425, '', 'failed'],
    [429, '', 'pause'],
    [500, '', 'failed'],
    [502, '', 'failed'],
    [503, '', 'failed'],
    [503, { v: 1, ms: 5 }, 'pause'],
    [599, '', 'failed'],
  ])('takes %i %j for %s', (status, body, type) => {
    expect(typeOf(outcome(status, body))).toBe(type);
  });

  it.each([
    ['<html>', 'park'],
    [{ kill: true }, 'park'],
    [{ kill: true, k: 'pk_other' }, 'park'],
    [{ kill: 'true', k: SITE }, 'park'],
    [{ kill: true, k: SITE }, 'kill'],
  ])('R10: takes 410 %j for %s', (body, type) => {
    expect(typeOf(outcome(410, body))).toBe(type);
  });

  it.each([
    [404, 1],
    [401, 2],
    [403, 3],
  ])('climbs from the rung of %i: one above the last refusal', (status, rung) => {
    expect(learnt(outcome(status))).toEqual({ parks: 2, nextAt: NOW + PARKS[rung]! });
  });

  it('forgets failures, and what was lost and reported, at a receipt', () => {
    const made = outcome(200, { v: 1, now: 5, r: [verdict], pause: 0 });
    const state = readState({ fails: 3, parks: 1, nextAt: NOW, pausedUntil: 7, loss: { bad: 3 } });
    const { fails, parks, nextAt, pausedUntil, clock, loss } = {
      ...state,
      ...made.learn!(state, look, { ...before.loss, bad: 2 }),
    };
    expect([fails, parks, nextAt, pausedUntil, clock, loss.bad]).toEqual([0, 0, 0, 7, 5, 1]);
  });

  it('R02: reads Retry-After strictly, and waits at most 6 h', () => {
    const at = Date.parse('2026-10-21T07:00:00Z');
    expect(retryAfterMs('Wed, 21 Oct 2026 07:28:00 GMT', at)).toBe(28 * 60_000);
    for (const bad of ['2026-10-21', '-5', '1e9', 'soon', '', 'NaN', '5.5', 'Wed, 21 Oct 2026 06:28:00 GMT']) {
      expect(retryAfterMs(bad, at)).toBeUndefined();
    }
    expect(pause(retryAfterMs('1000000000', at)!, 0)).toBe(6 * HOUR);
    expect(learnt(outcome(429, { ms: 90_000 }, '5'))).toEqual({ pausedUntil: NOW + 90_000 });
    expect(learnt(outcome(429, { ms: -1 }, '5'))).toEqual({ pausedUntil: NOW + 5_000 });
  });
});

describe('receipt', () => {
  it.each([
    ['null', null],
    ['a wrong version', { v: 2, r: [verdict] }],
    ['no list', { v: 1, r: {} }],
    ['an empty list', { v: 1, r: [] }],
    ['another response', { v: 1, r: [{ ...verdict, rid: rid(2) }] }],
    ['an older revision', { v: 1, r: [{ ...verdict, rev: 3 }] }],
    ['a later revision', { v: 1, r: [{ ...verdict, rev: 5 }] }],
    ['the same revision of another page load', { v: 1, r: [{ ...verdict, a: 'bbbbbbbb' }] }],
    ['an unknown verdict', { v: 1, r: [{ ...verdict, s: 'accepted-v2' }] }],
    ['a revision as text', { v: 1, r: [{ ...verdict, rev: '4' }] }],
    ['something that is no entry', { v: 1, r: [null, 4, 'ok'] }],
  ])('is none for %s', (_what, body) => {
    expect(readReceipt(body, sent)).toBeUndefined();
  });

  it('acknowledges nothing without an entry that names what was sent (property)', () => {
    const entry = fc.record({
      rid: fc.constantFrom(rid(1), rid(2), rid(3)),
      rev: fc.constantFrom<unknown>(3, 4, '4', null),
      a: fc.constantFrom('aaaaaaaa', 'bbbbbbbb'),
      s: fc.constantFrom<unknown>(...VERDICTS, 'OK', '', undefined, 'toString'),
    });
    const body = fc.oneof(fc.jsonValue(), fc.record({ v: fc.constantFrom(1, 1, 1, '1'), r: fc.array(entry) }));
    const documents: SentSnapshot[] = [1, 2].map((n) => toSent(stored({ rid: rid(n), rev: 4 }), 0));
    fc.assert(
      fc.property(body, (given) => {
        const receipt = readReceipt(given, documents);
        for (const [id, { rev, a, s }] of receipt?.verdicts ?? []) {
          const reply = given as { v: 1; r: { rid: string; rev: number; a: string; s: string }[] };
          expect(reply.v).toBe(1);
          expect(reply.r).toContainEqual({ rid: id, rev, a, s });
          expect([rev, a]).toEqual([4, 'aaaaaaaa']);
          expect(VERDICTS).toContain(s);
        }
      }),
    );
  });
});

describe('backoff', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('R03: waits 1 s to a window that doubles, at most 5 min (property)', () => {
    fc.assert(
      fc.property(fc.nat(2_000), random, (failures, dice) => {
        const ms = backoff(failures, dice);
        expect(ms).toBeGreaterThanOrEqual(1_000);
        expect(ms).toBeLessThanOrEqual(Math.max(1_000, Math.min(300_000, 2_000 * 2 ** failures)));
      }),
    );
    expect(backoff(5, 0.2)).not.toBe(backoff(5, 0.7));
  });

  it('pauses as asked within 1 s and 6 h, and a quarter more (property)', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), random, (ms, dice) => {
        const asked = Math.min(Math.max(ms, 1_000), 6 * HOUR);
        expect(pause(ms, dice)).toBeGreaterThanOrEqual(asked);
        expect(pause(ms, dice)).toBeLessThanOrEqual(asked * 1.25);
      }),
    );
  });

  it('climbs the ladder and stays on its last rung', () => {
    expect([0, 1, 2, 3, 4, 99].map((rung) => park(rung, 0))).toEqual([...PARKS, PARKS[3], PARKS[3]]);
  });

  it('R15: takes a time further away than it can be meant for now', () => {
    const day = 86_400_000;
    expect(waits(readState({ nextAt: NOW + 40 * day }), NOW).backoff).toBe(0);
    expect(waits(readState({ nextAt: NOW + HOUR / 12 }), NOW).backoff).toBe(HOUR / 12);
    // No failure makes anybody wait longer than 5 minutes.
    expect(waits(readState({ nextAt: NOW + HOUR }), NOW).backoff).toBe(0);
    expect(waits(readState({ parks: 1, nextAt: NOW + day }), NOW)).toMatchObject({ parked: day, backoff: 0 });
    expect(waits(readState({ parks: 1, nextAt: NOW + 2 * day }), NOW).parked).toBe(0);
    expect(left(NOW - 1, NOW, HOUR)).toBe(0);
  });
});

describe('batch', () => {
  it('takes completed first, then the oldest, at most so many and 48 KiB', () => {
    const many = [
      stored({ rid: rid(1), at: NOW - 1 }),
      stored({ rid: rid(2), at: NOW - 3 }),
      stored({ rid: rid(3), at: NOW, st: 'completed' }),
      stored({ rid: rid(4), at: NOW - 2 }),
    ];
    expect(pick(many, 3).map((one) => one.rid)).toEqual([rid(3), rid(2), rid(4)]);
    const large = { at: NOW, q: { why: { v: 'x'.repeat(7_500), n: 1, a: 'aaaaaaaa' } } };
    expect(
      pick(
        Array.from({ length: 20 }, (_, i) => stored({ rid: rid(i), ...large })),
        20,
      ),
    ).toHaveLength(6);
  });

  it('sends nothing of the queue’s own', () => {
    const own = { next: 1, tries: 2, quar: 3, drops: 1, dropped: 4 };
    expect(Object.keys(toSent(stored(own), 12.6)).sort()).toEqual(
      ['a', 'at', 'c', 'el', 'q', 'rev', 'rid', 's', 'st', 'sv', 'x'].sort(),
    );
    expect(toSent(stored(own), 12.6).el).toBe(13);
    expect('el' in toSent(stored(), NaN)).toBe(false);
  });
});

describe('merge', () => {
  const actor = fc.constantFrom('aaaaaaaa', 'bbbbbbbb');
  const answer = fc.tuple(fc.nat(3), actor).map(([n, a]) => ({ v: `${n}${a}`, n, a }));
  const response = (ack: fc.Arbitrary<number>): fc.Arbitrary<StoredResponse> =>
    fc
      .record({
        rev: fc.integer({ min: 1, max: 4 }),
        a: actor,
        ack,
        st: fc.constantFrom('shown' as const, 'started' as const, 'dismissed' as const, 'completed' as const),
        q: fc.dictionary(fc.constantFrom('q1', 'q2', 'q3'), answer, { noNullPrototype: true }),
      })
      .map((over) => stored({ ...over, ack: Math.min(over.ack, over.rev) }));

  it('loses no answer and no status, and never passes for acknowledged what was not (property)', () => {
    fc.assert(
      fc.property(response(fc.nat(4)), response(fc.constant(0)), (held, made) => {
        // Two contents never share a name: the page numbers them so.
        fc.pre(held.rev !== made.rev || held.a !== made.a);
        const result = merge(held, made, 'cccccccc');
        for (const one of [held, made]) {
          for (const [id, { n, a }] of Object.entries(one.q)) {
            const kept = result.q[id]!;
            expect(kept.n > n || (kept.n === n && kept.a >= a)).toBe(true);
          }
        }
        const says = ({ st, q }: StoredResponse): string => JSON.stringify([st, q['q1'], q['q2'], q['q3']]);
        expect(says(result) === says(held) || result.rev > result.ack).toBe(true);
        // A name already used stays with its content.
        for (const one of [held, made]) {
          expect(result.rev !== one.rev || result.a !== one.a || says(result) === says(one)).toBe(true);
        }
        expect(merge(result, made, 'cccccccc')).toBe(result);
      }),
    );
  });
});
