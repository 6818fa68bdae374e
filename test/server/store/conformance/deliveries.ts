// Random deliveries: snapshots of a few responses, made by two page loads, in any order, repeated, and in groups.
import fc from 'fast-check';
import type { Answer, Snapshot } from '../../../../server/contract/response.ts';
import { STATUSES } from '../../../../server/contract/response.ts';
import type { Survey } from '../../../../server/contract/survey.ts';
import type { Site, TimeSource, Write } from '../../../../server/store/store.ts';
import { HOUR, NOON, rid } from '../sample.ts';

const SOURCES: readonly TimeSource[] = ['el', 'skew', 'clamped'];

/** Two snapshots that claim one (rev, a), or two answers that claim one (n, a), are the same: only tampering differs. */
function pick<T>(from: readonly T[], ...seed: (string | number)[]): T {
  let hash = 7;
  for (const letter of seed.join()) hash = (hash * 31 + letter.charCodeAt(0)) % 65_521;
  return from[hash % from.length] as T; // every list has an entry
}

function answerValue(id: string, n: number, a: string): Answer['v'] {
  switch (id) {
    case 'rating':
      return pick([0, 6, 9, 10, null], id, n, a);
    case 'ease':
      return pick([1, 7, null], id, n, a);
    case 'how':
      return pick(['card', 'cash', null], id, n, a);
    case 'goods':
      return pick([['bread'], ['bread', 'wine'], [], null], id, n, a);
    default:
      return pick(['Slow.', '', null], id, n, a);
  }
}

const sent = fc.record({
  response: fc.integer({ min: 1, max: 3 }),
  rev: fc.integer({ min: 1, max: 4 }),
  a: fc.constantFrom('a', 'b'),
  st: fc.constantFrom(...STATUSES),
  early: fc.integer({ min: 0, max: 2 }),
  given: fc.dictionary(
    fc.constantFrom('rating', 'ease', 'how', 'goods', 'why'),
    fc.record({ n: fc.integer({ min: 1, max: 4 }), a: fc.constantFrom('a', 'b') }),
  ),
  isHeld: fc.boolean(),
});
type Sent = (typeof sent extends fc.Arbitrary<infer T> ? T : never) & { readonly received: number };

/** Groups of documents as they reach the store; what happened to each response does not depend on the groups. */
export const deliveries: fc.Arbitrary<readonly (readonly Sent[])[]> = fc
  .array(fc.tuple(sent, fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 10 })
  .chain((made) => {
    const all = made.map(([one, delay]) => ({ ...one, received: NOON + 99 * HOUR + delay }));
    // Each arrives once or twice.
    return fc.tuple(fc.shuffledSubarray(all), fc.shuffledSubarray(all, { minLength: all.length }));
  })
  .chain(([again, once]) =>
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 20, maxLength: 20 }).map((sizes) => {
      const groups: Sent[][] = [];
      const rest = [...once, ...again];
      for (const size of sizes) if (rest.length > 0) groups.push(rest.splice(0, size));
      return groups;
    }),
  );

export function toWrite(one: Sent, site: Site, surveys: readonly Survey[]): Write {
  const { response, rev, a, st, early } = one;
  const seed = [response, rev, a];
  const survey = pick(
    surveys.filter(({ id }) => id === (response === 3 ? 'chat' : 'checkout')),
    ...seed,
  );
  const answered = NOON + pick([0, 5, 11.5, 12.5, 30], ...seed, 'answered') * HOUR;
  const given = Object.entries(one.given).map(([id, { n, a: by }]): [string, Answer] => [
    id,
    { v: answerValue(id, n, by), n, a: by },
  ]);
  const snapshot: Snapshot = {
    rid: rid(response),
    s: survey.id,
    sv: survey.version,
    rev,
    a,
    st,
    c: NOON - early,
    at: answered - 7,
    q: Object.fromEntries(given),
    x: pick(
      [{}, { p: '/', at: { plan: 'pro' } }, { at: { plan: 'free' }, pr: { plan: 'pro', paid: true } }],
      ...seed,
      'x',
    ),
  };
  return {
    site,
    snapshot,
    survey,
    shown: NOON - early * HOUR * 7,
    answered,
    received: one.received,
    timeSource: pick(SOURCES, ...seed, 'source'),
    sent: pick([null, NOON, NOON + HOUR], ...seed, 'sent'),
    held: one.isHeld && response === 2 ? pick(['robot', 'origin'], rev, early) : null,
  };
}
