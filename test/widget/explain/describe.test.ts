import { describe as group, expect, it } from 'vitest';
import type { PublicSurvey } from '../../../server/contract/api.ts';
import type { Pacing, Targeting } from '../../../server/contract/targeting.ts';
import { describe, type Subject } from '../../../widget/explain/index.ts';
import { isEligible } from '../../../widget/targeting/eligibility.ts';
import { audience } from '../../../widget/targeting/more.ts';
import type { Here } from '../../../widget/targeting/rule.ts';
import { survey } from '../../support/surveys.ts';
import { asked, DAY, here, memory, now } from '../targeting/here.ts';

const subject = (changes: Partial<Subject> = {}): Subject => ({
  site: 'pk_shop',
  url: 'https://collector.example/c/v1',
  surveys: [survey()],
  here: here(),
  audience,
  ...changes,
});
const reasons = (one: PublicSurvey, at: Here) =>
  Object.fromEntries(
    describe(subject({ surveys: [one], here: at }))[0]!.rules.map(({ rule, reason }) => [rule, reason]),
  );
const page = { url: 'https://shop.example/shop/tea', referrer: 'https://news.example/', device: 'phone' } as const;

const unused = {
  rule: 'queue',
  pass: true,
  reason: 'no answer waits; the part that sends them was not needed so far',
};

group('the explanation', () => {
  it('lists every rule of every survey, with pass or fail and from when it will pass', () => {
    const given = here({ memory: asked(10, 'answered') });
    const [one] = describe(subject({ here: given }));
    expect(one).toEqual({
      survey: 'shop',
      eligible: false,
      rules: [
        { rule: 'paused', pass: true, reason: 'not paused' },
        { rule: 'refused', pass: true, reason: 'asking was not refused' },
        { rule: 'visit', pass: true, reason: 'visit 2; first visits are left alone' },
        {
          rule: 'gap',
          pass: false,
          reason: 'the last prompt was 10 days ago; 14 days between any two',
          at: now + 4 * DAY,
        },
        { rule: 'wait', pass: false, reason: 'answered 10 days ago; not again for 90 days', at: now + 80 * DAY },
        {
          rule: 'caps',
          pass: true,
          reason: '0 of 1 prompts on this page, 0 of 1 this visit, 1 of 2 in 30 days, 1 of 6 in a year',
        },
        { rule: 'alone', pass: true, reason: 'no prompt is open' },
      ],
      queue: [unused],
    });
  });

  it('is of the one survey that was asked for, or of all', () => {
    const surveys = [survey(), survey({ id: 'chat' })];
    expect(describe(subject({ surveys })).map((one) => one.survey)).toEqual(['shop', 'chat']);
    expect(describe(subject({ surveys }), 'chat').map((one) => one.survey)).toEqual(['chat']);
  });

  it.each<[string, Partial<Subject>, string]>([
    ['was not started', { site: undefined, here: undefined }, 'init() was not called'],
    [
      'has no surveys',
      { surveys: undefined },
      'no surveys for pk_shop at https://collector.example/c/v1: is the site key right?',
    ],
    ['knows of none', { surveys: [] }, 'pk_shop has no survey that is published and open'],
    [
      'knows others only',
      { surveys: [survey({ id: 'chat' }), survey({ id: 'nps' })] },
      'pk_shop has no survey of this name; there is chat or nps',
    ],
  ])('says what is wrong with an installation that %s', (_what, changes, reason) => {
    expect(describe(subject(changes), 'shop')).toEqual([
      { survey: 'shop', eligible: false, rules: [{ rule: 'known', pass: false, reason }], queue: [unused] },
    ]);
  });

  it('says that a rule is of a newer script, or not loaded, or not understood', () => {
    const newer = survey({ targeting: { mood: 'glad' } as Targeting });
    expect(reasons(newer, here())['mood']).toBe(
      'this version of the script does not know the rule “mood”: rather silent than wrong',
    );
    const [unloaded] = describe(
      subject({ surveys: [survey({ targeting: { devices: ['phone'] } })], audience: undefined }),
    );
    expect(unloaded).toMatchObject({
      eligible: false,
      rules: [
        { rule: 'devices', pass: false, reason: 'the part of the script that knows this rule is not loaded' },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    });
    const odd = survey({ targeting: { devices: 7 } as unknown as Targeting });
    expect(reasons(odd, here({ device: 'phone' }))['devices']).toBe('the setting of this rule is not understood');
  });

  it.each<[keyof Targeting, Targeting, Partial<Here>, string]>([
    [
      'pages',
      {
        pages: [
          { match: 'prefix', value: '/help' },
          { match: 'exact', value: '/a' },
          { match: 'query', name: 'x', value: '1', not: true },
        ],
      },
      page,
      'this page is https://shop.example/shop/tea; asked on: prefix /help or exact /a, but not with ?x=1',
    ],
    [
      'referrer',
      { referrer: [{ match: 'prefix', value: 'https://a.example' }] },
      page,
      'came from https://news.example/; asked for: prefix https://a.example',
    ],
    [
      'referrer',
      { referrer: [{ match: 'prefix', value: 'https://a.example', not: true }] },
      {},
      'came from nowhere the browser tells of; asked for: all, but not prefix https://a.example',
    ],
    [
      'attributes',
      {
        attributes: [
          { name: 'plan', op: 'in', value: ['pro', 'team'] },
          { name: 'seats', op: 'above', value: 3 },
        ],
      },
      { attributes: { plan: 'free', seats: 4 } },
      'asked for: plan is “pro” or “team”; it is “free”',
    ],
    [
      'attributes',
      {
        attributes: [
          { name: 'plan', op: 'exists' },
          { name: 'seen', op: 'before', value: { daysAgo: 30 } },
        ],
      },
      { attributes: { plan: 'x', seen: '2020-01-01' } },
      'plan is there, seen is before 30 days ago',
    ],
    [
      'properties',
      { properties: [{ name: 'total', op: 'above', value: 3 }] },
      {},
      'asked for: total is above 3; it is not known',
    ],
    ['devices', { devices: ['desktop', 'tablet'] }, page, 'this is a phone; asked on: desktop or tablet'],
    ['languages', { languages: ['de'] }, {}, 'the language here is en; asked in: de'],
    [
      'schedule',
      { schedule: { from: '2027-01-01', weekdays: [1, 2], hours: [['09:00', '17:00']], zone: 'UTC' } },
      {},
      'asked from 2027-01-01, Monday or Tuesday, 09:00 to 17:00, UTC',
    ],
    [
      'account',
      { account: { attribute: 'since', minDays: 30 } },
      { attributes: { since: now / 1_000 - 86_400 } },
      'the account was opened 1 day ago; asked from 30 days of age',
    ],
    [
      'account',
      { account: { attribute: 'since', maxDays: 1 } },
      {},
      'since does not say when the account was opened; asked below 1 day of age',
    ],
    [
      'seen',
      {
        seen: [
          { survey: 'chat', how: 'answered', days: 30, not: true },
          { survey: 'nps', how: 'shown' },
        ],
      },
      {},
      'has not answered chat in the last 30 days: yes; has seen nps: no',
    ],
    [
      'sample',
      { sample: { share: 0.125, round: 'Q4' } },
      { person: 'ann' },
      '12.5 % of people are asked, the same ones every time in round Q4',
    ],
    ['sample', { sample: { share: 0.5 } }, {}, '50 % of devices are asked, the same ones every time'],
  ])('says of %s what is the case and what is asked for: %j', (rule, targeting, given, reason) => {
    expect(reasons(survey({ targeting }), here(given))[rule]).toBe(reason);
  });

  it.each<[string, Pacing, Partial<Here>, string]>([
    ['visit', { firstVisit: true }, { memory: memory({ visits: 1 }) }, 'visit 1; first visits are asked'],
    ['gap', {}, {}, 'no prompt so far; 14 days between any two'],
    ['gap', { gap: 0 }, { memory: asked(0, 'ignored') }, 'the last prompt was just now; no wait between two'],
    [
      'gap',
      { gap: 0.5 },
      { memory: asked(0.25, 'ignored') },
      'the last prompt was 6 hours ago; 12 hours between any two',
    ],
    ['wait', {}, {}, 'not shown so far'],
    [
      'wait',
      {},
      { memory: asked(3, 'dismissed', 'shop', { row: 2 }) },
      'dismissed 3 days ago, 2 times in a row; not again for 60 days',
    ],
    ['wait', {}, { memory: asked(1, 'later') }, 'put off 1 day ago; not again for 7 days'],
    ['wait', { waits: { ignored: 0 } }, { memory: asked(1, 'ignored') }, 'ignored 1 day ago; no wait'],
    [
      'caps',
      { caps: { page: 0, visit: 2 } },
      { shown: 3, memory: memory({ shown: 1 }) },
      '3 prompts on this page, 1 of 2 this visit, 0 of 2 in 30 days, 0 of 6 in a year',
    ],
    [
      'refused',
      {},
      { memory: memory({ refused: true }) },
      '“don’t ask me again” was said: nothing is asked by itself on this site',
    ],
    ['alone', {}, { open: true }, 'another prompt is open'],
  ])('says of %s what is the case: %j', (rule, pacing, given, reason) => {
    expect(reasons(survey({ pacing }), here(given))[rule]).toBe(reason);
  });

  it('says that the answers wanted for today are in', () => {
    expect(reasons(survey({ paused: now + DAY }), here())['paused']).toBe('the answers wanted for today are in');
  });

  it('agrees with what the page does', () => {
    const surveys = [
      survey(),
      survey({ id: 'b', targeting: { devices: ['phone'] } }),
      survey({ id: 'c', paused: now + 1 }),
    ];
    for (const given of [here(), here(page), here({ open: true }), here({ memory: asked(20, 'ignored') })]) {
      expect(describe(subject({ surveys, here: given })).map(({ eligible }) => eligible)).toEqual(
        surveys.map((one) => isEligible(one, given, audience)),
      );
    }
  });
});
