// The state machine of a response: what each event makes of each state, and what no event may ever do.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARKS } from '../../../widget/queue/backoff.ts';
import { isWaiting, type StoredResponse } from '../../../widget/queue/queue.ts';
import { dueIn, LEASE, lease, reduce, type Event, type Look } from '../../../widget/queue/state.ts';
import { merge } from '../../../widget/queue/merge.ts';
import { NOW, stored } from './samples.ts';

const DAY = 86_400_000;
const look: Look = { sdk: '1.0.0', now: NOW, random: 0 };
const refused: Event = { s: 'refused', c: 'shape' };
const dirty = stored({ rev: 4, ack: 2 });
const flying = stored({ rev: 4, ack: 2, fly: NOW + LEASE });
const next = (held: unknown, event: Event, revision = dirty, by = look) => reduce(held, event, revision, by);

describe('state', () => {
  it('a response that is picked flies for 30 s, and is due again when nobody answered by then', () => {
    const picked = lease(dirty, NOW);
    expect(picked).toMatchObject({ rev: 4, ack: 2, fly: NOW + 30_000 });
    expect(dueIn(picked, look)).toBe(30_000);
    expect(dueIn(picked, { ...look, now: NOW + 29_999 })).toBe(1);
    expect(dueIn(picked, { ...look, now: NOW + 30_000 })).toBe(0);
  });

  it('a lease from a clock that was set back holds nobody up', () => {
    expect(dueIn(stored({ fly: NOW + 2 * LEASE + 1 }), look)).toBe(0);
  });

  it('a change lets a flying response fly and makes it dirty', () => {
    const made = stored({ rev: 5, st: 'completed' });
    expect(merge(flying, made, 'aaaaaaaa')).toMatchObject({ rev: 5, ack: 2, fly: flying.fly });
  });

  it.each([
    ['started', { ack: 4 }],
    ['shown', { ack: 4 }],
    ['completed', null],
    ['dismissed', null],
  ] as const)('accepted while %s it is %j', (st, expected) => {
    const held = stored({ rev: 4, st, fly: 1, next: 2, tries: 3, quar: 4 });
    const after = next(held, { s: 'ok' }, held);
    if (!expected) expect(after).toBeNull();
    else expect(JSON.parse(JSON.stringify(after))).toEqual({ ...stored({ rev: 4, st }), ack: 4 });
  });

  it.each(['ok', 'dup', 'held', 'retry', 'drop', 'refused', 'failed'] as const)(
    '%s about another revision only ends the flight',
    (s) => {
      for (const other of [stored({ rev: 3 }), stored({ rev: 5 }), stored({ rev: 4, a: 'bbbbbbbb' })]) {
        expect(next(flying, { s, ms: 5 }, other)).toEqual({ ...flying, fly: 0 });
      }
    },
  );

  it('gone deletes whatever revision is there, also what cannot be read', () => {
    expect(next(stored({ rev: 9 }), { s: 'gone' })).toBeNull();
    expect(next('text', { s: 'gone' })).toBeNull();
  });

  it('retry waits as long as asked or longer, at most a day', () => {
    expect(next(dirty, { s: 'retry', ms: 5_000 })).toMatchObject({ tries: 1, next: NOW + 5_000 });
    expect(next(dirty, { s: 'retry', ms: 0 })).toMatchObject({ next: NOW + 1_000 });
    expect(next(dirty, { s: 'retry', ms: 9e15 })).toMatchObject({ next: NOW + DAY });
  });

  it('refused alone goes to quarantine: 1 h, 6 h, 24 h, then daily', () => {
    let held: StoredResponse | null | undefined = dirty;
    const waits = Array.from({ length: 5 }, () => {
      held = next(held, refused);
      return held!.next! - NOW;
    });
    expect(waits).toEqual([PARKS[1], PARKS[2], PARKS[3], PARKS[3], PARKS[3]]);
  });

  it('in quarantine it is tried at once by another version of the script, and slowly by the same', () => {
    const held = next(dirty, refused)!;
    expect(dueIn(held, look)).toBe(PARKS[1]);
    expect(dueIn(held, { ...look, sdk: '1.0.1' })).toBe(0);
    const again = next(held, refused, dirty, { ...look, sdk: '1.0.1' })!;
    expect(dueIn(again, { ...look, sdk: '1.0.1' })).toBe(PARKS[2]);
  });

  it('R12: dropped on three days it is lost, twice on one day it is not', () => {
    const drop = (held: unknown, now: number) => next(held, { s: 'drop' }, dirty, { ...look, now });
    const one = drop(dirty, NOW);
    const same = drop(one, NOW + DAY - 1);
    expect(same).toMatchObject({ drops: 1 });
    const two = drop(same, NOW + DAY);
    expect(drop(two, NOW + DAY + 5)).toMatchObject({ drops: 2 });
    expect(drop(two, NOW + 2 * DAY)).toBeNull();
  });

  const event = fc.constantFrom<Event>(
    ...(['ok', 'dup', 'held', 'retry', 'drop', 'refused', 'failed'] as const).map((s) => ({ s })),
  );

  it('nothing that is not there or cannot be read is brought back (property)', () => {
    fc.assert(
      fc.property(event, fc.anything(), (one, held) => {
        expect(next(held, one)).toBeUndefined();
      }),
    );
  });

  it('nothing but ok, dup and held acknowledges, and only its own revision (property)', () => {
    const revision = fc.record({
      rev: fc.integer({ min: 1, max: 3 }),
      a: fc.constantFrom('aaaaaaaa', 'bbbbbbbb'),
      ack: fc.nat(3),
      st: fc.constantFrom('shown' as const, 'started' as const, 'dismissed' as const, 'completed' as const),
    });
    fc.assert(
      fc.property(revision, revision, event, (one, other, happens) => {
        const held = stored({ ...one, ack: Math.min(one.ack, one.rev) });
        const after = next(held, happens, stored(other));
        const covered = ['ok', 'dup', 'held'].includes(happens.s) && one.rev === other.rev && one.a === other.a;
        const waits = after === undefined ? isWaiting(held) : !!after && isWaiting(after);
        expect(waits || !isWaiting(held)).toBe(!covered || !isWaiting(held));
      }),
    );
  });
});
