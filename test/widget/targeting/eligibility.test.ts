import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ending, Pacing } from '../../../server/contract/targeting.ts';
import { explain, isEligible, type Here } from '../../../widget/targeting/eligibility.ts';
import type { Memory } from '../../../widget/targeting/memory.ts';
import { survey } from '../../support/surveys.ts';

const DAY = 86_400_000;
const now = 1_800_000_000_000;
const memory = (changes: Partial<Memory> = {}): Memory => ({ visits: 2, seen: now, asked: {}, ...changes });
const here = (changes: Partial<Here> = {}): Here => ({ now, memory: memory(), open: false, ...changes });
const asked = (days: number, ending: Ending, id = 'shop') =>
  memory({ asked: { [id]: { at: now - days * DAY, ending } } });

describe('eligibility', () => {
  it('asks a returning visitor who was never asked', () => {
    expect(isEligible(survey(), here())).toBe(true);
  });

  it.each<[string, Pacing, Here, boolean]>([
    ['leaves the first visit alone', {}, here({ memory: memory({ visits: 1 }) }), false],
    [
      'asks on the first visit where the survey says so',
      { firstVisit: true },
      here({ memory: memory({ visits: 1 }) }),
      true,
    ],
    ['never opens a second prompt', {}, here({ open: true }), false],
    ['waits 90 days after an answer', {}, here({ memory: asked(89, 'answered') }), false],
    ['asks again after 90 days', {}, here({ memory: asked(90, 'answered') }), true],
    ['waits 30 days after a dismissal', {}, here({ memory: asked(29, 'dismissed') }), false],
    ['asks again after 30 days', {}, here({ memory: asked(30, 'dismissed') }), true],
    ['waits 14 days after being ignored', {}, here({ memory: asked(13, 'ignored') }), false],
    ['waits 14 days after any other survey', {}, here({ memory: asked(13, 'answered', 'other') }), false],
    ['asks 14 days after any other survey', {}, here({ memory: asked(14, 'answered', 'other') }), true],
    [
      'waits as long as the survey says',
      { waits: { answered: 1 }, gap: 1 },
      here({ memory: asked(1, 'answered') }),
      true,
    ],
    [
      'does not wait where the waits are 0',
      { waits: { answered: 0 }, gap: 0 },
      here({ memory: asked(0, 'answered') }),
      true,
    ],
    ['is not silenced for years by a clock that was ahead', {}, here({ memory: asked(-900, 'answered') }), true],
  ])('%s', (_promise, pacing, given, expected) => {
    expect(isEligible(survey({ pacing }), given)).toBe(expected);
  });

  it('says of every rule whether it passes, why, and from when it will', () => {
    const rules = explain(survey(), here({ memory: asked(10, 'answered') }));
    expect(rules.map(({ rule, pass, at }) => [rule, pass, at])).toEqual([
      ['visit', true, undefined],
      ['gap', false, now + 4 * DAY],
      ['wait', false, now + 80 * DAY],
      ['alone', true, undefined],
    ]);
    for (const rule of rules) expect(rule.reason).not.toBe('');
  });

  it('passes for good once it passes, and passes at the moment it named', () => {
    const ending = fc.constantFrom<Ending>('answered', 'dismissed', 'ignored');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 200, noNaN: true }), ending, fc.nat(400), (days, how, later) => {
        const given = here({ memory: asked(days, how) });
        const blocked = explain(survey(), given).filter((rule) => !rule.pass);
        const at = Math.max(now, ...blocked.map((rule) => rule.at!));
        expect(isEligible(survey(), { ...given, now: at + later * DAY })).toBe(true);
      }),
    );
  });
});
