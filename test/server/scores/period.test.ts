import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginOf, boundOf, dayAfter, endOf, firstDay, startOfDay } from '../../../server/scores/period.ts';
import { dayIn } from '../../../server/store/days.ts';

const iso = (time: number): string => new Date(time).toISOString();

describe('period', () => {
  it.each([
    ['2026-10-01', { day: '2026-10-01' }],
    ['2028-02-29', { day: '2028-02-29' }],
    ['2026-10-01T08:00:00Z', { time: Date.UTC(2026, 9, 1, 8) }],
    ['2026-10-01t08:00:00z', { time: Date.UTC(2026, 9, 1, 8) }],
    ['2026-10-01T08:00Z', { time: Date.UTC(2026, 9, 1, 8) }],
    ['2026-10-01T08:00:00.250+02:00', { time: Date.UTC(2026, 9, 1, 6, 0, 0, 250) }],
    ['2026-02-29', undefined],
    ['2026-02-30T00:00:00Z', undefined],
    ['2026-13-01', undefined],
    ['2026-10-01T25:00:00Z', undefined],
    ['2026-10-01T08:00:00', undefined],
    ['2026-10', undefined],
    ['1790841600', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('reads %j as %j', (text, bound) => {
    expect(boundOf(text)).toEqual(bound);
  });

  it.each([
    ['2026-10-24', 'Europe/Berlin', '2026-10-23T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-01-01', 'Pacific/Pago_Pago', '2026-01-01T11:00:00.000Z'],
    ['2026-01-01', 'Asia/Kathmandu', '2025-12-31T18:15:00.000Z'],
    // Clocks went from 23:59:59 to 01:00 that night.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ])('finds the beginning of %s in %s', (day, zone, time) => {
    expect(iso(startOfDay(day, zone))).toBe(time);
  });

  it('begins a day at its first millisecond, in every zone', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
    const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, zones, (date, zone) => {
        const day = dayIn(zone, date.getTime());
        const start = startOfDay(day, zone);
        expect([dayIn(zone, start), dayIn(zone, start - 1) < day]).toEqual([day, true]);
      }),
    );
  });

  it('includes a day to its end and a moment not at all', () => {
    const day = { day: '2026-10-25' };
    expect(iso(beginOf(day, 'Europe/Berlin'))).toBe('2026-10-24T22:00:00.000Z');
    expect(iso(endOf(day, 'Europe/Berlin'))).toBe('2026-10-25T23:00:00.000Z');
    expect([beginOf({ time: 5 }, 'UTC'), endOf({ time: 5 }, 'UTC')]).toEqual([5, 5]);
  });

  it('widens moments to whole days for tallies', () => {
    const time = (text: string) => ({ time: Date.parse(text) });
    expect(firstDay(time('2026-10-24T22:30:00Z'), 'Europe/Berlin')).toBe('2026-10-25');
    expect(dayAfter(time('2026-10-24T22:00:00Z'), 'Europe/Berlin')).toBe('2026-10-25');
    expect(dayAfter(time('2026-10-24T22:00:01Z'), 'Europe/Berlin')).toBe('2026-10-26');
    expect(dayAfter({ day: '2026-12-31' }, 'UTC')).toBe('2027-01-01');
  });
});
