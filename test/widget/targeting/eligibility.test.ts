import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublicSurvey } from '../../../server/contract/api.ts';
import type { Ending, Pacing } from '../../../server/contract/targeting.ts';
import { best, examine, isEligible, obstacle } from '../../../widget/targeting/eligibility.ts';
import type { Here, PacingRule } from '../../../widget/targeting/rule.ts';
import { survey } from '../../support/surveys.ts';
import { asked, DAY, here, memory, now } from './here.ts';

const today = Math.floor(now / DAY);
const ledger = (...ago: number[]) =>
  here({ memory: memory({ days: ago.map((days) => today - days).toSorted((a, b) => a - b) }) });
const from = (rule: PacingRule, of: PublicSurvey, at: Here) => examine(of, at).find((one) => one.rule === rule)!.from;

describe('eligibility', () => {
  it('asks a returning visitor who was never asked', () => {
    expect(isEligible(survey(), here())).toBe(true);
  });

  it.each<[promise: string, Pacing, Here, no: PacingRule | undefined]>([
    ['leaves the first visit alone', {}, here({ memory: memory({ visits: 1 }) }), 'visit'],
    [
      'asks on the first visit where the survey says so',
      { firstVisit: true },
      here({ memory: memory({ visits: 1 }) }),
      undefined,
    ],
    ['never opens a second prompt', {}, here({ open: true }), 'alone'],
    ['asks nothing more after "don’t ask me again"', {}, here({ memory: memory({ refused: true }) }), 'refused'],

    ['waits 90 days after an answer', {}, here({ memory: asked(89, 'answered') }), 'wait'],
    ['asks again after 90 days', {}, here({ memory: asked(90, 'answered') }), undefined],
    ['waits 30 days after a dismissal', {}, here({ memory: asked(29, 'dismissed') }), 'wait'],
    ['asks again after 30 days', {}, here({ memory: asked(30, 'dismissed') }), undefined],
    ['waits 60 days after two in a row', {}, here({ memory: asked(59, 'dismissed', 'shop', { row: 2 }) }), 'wait'],
    ['asks again after 60 days', {}, here({ memory: asked(60, 'dismissed', 'shop', { row: 2 }) }), undefined],
    ['waits 120 days after three', {}, here({ memory: asked(119, 'dismissed', 'shop', { row: 3 }) }), 'wait'],
    ['and never longer', {}, here({ memory: asked(120, 'dismissed', 'shop', { row: 9 }) }), undefined],
    ['waits 14 days after being ignored', { gap: 0 }, here({ memory: asked(13, 'ignored') }), 'wait'],
    ['asks again after 14 days', { gap: 0 }, here({ memory: asked(14, 'ignored') }), undefined],
    ['waits 7 days after "later"', { gap: 0 }, here({ memory: asked(6, 'later') }), 'wait'],
    ['asks again after 7 days', { gap: 0 }, here({ memory: asked(7, 'later') }), undefined],
    [
      'waits as long as the survey says',
      { waits: { answered: 1 }, gap: 1 },
      here({ memory: asked(1, 'answered') }),
      undefined,
    ],
    [
      'waits as long as the site says',
      { gap: 0 },
      here({ memory: asked(80, 'answered'), pacing: { waits: { answered: 80 } } }),
      undefined,
    ],
    [
      'minds the survey before the site',
      { waits: { answered: 81 } },
      here({ memory: asked(80, 'answered'), pacing: { waits: { answered: 80 } } }),
      'wait',
    ],

    ['waits 14 days after any other survey', {}, here({ memory: asked(13, 'answered', 'other') }), 'gap'],
    ['asks 14 days after any other survey', {}, here({ memory: asked(14, 'answered', 'other') }), undefined],
    [
      'does not wait where the waits are 0',
      { waits: { answered: 0 }, gap: 0 },
      here({ memory: asked(0, 'answered') }),
      undefined,
    ],
    ['is not silenced for years by a clock that was ahead', {}, here({ memory: asked(-900, 'answered') }), undefined],

    ['asks once a page', {}, here({ shown: 1 }), 'caps'],
    ['asks twice a page where that is allowed', { caps: { page: 2 } }, here({ shown: 1 }), undefined],
    ['asks once a visit', {}, here({ memory: memory({ shown: 1 }) }), 'caps'],
    [
      'asks without end where no cap is set',
      { caps: { page: 0, visit: 0, month: 0, year: 0 } },
      here({ shown: 9, memory: memory({ shown: 9, days: Array.from({ length: 50 }, () => today) }) }),
      undefined,
    ],
    ['asks twice in 30 days', {}, ledger(1), undefined],
    ['asks no third time in 30 days', {}, ledger(29, 1), 'caps'],
    ['asks again when 30 days are over', {}, ledger(30, 1), undefined],
    ['asks six times in a year', {}, ledger(300, 250, 200, 150, 100), undefined],
    ['asks no seventh time in a year', {}, ledger(364, 300, 250, 200, 150, 100), 'caps'],
    ['asks again when a year is over', {}, ledger(365, 300, 250, 200, 150, 100), undefined],
  ])('%s', (_promise, pacing, given, no) => {
    expect(obstacle(survey({ pacing }), given)).toBe(no);
    expect(isEligible(survey({ pacing }), given)).toBe(!no);
  });

  it('leaves a survey alone whose answers of today are in, until the collector’s word', () => {
    const paused = survey({ paused: now + 1 });
    expect(obstacle(paused, here())).toBe('paused');
    expect(obstacle(paused, here({ now: now + 1 }))).toBeUndefined();
  });

  it('says of every rule from when it passes', () => {
    expect(examine(survey(), here({ memory: asked(10, 'answered') }))).toEqual([
      { rule: 'paused', pass: true, from: 0 },
      { rule: 'refused', pass: true, from: 0 },
      { rule: 'visit', pass: true, from: 0 },
      { rule: 'gap', pass: false, from: now + 4 * DAY },
      { rule: 'wait', pass: false, from: now + 80 * DAY },
      { rule: 'caps', pass: true, from: 0 },
      { rule: 'alone', pass: true, from: 0 },
    ]);
    expect(from('caps', survey(), ledger(29, 1))).toBe((today + 1) * DAY);
    expect(from('alone', survey(), here({ open: true }))).toBe(Infinity);
  });

  it('is rather silent than wrong: no member of the targeting passes that is not loaded, or not known', () => {
    const targeted = survey({ targeting: { devices: ['desktop'] } });
    expect(obstacle(targeted, here({ device: 'desktop' }))).toBe('devices');
    for (const name of ['mood', 'gap', 'toString', '__proto__']) {
      const newer = { ...survey(), targeting: JSON.parse(`{"${name}":{}}`) } as PublicSurvey;
      expect(isEligible(newer, here())).toBe(false);
    }
  });
});

const survives = { numRuns: 300 };
const ending = fc.constantFrom<Ending>('answered', 'dismissed', 'ignored', 'later', 'never');
const days = fc.double({ min: 0, max: 400, noNaN: true });
const number = fc.integer({ min: 0, max: 100 });
const pacing: fc.Arbitrary<Pacing> = fc.record(
  {
    firstVisit: fc.boolean(),
    gap: number,
    waits: fc.record({ answered: number, dismissed: number, ignored: number, later: number }, { requiredKeys: [] }),
    caps: fc.record({ page: fc.nat(3), visit: fc.nat(3), month: fc.nat(5), year: fc.nat(9) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
/** A past that happened: showings of two surveys at any time before now, in the order of time. */
const past = fc
  .array(fc.record({ ago: days, ending, id: fc.constantFrom('shop', 'other') }), { maxLength: 12 })
  .map((all) => all.toSorted((one, other) => other.ago - one.ago));
type Past = readonly { readonly ago: number; readonly ending: Ending; readonly id: string }[];

function after(showings: Past, visits = 2) {
  const all: Record<string, ReturnType<typeof memory>['asked'][string]> = {};
  for (const { ago, ending: how, id } of showings) {
    const row = how === 'answered' ? 0 : (all[id]?.row ?? 0) + (how === 'dismissed' ? 1 : 0);
    all[id] = { at: now - ago * DAY, ending: how, row };
  }
  return memory({
    visits,
    asked: all,
    days: showings.map(({ ago }) => Math.floor((now - ago * DAY) / DAY)),
    ...(showings.some((one) => one.ending === 'never') && { refused: true as const }),
  });
}

describe('pacing, whatever happened before', () => {
  it('once it lets a survey pass, lets it pass for good: time alone never takes it back', () => {
    fc.assert(
      fc.property(past, pacing, pacing, days, (showings, own, site, later) => {
        const given = here({ memory: after(showings), pacing: site });
        const passing = (at: number) =>
          examine(survey({ pacing: own }), { ...given, now: at })
            .filter(({ pass }) => pass)
            .map(({ rule }) => rule);
        expect(passing(now + later * DAY)).toEqual(expect.arrayContaining(passing(now)));
      }),
      survives,
    );
  });

  it('passes at the very moment it named, and not before', () => {
    fc.assert(
      fc.property(past, pacing, (showings, own) => {
        const given = here({ memory: after(showings) });
        for (const { rule, pass, from: at } of examine(survey({ pacing: own }), given)) {
          if (pass || at === Infinity) continue;
          const pass2 = (time: number) =>
            examine(survey({ pacing: own }), { ...given, now: time }).find((one) => one.rule === rule)!.pass;
          expect([pass2(Math.ceil(at!)), pass2(Math.ceil(at!) - 1)]).toEqual([true, false]);
        }
      }),
      survives,
    );
  });

  it('never asks more because somebody was asked once more', () => {
    fc.assert(
      fc.property(past, pacing, ending, (showings, own, how) => {
        // Of the same survey the last ending counts, so that a shorter wait may follow a longer one: another survey.
        const before = here({ memory: after(showings) });
        const more = here({ memory: after([...showings, { ago: 0, ending: how, id: 'third' }]) });
        const [was, is] = [before, more].map((each) => isEligible(survey({ pacing: own }), each));
        expect(is && !was).toBe(false);
      }),
      survives,
    );
  });

  it('keeps the gap and the waits it is set to, and a refusal, whatever else it is set to', () => {
    fc.assert(
      fc.property(past, pacing, (showings, own) => {
        if (!isEligible(survey({ pacing: own }), here({ memory: after(showings) }))) return;
        const gap = own.gap ?? 14;
        for (const { ago } of showings) expect(ago).toBeGreaterThanOrEqual(gap - 1e-9);
        expect(showings.some((one) => one.ending === 'never')).toBe(false);
      }),
      survives,
    );
  });
});

describe('of several surveys', () => {
  it('goes the one with the highest priority, then the first by id', () => {
    const all = [survey({ id: 'c', priority: 1 }), survey({ id: 'b' }), survey({ id: 'a', priority: -1 })];
    expect(best(all, here())!.id).toBe('c');
    expect(best([survey({ id: 'b' }), survey({ id: 'a' })], here())!.id).toBe('a');
    expect(best(all, here({ memory: memory({ visits: 1 }) }))).toBeUndefined();
  });

  it('goes the next when the first may not, and each that does not go is told why', () => {
    const skipped: unknown[] = [];
    const all = [survey({ id: 'a' }), survey({ id: 'b', priority: 9, paused: now + DAY }), survey({ id: 'c' })];
    expect(best(all, here(), undefined, ({ id }, why) => skipped.push([id, why]))!.id).toBe('a');
    expect(skipped).toEqual([
      ['b', 'paused'],
      ['c', 'priority'],
    ]);
  });

  it('goes one and the same, in whatever order they come', () => {
    const one = fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), priority: fc.integer({ min: -2, max: 2 }) });
    const some = fc.uniqueArray(one, { selector: ({ id }) => id, maxLength: 8 });
    fc.assert(
      fc.property(
        some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const surveys = all.map((each) => survey(each));
          expect(
            best(
              shuffled.map((each) => survey(each)),
              here(),
            )?.id,
          ).toBe(best(surveys, here())?.id);
        },
      ),
      survives,
    );
  });
});
