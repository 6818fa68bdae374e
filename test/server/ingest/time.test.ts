import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timesOf } from '../../../server/ingest/time.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const RECEIVED = Date.UTC(2026, 9, 25, 12);

describe('time', () => {
  it('believes the monotonic clock of the page first', () => {
    const sent = { at: 5, c: 1, t: 99, el: 1_500 };
    expect(timesOf(sent, RECEIVED)).toEqual({ answered: RECEIVED - 1_500, shown: RECEIVED - 1_504, source: 'el' });
  });

  it.each([
    ['is three years ahead', 3 * 365 * DAY],
    ['is forty years behind', -40 * 365 * DAY],
    ['is right', 0],
  ])('finds the time through the difference of the clocks when the browser clock %s', (_what, wrong) => {
    const at = RECEIVED - HOUR + wrong;
    const times = timesOf({ at, c: at - 2_000, t: RECEIVED + wrong }, RECEIVED);
    expect(times).toEqual({ answered: RECEIVED - HOUR, shown: RECEIVED - HOUR - 2_000, source: 'skew' });
  });

  it.each([
    ['a time before all', { at: -1, t: RECEIVED }, RECEIVED - 60 * DAY],
    ['a time after the sending', { at: RECEIVED + HOUR, t: RECEIVED }, RECEIVED],
    ['a time no date can hold', { at: 1e20, t: RECEIVED }, RECEIVED],
    ['words for a time', { at: '2026-10-25', t: RECEIVED }, RECEIVED],
    ['no time of sending', { at: RECEIVED - HOUR }, RECEIVED],
    ['nothing', {}, RECEIVED],
  ])('clamps and marks %s', (_what, sent, answered) => {
    expect(timesOf(sent, RECEIVED)).toMatchObject({ answered, source: 'clamped' });
  });

  it.each([-1, 12 * HOUR + 1, NaN, '5', null])('does not believe %s milliseconds elapsed', (el) => {
    expect(timesOf({ at: RECEIVED - HOUR, t: RECEIVED, el }, RECEIVED)).toMatchObject({ source: 'skew' });
  });

  it('takes a prompt shown after its answer for shown with it', () => {
    const times = timesOf({ at: RECEIVED - HOUR, c: RECEIVED, t: RECEIVED }, RECEIVED);
    expect(times).toMatchObject({ shown: RECEIVED - HOUR, answered: RECEIVED - HOUR });
  });

  it('keeps both times whole, in order and within sixty days, whatever is sent', () => {
    const anything = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(null), fc.constant(undefined));
    fc.assert(
      fc.property(fc.record({ at: anything, c: anything, el: anything, t: anything }), (sent) => {
        const { answered, shown } = timesOf(sent, RECEIVED);
        for (const time of [answered, shown]) expect(Number.isSafeInteger(time)).toBe(true);
        expect(shown).toBeLessThanOrEqual(answered);
        expect(answered).toBeLessThanOrEqual(RECEIVED);
        expect(shown).toBeGreaterThanOrEqual(RECEIVED - 60 * DAY);
      }),
    );
  });
});
