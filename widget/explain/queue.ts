// The answers that wait on this device, in words.
import { NEVER } from '../targeting/rule.ts';
import type { Rule } from './explanation.ts';
import { ago } from './numbers.ts';

/** What the delivery knows of its queue. */
export interface QueueReport {
  /** How many responses wait. */
  readonly waiting: number;
  /** When the oldest of them was given, in Unix milliseconds. */
  readonly since?: number;
  /** What keeps them: a key of `whys`, or any other word. */
  readonly why?: string;
  /** When they are tried again, in Unix milliseconds. */
  readonly next?: number;
}

const whys: Readonly<Record<string, string>> = {
  offline: 'the browser is offline',
  blocked: 'something forbids the request: a content blocker, or connect-src of the page’s Content-Security-Policy',
  refused: 'the collector does not take them: look at the site key, and at the origins the site may have',
  paused: 'the collector asked for a pause',
  failing: 'the collector cannot be reached, or fails',
  busy: 'they are being sent, by this tab or another',
};

/**
 * One rule, which passes when nothing waits; its `at` is when the queue is tried again. Undefined where the delivery is
 * not loaded: it is, wherever an answer is known to wait.
 */
export function describeQueue(report: QueueReport | undefined, now: number): readonly Rule[] {
  if (!report)
    return [{ rule: 'queue', pass: true, reason: 'no answer waits; the part that sends them was not needed so far' }];
  const { waiting, since, why, next } = report;
  if (!(waiting > 0)) return [{ rule: 'queue', pass: true, reason: 'no answer waits' }];
  const many = waiting === 1 ? '1 answer waits' : `${waiting} answers wait`;
  const given = Number.isFinite(since) ? `, ${waiting === 1 ? '' : 'the oldest '}given ${ago(since!, now)}` : '';
  const because = why ? `: ${Object.hasOwn(whys, why) ? whys[why] : why}` : '';
  return [
    { rule: 'queue', pass: false, reason: many + given + because, ...(next! > now && next! < NEVER && { at: next! }) },
  ];
}
