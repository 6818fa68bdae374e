import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, momentOf, type Condition } from '../../server/contract/conditions.ts';
import type { Attributes } from '../../server/contract/response.ts';

const now = Date.UTC(2026, 10, 22, 12);
const known: Attributes = {
  plan: 'Pro',
  seats: 5,
  trial: false,
  since: '2026-10-01T00:00:00.000Z',
  opened: Date.UTC(2026, 10, 1) / 1_000,
};

describe('a condition', () => {
  it.each<[Condition, boolean]>([
    [{ name: 'plan', op: 'is', value: 'Pro' }, true],
    [{ name: 'plan', op: 'is', value: 'pro' }, false],
    [{ name: 'seats', op: 'is', value: '5' }, false],
    [{ name: 'trial', op: 'is', value: false }, true],
    [{ name: 'nothing', op: 'is', value: false }, false],
    [{ name: 'plan', op: 'isNot', value: 'Free' }, true],
    [{ name: 'plan', op: 'isNot', value: 'Pro' }, false],
    [{ name: 'nothing', op: 'isNot', value: 'Pro' }, true],
    [{ name: 'plan', op: 'in', value: ['Free', 'Pro'] }, true],
    [{ name: 'plan', op: 'in', value: ['Free'] }, false],
    [{ name: 'nothing', op: 'in', value: ['Free'] }, false],
    [{ name: 'plan', op: 'notIn', value: ['Free'] }, true],
    [{ name: 'plan', op: 'notIn', value: ['Free', 'Pro'] }, false],
    [{ name: 'nothing', op: 'notIn', value: ['Free'] }, true],
    [{ name: 'plan', op: 'contains', value: 'rO' }, true],
    [{ name: 'plan', op: 'contains', value: 'x' }, false],
    [{ name: 'seats', op: 'contains', value: '5' }, false],
    [{ name: 'plan', op: 'startsWith', value: 'pr' }, true],
    [{ name: 'plan', op: 'startsWith', value: 'ro' }, false],
    [{ name: 'nothing', op: 'startsWith', value: 'ro' }, false],
    [{ name: 'seats', op: 'above', value: 4.9 }, true],
    [{ name: 'seats', op: 'above', value: 5 }, false],
    [{ name: 'seats', op: 'below', value: 5.1 }, true],
    [{ name: 'seats', op: 'below', value: 5 }, false],
    [{ name: 'plan', op: 'below', value: 5 }, false],
    [{ name: 'nothing', op: 'below', value: 5 }, false],
    [{ name: 'since', op: 'before', value: '2026-10-02' }, true],
    [{ name: 'since', op: 'before', value: '2026-10-01' }, false],
    [{ name: 'since', op: 'after', value: '2026-09-30T23:59:59Z' }, true],
    [{ name: 'opened', op: 'after', value: '2026-10-31' }, true],
    [{ name: 'since', op: 'before', value: { daysAgo: 30 } }, true],
    [{ name: 'opened', op: 'before', value: { daysAgo: 30 } }, false],
    [{ name: 'opened', op: 'after', value: { daysAgo: 30 } }, true],
    [{ name: 'plan', op: 'before', value: { daysAgo: 30 } }, false],
    [{ name: 'nothing', op: 'after', value: '2026-10-01' }, false],
    [{ name: 'trial', op: 'exists' }, true],
    [{ name: 'nothing', op: 'exists' }, false],
    [{ name: 'nothing', op: 'missing' }, true],
    [{ name: 'trial', op: 'missing' }, false],
    [{ name: 'toString', op: 'missing' }, true],
  ])('%j holds: %s', (condition, expected) => {
    expect(holds([condition], known, now)).toBe(expected);
  });

  it('must hold together with all others, and none at all hold', () => {
    const pro: Condition = { name: 'plan', op: 'is', value: 'Pro' };
    expect(holds([pro, { name: 'trial', op: 'exists' }], known, now)).toBe(true);
    expect(holds([pro, { name: 'trial', op: 'missing' }], known, now)).toBe(false);
    expect(holds([], known, now)).toBe(true);
    expect(holds(undefined, known, now)).toBe(true);
  });

  it('of a newer collector does not hold', () => {
    for (const odd of [
      { op: 'rhymesWith' },
      { op: 'toString' },
      { op: 'in' },
      { op: 'before', value: null },
      {},
      null,
    ]) {
      expect(holds([{ name: 'plan', ...odd } as unknown as Condition], known, now)).toBe(false);
    }
  });

  it('and its opposite never hold at once', () => {
    const opposites = [
      ['is', 'isNot'],
      ['in', 'notIn'],
      ['exists', 'missing'],
    ] as const;
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean());
    fc.assert(
      fc.property(fc.constantFrom(...opposites), fc.option(value), value, ([op, not], actual, wanted) => {
        const attributes = actual === null ? {} : { name: actual };
        const test = (one: string): boolean =>
          holds(
            [{ name: 'name', op: one, value: one.endsWith('n') || one === 'notIn' ? [wanted] : wanted } as Condition],
            attributes,
            now,
          );
        expect(test(op)).toBe(!test(not));
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (conditions, attributes) => {
        expect(typeof holds(conditions as Condition[], attributes as Attributes, now)).toBe('boolean');
      }),
    );
  });
});

describe('the moment of an attribute', () => {
  it.each([
    ['2026-11-22', Date.UTC(2026, 10, 22)],
    ['2026-11-22T10:00:00+01:00', Date.UTC(2026, 10, 22, 9)],
    [1_780_000_000, 1_780_000_000_000],
    [1_780_000_000_000, 1_780_000_000_000],
    ['soon', NaN],
    [true, NaN],
    [undefined, NaN],
  ])('%s is %s', (value, expected) => {
    expect(momentOf(value)).toBe(expected);
  });
});
