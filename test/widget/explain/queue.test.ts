import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason, Report } from '../../../widget/delivery/report.ts';
import { describeQueue } from '../../../widget/explain/queue.ts';

const now = Date.UTC(2026, 10, 22);
const minute = 60_000;
const REASONS: readonly Reason[] = ['sending', 'offline', 'backoff', 'paused', 'parked', 'blocked', 'quarantined'];
const report = (changes: Partial<Report>): Report => ({
  waiting: 1,
  since: null,
  reason: 'offline',
  nextTry: null,
  saved: true,
  ...changes,
});

describe('the words for the queue', () => {
  it.each<[Report | undefined, string]>([
    [undefined, 'no answer waits; the part that sends them was not needed so far'],
    [report({ waiting: 0, reason: 'nothing waits' }), 'no answer waits'],
  ])('pass when nothing waits: %j', (given, reason) => {
    expect(describeQueue(given, now)).toEqual([{ rule: 'queue', pass: true, reason }]);
  });

  it.each<[Report, string]>([
    [report({}), '1 answer waits: the browser is offline'],
    [report({ since: now - 5 * minute }), '1 answer waits, given 5 minutes ago: the browser is offline'],
    [
      report({ waiting: 2, since: now - 60 * minute, reason: 'paused' }),
      '2 answers wait, the oldest given 1 hour ago: the collector asked for a pause',
    ],
  ])('say how many wait, since when and why: %j', (given, reason) => {
    expect(describeQueue(given, now)).toEqual([{ rule: 'queue', pass: false, reason }]);
  });

  it('say when the queue is tried again, if that is still to come', () => {
    const at = (nextTry: number | null) => describeQueue(report({ nextTry }), now)[0]!.at;
    expect([now + 1, now, now - 1, null].map(at)).toEqual([now + 1, undefined, undefined, undefined]);
  });

  it('are one rule, whatever is reported', () => {
    const time = fc.option(fc.integer({ min: 0, max: 2 ** 45 }));
    const any = fc.record({
      waiting: fc.nat(200),
      since: time,
      reason: fc.constantFrom(...REASONS),
      nextTry: time,
      saved: fc.boolean(),
    });
    fc.assert(
      fc.property(any, (given) => {
        const rules = describeQueue(given, now);
        expect(rules).toHaveLength(1);
        expect(rules[0]!.pass).toBe(given.waiting === 0);
        expect(rules[0]!.reason).not.toMatch(/undefined|null|NaN/);
      }),
      { numRuns: 200 },
    );
  });
});
