import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../server/contract/targeting.ts';
import { onSchedule } from '../../../widget/targeting/schedule.ts';
import { DAY } from './here.ts';

const ALWAYS = 0;
const NEVER = Infinity;
const berlin = { zone: 'Europe/Berlin' };
/** 22 November 2026 is a Sunday; Berlin is an hour ahead of UTC in winter, two in summer. */
const at = (iso: string): number => Date.parse(iso);

describe('a schedule', () => {
  it.each<[string, Schedule, string, string | number]>([
    ['without anything always lasts', {}, '2026-11-22T12:00Z', ALWAYS],
    ['begins with its first day', { ...berlin, from: '2026-11-23' }, '2026-11-22T12:00Z', '2026-11-22T23:00Z'],
    ['begins at its first minute', { ...berlin, from: '2026-11-23T09:30' }, '2026-11-22T12:00Z', '2026-11-23T08:30Z'],
    ['lasts from then on', { ...berlin, from: '2026-11-23T09:30' }, '2026-11-23T08:30Z', ALWAYS],
    ['begins years from now', { ...berlin, from: '2029-01-01' }, '2026-11-22T12:00Z', '2028-12-31T23:00Z'],
    ['lasts through its last day', { ...berlin, until: '2026-11-22' }, '2026-11-22T22:59:59Z', ALWAYS],
    ['is over when its last day is', { ...berlin, until: '2026-11-22' }, '2026-11-22T23:00Z', NEVER],
    ['is over at its last minute', { ...berlin, until: '2026-11-22T18:00' }, '2026-11-22T17:00Z', NEVER],
    ['lasts on its weekdays', { ...berlin, weekdays: [7] }, '2026-11-22T12:00Z', ALWAYS],
    ['waits for the next weekday', { ...berlin, weekdays: [1, 5] }, '2026-11-22T12:00Z', '2026-11-22T23:00Z'],
    ['waits for nearly a week', { ...berlin, weekdays: [7] }, '2026-11-23T00:00Z', '2026-11-28T23:00Z'],
    ['lasts in its hours', { ...berlin, hours: [['09:00', '17:00']] }, '2026-11-22T08:00Z', ALWAYS],
    ['waits for its hours', { ...berlin, hours: [['09:00', '17:00']] }, '2026-11-22T07:59Z', '2026-11-22T08:00Z'],
    ['waits until tomorrow', { ...berlin, hours: [['09:00', '17:00']] }, '2026-11-22T16:00Z', '2026-11-23T08:00Z'],
    [
      'waits for the next of its hours',
      {
        ...berlin,
        hours: [
          ['08:00', '09:00'],
          ['14:00', '15:00'],
        ],
      },
      '2026-11-22T09:00Z',
      '2026-11-22T13:00Z',
    ],
    ['goes on past midnight', { ...berlin, hours: [['22:00', '06:00']] }, '2026-11-22T01:00Z', ALWAYS],
    [
      'begins again in the evening',
      { ...berlin, hours: [['22:00', '06:00']] },
      '2026-11-22T05:00Z',
      '2026-11-22T21:00Z',
    ],
    [
      'belongs to the weekday on which its hours began',
      { ...berlin, weekdays: [6], hours: [['22:00', '06:00']] },
      '2026-11-22T01:00Z',
      ALWAYS,
    ],
    [
      'and to no other',
      { ...berlin, weekdays: [7], hours: [['22:00', '06:00']] },
      '2026-11-22T01:00Z',
      '2026-11-22T21:00Z',
    ],
    ['ends with the day', { ...berlin, hours: [['20:00', '24:00']] }, '2026-11-22T22:59Z', ALWAYS],
    [
      'needs all of it at once',
      { ...berlin, from: '2026-11-24T12:00', weekdays: [2], hours: [['09:00', '17:00']] },
      '2026-11-22T12:00Z',
      '2026-11-24T11:00Z',
    ],
    [
      'never comes again when it is over before its hours',
      { ...berlin, until: '2026-11-22', hours: [['09:00', '10:00']] },
      '2026-11-22T12:00Z',
      NEVER,
    ],
    [
      'follows the wall clock in summer',
      { ...berlin, hours: [['09:00', '17:00']] },
      '2026-07-01T03:00Z',
      '2026-07-01T07:00Z',
    ],
    [
      'follows the change to winter',
      { ...berlin, hours: [['09:00', '17:00']] },
      '2026-10-24T16:00Z',
      '2026-10-25T08:00Z',
    ],
    [
      'begins after the jump when the clock skips its hour',
      { ...berlin, hours: [['02:30', '04:00']] },
      '2026-03-29T00:00Z',
      '2026-03-29T01:00Z',
    ],
    [
      'begins with the first of two hours of one name',
      { ...berlin, hours: [['02:30', '02:45']] },
      '2026-10-25T00:00Z',
      '2026-10-25T00:30Z',
    ],
    [
      'knows zones half an hour off',
      { zone: 'Asia/Kolkata', hours: [['09:00', '10:00']] },
      '2026-11-22T00:00Z',
      '2026-11-22T03:30Z',
    ],
    [
      'knows the far side of the date line',
      { zone: 'Pacific/Kiritimati', weekdays: [1] },
      '2026-11-22T09:59Z',
      '2026-11-22T10:00Z',
    ],
  ])('%s', (_promise, schedule, now, expected) => {
    const from = onSchedule(schedule, at(now));
    expect(Number.isFinite(from) && from ? new Date(from).toISOString() : from).toBe(
      typeof expected === 'string' ? new Date(expected).toISOString() : expected,
    );
  });

  it('is the visitor’s own time without a zone', () => {
    const local = new Date(2026, 10, 23, 9).getTime();
    expect(onSchedule({ hours: [['09:00', '09:01']] }, local)).toBe(ALWAYS);
    expect(onSchedule({ hours: [['09:00', '09:01']] }, local - 1)).toBe(local);
  });

  it('in a zone that does not exist is an error, which the rules take for a "no"', () => {
    expect(() => onSchedule({ zone: 'Mars/Olympus' }, 0)).toThrow(RangeError);
  });

  it('lasts at the moment it named, and at no minute before', () => {
    const minute = fc
      .integer({ min: 0, max: 1_439 })
      .map((of) => `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`);
    const schedule = fc.record(
      {
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        from: fc.constantFrom('2026-03-27', '2026-10-30T07:45'),
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        hours: fc.array(
          fc.tuple(minute, minute).filter(([start, end]) => start !== end),
          { minLength: 1, maxLength: 3 },
        ),
      },
      { requiredKeys: ['zone'] },
    );
    // Around the days on which clocks change, in both hemispheres.
    const when = fc.oneof(
      ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'].map((day) =>
        fc.integer({ min: -3 * DAY, max: 2 * DAY }).map((off) => Date.parse(day) + off),
      ),
    );
    fc.assert(
      fc.property(schedule, when, (one, now) => {
        const from = onSchedule(one, now);
        if (from === ALWAYS) return;
        expect(from).toBeGreaterThan(now);
        expect(onSchedule(one, from)).toBe(ALWAYS);
        const steps = Array.from({ length: 40 }, (_, n) => now + ((from - now) * n) / 40);
        for (const step of [...steps, from - 1]) expect(onSchedule(one, step)).not.toBe(ALWAYS);
      }),
      { numRuns: 60 },
    );
  });
});
