import { describe, expect, it } from 'vitest';
import { arrive } from '../../../server/store/merge.ts';
import type { StoredResponse } from '../../../server/store/store.ts';
import { answers, NOON, sampleResponse, sampleSnapshot, sampleWrite } from './sample.ts';

type Arriving = Parameters<typeof sampleWrite>[0];

/** What is stored after the documents arrived one by one. */
function stored(...arriving: Arriving[]): StoredResponse | undefined {
  return arriving.reduce<StoredResponse | undefined>(
    (before, one) => arrive(before, sampleWrite(one)).after,
    undefined,
  );
}

describe('an arrival', () => {
  it('of a first document is stored as it is', () => {
    expect(arrive(undefined, sampleWrite({}))).toEqual({ outcome: 'ok', after: sampleResponse() });
    expect(arrive(undefined, sampleWrite({ held: 'robot' })).outcome).toBe('held');
  });

  it('that changes nothing leaves the very same object', () => {
    const before = sampleResponse();
    expect(arrive(before, sampleWrite({}))).toEqual({ outcome: 'dup', after: before });
    expect(arrive(before, sampleWrite({})).after).toBe(before);
  });

  const changes: [string, Arriving][] = [
    ['a later revision', { snapshot: { rev: 2 } }],
    ['a revision of another page load', { snapshot: { a: 'b' } }],
    ['an answer', { snapshot: { q: answers({ rating: 9 }) } }],
    ['a further status', { snapshot: { st: 'started' } }],
    ['an earlier showing by the browser’s clock', { snapshot: { c: NOON - 1 } }],
  ];
  it.each(changes)('is ok with %s', (_, write) => {
    expect(arrive(sampleResponse(), sampleWrite(write)).outcome).toBe('ok');
  });

  it('is held, whatever it brings, once one document was', () => {
    const held = sampleResponse({ held: 'robot' });
    expect(arrive(held, sampleWrite({ snapshot: { rev: 2 } }))).toMatchObject({
      outcome: 'held',
      after: { held: 'robot' },
    });
    expect(arrive(sampleResponse(), sampleWrite({ held: 'robot' }))).toMatchObject({ outcome: 'held' });
  });

  it('under another survey is a conflict and changes nothing', () => {
    const before = sampleResponse();
    expect(arrive(before, sampleWrite({ snapshot: { s: 'chat', rev: 9 } }))).toEqual({
      outcome: 'conflict',
      after: before,
    });
  });

  const claims: [string, Arriving, boolean][] = [
    ['another value', { snapshot: { rev: 2, q: answers({ rating: 0 }) } }, true],
    ['the same value', { snapshot: { rev: 2, q: answers({ rating: 9 }) } }, false],
    ['a later answer', { snapshot: { rev: 2, q: answers({ rating: 0 }, 2) } }, false],
    ['the answer of another page load', { snapshot: { rev: 2, q: answers({ rating: 0 }, 1, 'b') } }, false],
    ['a value for what was taken back', { snapshot: { q: answers({ why: 'Fast.' }) } }, true],
    ['another choice', { snapshot: { q: answers({ goods: ['salt', 'bread'] }) } }, true],
    ['the same choice', { snapshot: { q: answers({ goods: ['bread', 'salt'] }) } }, false],
  ];
  it.each(claims)('M04: with %s under the name of a stored answer is flagged, or not', (_, write, equiv) => {
    const q = { ...answers({ rating: 9, why: null, goods: ['bread', 'salt'] }) };
    const before = sampleResponse({ snapshot: sampleSnapshot({ q }) });
    const { after } = arrive(before, sampleWrite(write));
    expect(after?.equiv).toBe(equiv);
    expect(arrive(after, sampleWrite({ snapshot: { rev: 9 } })).after?.equiv).toBe(equiv);
    if (equiv) expect(after?.snapshot.q).toEqual(q);
  });

  const pairs: [string, Arriving, Arriving, Partial<StoredResponse>][] = [
    ['the later revision’s time', { snapshot: { rev: 2 }, answered: 5 }, { answered: 9 }, { answered: 5 }],
    [
      'the better known time of one revision',
      { answered: 5, timeSource: 'skew' },
      { answered: 9 },
      { answered: 9, timeSource: 'el' },
    ],
    ['the earlier of two equally known times', { answered: 5 }, { answered: 9 }, { answered: 5 }],
    ['the earliest showing', { shown: 5 }, { shown: 9, snapshot: { rev: 2 } }, { shown: 5 }],
    ['the first and the latest arrival', { received: 5 }, { received: 9 }, { received: 5, updated: 9 }],
    ['one reason to hold', { held: 'robot' }, { held: 'origin' }, { held: 'origin' }],
    ['a reason to hold before none', { held: 'robot' }, {}, { held: 'robot' }],
    [
      'the later answer',
      { snapshot: { q: answers({ rating: 3 }) } },
      { snapshot: { q: answers({ rating: 9 }, 2) } },
      { snapshot: sampleSnapshot({ q: answers({ rating: 9 }, 2) }) },
    ],
  ];
  it.each(pairs)('keeps %s in either order', (_, one, other, expected) => {
    expect(stored(one, other)).toMatchObject(expected);
    expect(stored(other, one)).toEqual(stored(one, other));
    expect(stored(one, other, one, other)).toEqual(stored(one, other));
  });
});
