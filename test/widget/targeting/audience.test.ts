import { describe, expect, it } from 'vitest';
import type { Targeting } from '../../../server/contract/targeting.ts';
import { isEligible, obstacle } from '../../../widget/targeting/eligibility.ts';
import { audience } from '../../../widget/targeting/more.ts';
import type { Here } from '../../../widget/targeting/rule.ts';
import { hash } from '../../../widget/platform/hash.ts';
import { survey } from '../../support/surveys.ts';
import { asked, DAY, here, memory, now } from './here.ts';

const page = {
  url: 'https://shop.example/shop/tea?utm=x',
  referrer: 'https://news.example/',
  device: 'phone',
} as const;
const ago = (days: number) => new Date(now - days * DAY).toISOString();

describe('the audience', () => {
  it.each<[promise: string, Targeting, Partial<Here>, boolean]>([
    ['is everybody where nothing is asked for', {}, {}, true],

    [
      'is who is on one of the pages',
      {
        pages: [
          { match: 'prefix', value: '/help' },
          { match: 'prefix', value: '/shop' },
        ],
      },
      page,
      true,
    ],
    ['is not who is elsewhere', { pages: [{ match: 'prefix', value: '/help' }] }, page, false],
    ['is not who is on a page left out', { pages: [{ match: 'prefix', value: '/shop', not: true }] }, page, false],
    ['is nobody while the page is not known', { pages: [{ match: 'prefix', value: '/' }] }, {}, false],

    ['is who came from there', { referrer: [{ match: 'prefix', value: 'https://news.example/' }] }, page, true],
    [
      'is not who came from elsewhere',
      { referrer: [{ match: 'prefix', value: 'https://mail.example/' }] },
      page,
      false,
    ],
    [
      'is not who came from nowhere',
      { referrer: [{ match: 'prefix', value: 'https://news.example/' }] },
      { referrer: '' },
      false,
    ],
    [
      'is who came from nowhere, where only some are left out',
      { referrer: [{ match: 'prefix', value: 'https://news.example/', not: true }] },
      { referrer: '' },
      true,
    ],
    [
      'is not who came from where it must not',
      { referrer: [{ match: 'prefix', value: 'https://news.example/', not: true }] },
      page,
      false,
    ],

    [
      'is who has the attribute',
      { attributes: [{ name: 'plan', op: 'is', value: 'pro' }] },
      { attributes: { plan: 'pro' } },
      true,
    ],
    [
      'is not who has another',
      { attributes: [{ name: 'plan', op: 'is', value: 'pro' }] },
      { attributes: { plan: 'free' } },
      false,
    ],
    [
      'knows attributes from properties',
      { attributes: [{ name: 'plan', op: 'is', value: 'pro' }] },
      { properties: { plan: 'pro' } },
      false,
    ],
    [
      'is who met the touchpoint so',
      { properties: [{ name: 'total', op: 'above', value: 20 }] },
      { properties: { total: 24.5 } },
      true,
    ],
    [
      'is not who met it otherwise',
      { properties: [{ name: 'total', op: 'above', value: 20 }] },
      { properties: { total: 20 } },
      false,
    ],

    ['is who has the device', { devices: ['tablet', 'phone'] }, page, true],
    ['is not who has another', { devices: ['desktop'] }, page, false],
    ['is nobody while the device is not known', { devices: ['phone', 'tablet', 'desktop'] }, {}, false],

    ['is who reads the language', { languages: ['fr', 'de'] }, { languages: ['de-AT', 'en'] }, true],
    ['minds a region where it is named', { languages: ['de-CH'] }, { languages: ['de-AT'] }, false],
    ['minds no capitals', { languages: ['pt-br'] }, { languages: ['pt-BR'] }, true],
    ['does not take one language for another that begins alike', { languages: ['de'] }, { languages: ['den'] }, false],
    ['minds the first language alone', { languages: ['en'] }, { languages: ['de', 'en'] }, false],

    ['is who comes in time', { schedule: { zone: 'UTC', weekdays: [7], hours: [['12:00', '13:00']] } }, {}, true],
    ['is not who comes too late', { schedule: { zone: 'UTC', hours: [['11:00', '12:00']] } }, {}, false],
    ['is nobody in a zone that does not exist', { schedule: { zone: 'Mars/Olympus' } }, {}, false],

    [
      'is who opened the account long enough ago',
      { account: { attribute: 'since', minDays: 30 } },
      { attributes: { since: ago(30) } },
      true,
    ],
    [
      'is not who opened it lately',
      { account: { attribute: 'since', minDays: 30 } },
      { attributes: { since: ago(29) } },
      false,
    ],
    [
      'is who opened it lately where that is asked for',
      { account: { attribute: 'since', maxDays: 7 } },
      { attributes: { since: ago(6) } },
      true,
    ],
    [
      'is not who opened it long ago',
      { account: { attribute: 'since', maxDays: 7 } },
      { attributes: { since: ago(7) } },
      false,
    ],
    ['is nobody of whom the age is not known', { account: { attribute: 'since', maxDays: 7 } }, {}, false],
    [
      'knows Unix seconds',
      { account: { attribute: 'since', minDays: 30 } },
      { attributes: { since: now / 1_000 - 31 * 86_400 } },
      true,
    ],

    [
      'is who answered',
      { seen: [{ survey: 'chat', how: 'answered' }] },
      { memory: asked(500, 'answered', 'chat') },
      true,
    ],
    [
      'is who answered lately',
      { seen: [{ survey: 'chat', how: 'answered', days: 30 }] },
      { memory: asked(29, 'answered', 'chat') },
      true,
    ],
    [
      'is not who answered long ago',
      { seen: [{ survey: 'chat', how: 'answered', days: 30 }] },
      { memory: asked(30, 'answered', 'chat') },
      false,
    ],
    ['is not who never saw it', { seen: [{ survey: 'chat', how: 'shown' }] }, {}, false],
    [
      'is not who dismissed it',
      { seen: [{ survey: 'chat', how: 'answered' }] },
      { memory: asked(20, 'dismissed', 'chat') },
      false,
    ],
    [
      'remembers an answer behind a later dismissal',
      { seen: [{ survey: 'chat', how: 'answered' }] },
      { memory: asked(20, 'dismissed', 'chat', { answered: now - 400 * DAY }) },
      true,
    ],
    ['is who never saw it, where that is asked for', { seen: [{ survey: 'chat', how: 'shown', not: true }] }, {}, true],
    [
      'is not who saw it',
      { seen: [{ survey: 'chat', how: 'shown', not: true }] },
      { memory: asked(500, 'ignored', 'chat') },
      false,
    ],
    [
      'is who has not seen it lately',
      { seen: [{ survey: 'chat', how: 'shown', days: 30, not: true }] },
      { memory: asked(30, 'ignored', 'chat') },
      true,
    ],
    [
      'needs all of several',
      {
        seen: [
          { survey: 'chat', how: 'shown' },
          { survey: 'other', how: 'shown' },
        ],
      },
      { memory: asked(30, 'ignored', 'chat') },
      false,
    ],
  ])('%s', (_promise, targeting, given, expected) => {
    expect(isEligible(survey({ targeting }), here(given), audience)).toBe(expected);
  });

  it('says from when somebody belongs to it, where time alone will do it', () => {
    const young = here({ attributes: { since: ago(10) } });
    expect(audience.account({ attribute: 'since', minDays: 30 }, young, 'shop')).toBe(now + 20 * DAY);
    const seen = here({ memory: asked(10, 'answered', 'chat') });
    expect(audience.seen([{ survey: 'chat', how: 'answered', days: 30, not: true }], seen, 'shop')).toBe(
      now + 20 * DAY,
    );
    expect(audience.seen([{ survey: 'chat', how: 'answered', not: true }], seen, 'shop')).toBe(Infinity);
  });

  it('is looked at before pacing, in the order the survey has it', () => {
    const both = survey({ targeting: { sample: { share: 0 }, devices: ['phone'] } });
    expect(obstacle(both, here({ open: true, device: 'desktop' }), audience)).toBe('sample');
  });
});

describe('sampling', () => {
  const share = 0.25;
  const drawn = (person: string | undefined, id = 'shop', round = '', seed = 's') =>
    audience.sample({ share, round }, here({ person, memory: memory({ seed }) }), id) === 0;
  const people = Array.from({ length: 20_000 }, (_, n) => `person-${n}`);
  const partOf = (all: readonly boolean[]) => all.filter(Boolean).length / all.length;
  /** Five standard errors: a fair draw is further off once in 1.7 million times, and this one is always the same. */
  const tolerance = 5 * Math.sqrt((share * (1 - share)) / people.length);

  it('asks nobody at 0, and everybody at 1', () => {
    for (const person of people.slice(0, 500)) {
      expect(audience.sample({ share: 0 }, here({ person }), 'shop')).toBe(Infinity);
      expect(audience.sample({ share: 1 }, here({ person }), 'shop')).toBe(0);
    }
  });

  it('is the same for the same person, on every device, at every time', () => {
    for (const person of people.slice(0, 500))
      expect(drawn(person, 'shop', '', 'x')).toBe(drawn(person, 'shop', '', 'y'));
  });

  it('is the device’s own for who is not named', () => {
    const devices = people.map((seed) => drawn(undefined, 'shop', '', seed));
    expect(Math.abs(partOf(devices) - share)).toBeLessThan(tolerance);
  });

  it.each([
    ['names that count up', people],
    ['short names', people.map((_, n) => n.toString(36))],
    [
      'UUIDs that differ in their last digits',
      people.map((_, n) => `123e4567-e89b-42d3-a456-${n.toString(16).padStart(12, '0')}`),
    ],
    ['e-mail addresses', people.map((_, n) => `customer${n}@example.com`)],
    ['names of any script', people.map((_, n) => `客${String.fromCodePoint(0x4e00 + n)}`)],
  ])('asks as many as it should of %s', (_names, names) => {
    expect(Math.abs(partOf(names.map((person) => drawn(person))) - share)).toBeLessThan(tolerance);
  });

  it.each([
    ['another survey', 'chat', ''],
    ['a survey of nearly the same name', 'shoq', ''],
    ['another round', 'shop', '2'],
  ])('draws anew for %s', (_what, id, round) => {
    const both = people.map((person) => drawn(person) && drawn(person, id, round));
    expect(Math.abs(partOf(both) - share * share)).toBeLessThan(tolerance);
  });

  it('keeps who was in when the share grows', () => {
    const within = (of: number) =>
      people.filter((person) => audience.sample({ share: of }, here({ person }), 'shop') === 0);
    expect(within(0.2)).toEqual(expect.arrayContaining(within(0.1).slice(0, 100)));
  });

  it('spreads evenly over the whole range', () => {
    const bins = Array.from<number>({ length: 50 }).fill(0);
    for (const person of people) bins[Math.floor(hash(person) * 50)]!++;
    const expected = people.length / 50;
    const chi = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 49 degrees of freedom: above 100 once in 50,000 times.
    expect(chi).toBeLessThan(100);
  });
});
