import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, STATUSES, type Snapshot, isLater, join } from '../../server/contract/response.ts';

/** A snapshot by the first page load, revision 1, with the question `score` answered 7. */
function sample(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    rid: '6f0f4cde-3c55-4c3e-9f0b-0d5a3f7b2c11',
    s: 'checkout',
    sv: 1,
    rev: 1,
    a: '0a0a0a0a',
    st: 'started',
    c: 1_000,
    at: 2_000,
    q: { score: { v: 7, n: 1, a: '0a0a0a0a' } },
    x: { p: '/thanks' },
    ...changes,
  };
}

const A = '0a0a0a0a';
const B = '0b0b0b0b';

const loads = fc.constantFrom(A, B, '0c0c0c0c');

/** What is said under a name that is used once: the same (n, a) or (rev, a) always comes with the same content. */
function honest(seed: string): number {
  return [...seed].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7);
}

const honestAnswer = fc.tuple(fc.integer({ min: 1, max: 4 }), loads);
const questions = fc.constantFrom('score', 'why', 'again', 'constructor', '__proto__', 'toString');

/** Snapshots of one response as several page loads really make them. */
const snapshots = fc
  .record({
    rev: fc.integer({ min: 1, max: 4 }),
    a: loads,
    st: fc.constantFrom(...STATUSES),
    c: fc.integer({ min: 900, max: 1_100 }),
    q: fc.array(fc.tuple(questions, honestAnswer)),
  })
  .map(({ rev, a, st, c, q }) => {
    const answers = q.map(([id, [n, load]]): [string, Answer] => {
      const choice = honest(`${id} ${n} ${load}`) % 8;
      return [id, { v: choice === 7 ? null : choice, n, a: load }];
    });
    const said = honest(`${rev} ${a}`);
    return sample({ rev, a, st, c, at: said % 5_000, q: Object.fromEntries(answers), x: { p: `/${said % 9}` } });
  });

/** Snapshots that may also claim a name that was used already. */
const tampered = fc.tuple(snapshots, fc.integer({ min: 10, max: 12 })).map(([snapshot, v]): Snapshot => {
  const q = Object.entries(snapshot.q).map(([id, answer]): [string, Answer] => [id, { ...answer, v }]);
  return { ...snapshot, at: v, q: Object.fromEntries(q) };
});

function joinAll(all: readonly Snapshot[]): Snapshot {
  return all.reduce(join);
}

function permutations<T>(all: readonly T[]): T[][] {
  return all.length < 2
    ? [all.slice()]
    : all.flatMap((one, i) => permutations(all.toSpliced(i, 1)).map((others) => [one, ...others]));
}

describe('isLater', () => {
  it('goes by the revision, then by the page load that made it', () => {
    expect(isLater({ rev: 3, a: A }, { rev: 2, a: B })).toBe(true);
    expect(isLater({ rev: 10, a: A }, { rev: 9, a: A })).toBe(true);
    expect(isLater({ rev: 3, a: B }, { rev: 3, a: A })).toBe(true);
    expect(isLater({ rev: 3, a: A }, { rev: 3, a: A })).toBe(false);
  });

  it('is a total order', () => {
    const revision = fc.record({ rev: fc.integer({ min: 1, max: 3 }), a: loads });
    fc.assert(
      fc.property(revision, revision, revision, (one, other, third) => {
        const same = one.rev === other.rev && one.a === other.a;
        expect([isLater(one, other), isLater(other, one), same].filter(Boolean)).toHaveLength(1);
        expect(isLater(one, other) && isLater(other, third) && !isLater(one, third)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('join', () => {
  it('takes the newer answer, the further status, the earlier showing, the later time and context', () => {
    const earlier = sample({ st: 'completed', c: 900 });
    const later = sample({
      rev: 2,
      c: 950,
      at: 3_000,
      q: { score: { v: 9, n: 2, a: A }, why: { v: 'fast', n: 3, a: A } },
      x: { p: '/help' },
    });
    expect(join(earlier, later)).toEqual({ ...later, st: 'completed', c: 900 });
    expect(join(later, earlier)).toEqual(join(earlier, later));
  });

  it('T05: keeps both answers when two tabs answer different questions of one response', () => {
    const first = sample({ rev: 2, a: A, q: { score: { v: 7, n: 1, a: A } } });
    const second = sample({ rev: 2, a: B, q: { why: { v: 'late', n: 1, a: B } } });
    for (const joined of [join(first, second), join(second, first)]) {
      expect(joined.q).toEqual({ ...first.q, ...second.q });
      expect([joined.rev, joined.a]).toEqual([2, B]);
    }
  });

  it('T06: keeps the 9 given in tab B after the 7 in tab A, in whatever order they arrive', () => {
    const seven = sample({ rev: 2, a: A, q: { score: { v: 7, n: 1, a: A } } });
    const nine = sample({ rev: 3, a: B, q: { score: { v: 9, n: 2, a: B } } });
    expect(join(nine, seven).q['score']?.v).toBe(9);
    expect(join(seven, nine).q['score']?.v).toBe(9);
  });

  it('T06: lets both tabs agree on one of two answers given at the same count', () => {
    const seven = sample({ a: A, q: { score: { v: 7, n: 1, a: A } } });
    const nine = sample({ a: B, q: { score: { v: 9, n: 1, a: B } } });
    expect(join(nine, seven)).toEqual(join(seven, nine));
    expect(join(seven, nine).q['score']?.v).toBe(9);
  });

  it('T05: keeps every question that any tab answered, whatever they are and however they arrive', () => {
    fc.assert(
      fc.property(fc.array(snapshots, { minLength: 2, maxLength: 6 }), (sent) => {
        const joined = joinAll(sent);
        const asked = new Set(sent.flatMap(({ q }) => Object.keys(q)));
        expect(new Set(Object.keys(joined.q))).toEqual(asked);
        expect(joinAll(sent.toReversed())).toEqual(joined);
      }),
    );
  });

  it('T06: ends with the last answer a person gave, in whichever tab, however they arrive', () => {
    // Each answer was given by somebody who saw the one before: the counter grows, the tabs alternate as they please.
    const given = fc.array(fc.tuple(loads, fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 6 });
    const order = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(given, order, (clicks, ranks) => {
        const sent = clicks.map(([a, v], i) => sample({ rev: i + 1, a, q: { score: { v, n: i + 1, a } } }));
        const arriving = sent
          .map((one, i) => ({ one, rank: ranks[i] ?? 0 }))
          .toSorted((one, other) => one.rank - other.rank)
          .map(({ one }) => one);
        expect(joinAll(arriving).q['score']).toEqual(sent.at(-1)?.q['score']);
      }),
    );
  });

  it('keeps an answer taken back as taken back, however late the earlier one arrives', () => {
    const answered = sample();
    const retracted = sample({ rev: 2, q: { score: { v: null, n: 2, a: A } } });
    expect(join(retracted, answered).q).toEqual(retracted.q);
    expect(join(answered, retracted).q).toEqual(retracted.q);
  });

  it('takes a late answer of a response that was completed already', () => {
    const completed = sample({ rev: 5, st: 'completed' });
    const late = sample({ rev: 2, a: B, q: { why: { v: 'slow', n: 1, a: B } } });
    expect(join(completed, late)).toEqual({ ...completed, q: { ...completed.q, ...late.q } });
  });

  it('joins questions whose names every object seems to have', () => {
    for (const id of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const named = sample({ rev: 2, q: Object.fromEntries([[id, { v: 3, n: 1, a: A }]]) });
      for (const joined of [join(sample(), named), join(named, sample())]) {
        expect(Object.keys(joined.q).toSorted()).toEqual([id, 'score'].toSorted());
        expect(Object.getOwnPropertyDescriptor(joined.q, id)?.value).toEqual({ v: 3, n: 1, a: A });
      }
    }
  });

  it('keeps the very answers it does not replace, and changes neither snapshot', () => {
    const stored = Object.freeze(sample({ q: Object.freeze(sample().q) }));
    const incoming = Object.freeze(sample({ rev: 2, q: Object.freeze({ why: { v: 'ok', n: 2, a: A } }) }));
    const joined = join(stored, incoming);
    expect(joined.q['score']).toBe(stored.q['score']);
    expect(joined.q['why']).toBe(incoming.q['why']);
  });

  it('is commutative', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (one, other) => {
        expect(join(one, other)).toEqual(join(other, one));
      }),
    );
  });

  it('is associative, tampered snapshots included', () => {
    for (const any of [snapshots, tampered]) {
      fc.assert(
        fc.property(any, any, any, (one, other, third) => {
          expect(join(join(one, other), third)).toEqual(join(one, join(other, third)));
        }),
      );
    }
  });

  it('is idempotent: what is in already changes nothing', () => {
    fc.assert(
      fc.property(tampered, tampered, (one, other) => {
        const joined = join(one, other);
        expect(join(one, one)).toEqual(one);
        expect(join(joined, one)).toEqual(joined);
        expect(join(joined, other)).toEqual(joined);
        expect(join(joined, joined)).toEqual(joined);
      }),
    );
  });

  it('M01: ends in the same document for all permutations of 5 snapshots, and with any of them twice', () => {
    const five = fc.tuple(snapshots, snapshots, snapshots, snapshots, snapshots);
    fc.assert(
      fc.property(five, fc.array(fc.nat(4), { maxLength: 5 }), (all, again) => {
        const joined = joinAll(all);
        for (const order of permutations(all)) {
          expect(joinAll([...order, ...again.map((i) => order[i] ?? all[0])])).toEqual(joined);
          expect(joinAll(order.flatMap((one, i) => (again.includes(i) ? [one, one] : [one])))).toEqual(joined);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('M04: keeps the first of two values that claim the same (n, a)', () => {
    const first = sample({ q: { score: { v: 7, n: 1, a: A } } });
    const second = sample({ rev: 2, q: { score: { v: 10, n: 1, a: A } } });
    expect(join(first, second).q['score']?.v).toBe(7);
    expect(join(second, first).q['score']?.v).toBe(10);
  });

  it('M04: keeps the first of two documents that claim the same revision', () => {
    const first = sample({ x: { p: '/one' } });
    const second = sample({ at: 9_000, x: { p: '/two' } });
    expect(join(first, second)).toEqual(first);
    expect(join(second, first)).toEqual(second);
  });

  it('M04: lets the tampered name change nothing but what stands under it', () => {
    fc.assert(
      fc.property(snapshots, tampered, (one, other) => {
        const [forth, back] = [join(one, other), join(other, one)];
        expect([forth.rev, forth.a, forth.st, forth.c]).toEqual([back.rev, back.a, back.st, back.c]);
        const names = ({ q }: Snapshot) => Object.entries(q).map(([id, { n, a }]) => `${id} ${n} ${a}`);
        expect(names(forth).toSorted()).toEqual(names(back).toSorted());
      }),
    );
  });
});
