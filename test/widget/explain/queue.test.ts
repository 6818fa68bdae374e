import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { describeQueue, type QueueReport } from '../../../widget/explain/index.ts';

const now = Date.UTC(2026, 10, 22);
const minute = 60_000;

describe('the words for the queue', () => {
  it.each<[QueueReport | undefined, string]>([
    [undefined, 'no answer waits; the part that sends them was not needed so far'],
    [{ waiting: 0 }, 'no answer waits'],
    [{ waiting: 0, since: now, why: 'offline', next: now + 1 }, 'no answer waits'],
  ])('pass when nothing waits: %j', (report, reason) => {
    expect(describeQueue(report, now)).toEqual([{ rule: 'queue', pass: true, reason }]);
  });

  it.each<[QueueReport, string]>([
    [{ waiting: 1 }, '1 answer waits'],
    [
      { waiting: 1, since: now - 5 * minute, why: 'offline' },
      '1 answer waits, given 5 minutes ago: the browser is offline',
    ],
    [{ waiting: 2, since: now }, '2 answers wait, the oldest given just now'],
    [
      { waiting: 2, since: now - 60 * minute, why: 'paused' },
      '2 answers wait, the oldest given 1 hour ago: the collector asked for a pause',
    ],
    [{ waiting: 3, why: 'no room' }, '3 answers wait: no room'],
    [{ waiting: 3, why: 'constructor' }, '3 answers wait: constructor'],
  ])('say how many wait, since when and why: %j', (report, reason) => {
    expect(describeQueue(report, now)).toEqual([{ rule: 'queue', pass: false, reason }]);
  });

  it.each(['offline', 'blocked', 'refused', 'paused', 'failing', 'busy'])('know %s', (why) => {
    const [rule] = describeQueue({ waiting: 1, why }, now);
    expect(rule!.reason.replace('1 answer waits: ', '').split(' ').length).toBeGreaterThan(2);
  });

  it('say when the queue is tried again, if that is still to come', () => {
    const at = (next: number) => describeQueue({ waiting: 1, next }, now)[0]!.at;
    expect([now + 1, now, now - 1, Infinity, NaN].map(at)).toEqual([
      now + 1,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are one rule, whatever is reported', () => {
    const number = fc.option(fc.oneof(fc.double(), fc.integer()), { nil: undefined });
    const report = fc.record({ waiting: fc.double(), since: number, why: fc.option(fc.string()), next: number });
    fc.assert(
      fc.property(report, (given) => {
        // As it might come from a part of another version.
        const rules = describeQueue(given as QueueReport, now);
        expect(rules).toHaveLength(1);
        expect(rules[0]!.pass).toBe(!(given.waiting > 0));
        expect(rules[0]!.reason).not.toMatch(/undefined|null|NaN/);
      }),
      { numRuns: 200 },
    );
  });
});
