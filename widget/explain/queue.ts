// The answers that wait on this device, in words.
import type { Report } from '../delivery/report.ts';
import type { Rule } from './explanation.ts';
import { ago } from './numbers.ts';

const whys: { readonly [R in Report['reason']]: string } = {
  'nothing waits': 'nothing',
  sending: 'they are being sent, by this tab or another',
  offline: 'the browser is offline',
  backoff: 'the collector cannot be reached, or fails',
  paused: 'the collector asked for a pause',
  parked: 'the collector does not take them: look at the site key, and at the origins the site may have',
  blocked: 'something forbids the request: a content blocker, or connect-src of the page’s Content-Security-Policy',
  quarantined: 'the collector refused each of them alone',
};

/**
 * One rule, which passes when nothing waits; its `at` is when the queue is tried again. Undefined where the delivery is
 * not loaded: it is, wherever an answer is known to wait.
 */
export function describeQueue(report: Report | undefined, now: number): readonly Rule[] {
  if (!report)
    return [{ rule: 'queue', pass: true, reason: 'no answer waits; the part that sends them was not needed so far' }];
  const { waiting, since, reason, nextTry } = report;
  if (!waiting) return [{ rule: 'queue', pass: true, reason: 'no answer waits' }];
  const many = waiting === 1 ? '1 answer waits' : `${waiting} answers wait`;
  const given = since === null ? '' : `, ${waiting === 1 ? '' : 'the oldest '}given ${ago(since, now)}`;
  return [
    {
      rule: 'queue',
      pass: false,
      reason: `${many}${given}: ${whys[reason]}`,
      ...(nextTry !== null && nextTry > now && { at: nextTry }),
    },
  ];
}
