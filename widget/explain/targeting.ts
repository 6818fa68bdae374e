// The settings of a survey's targeting, in words.
import type { Condition } from '../../server/contract/conditions.ts';
import type { Schedule, Seen } from '../../server/contract/targeting.ts';
import type { UrlRule } from '../../server/contract/urls.ts';
import { anyOf, inDays, quoted } from './numbers.ts';

const url = (rule: UrlRule): string =>
  rule.match === 'query'
    ? `with ?${rule.name}${rule.value === undefined ? '' : `=${rule.value}`}`
    : `${rule.match} ${rule.value}`;

/** `prefix /shop or exact /basket, but not exact /shop/pay`. */
export function urlsInWords(rules: readonly UrlRule[]): string {
  const wanted = rules.filter(({ not }) => !not).map(url);
  const not = rules.filter((rule) => rule.not).map(url);
  return `${anyOf(wanted) || 'all'}${not.length ? `, but not ${anyOf(not)}` : ''}`;
}

const OPERATORS: { readonly [O in Condition['op']]: string } = {
  is: 'is',
  isNot: 'is not',
  in: 'is',
  notIn: 'is not',
  contains: 'contains',
  startsWith: 'starts with',
  above: 'is above',
  below: 'is below',
  before: 'is before',
  after: 'is after',
  exists: 'is there',
  missing: 'is missing',
};

/** `plan is “pro” or “team”`. */
export function conditionInWords(condition: Condition): string {
  const start = `${condition.name} ${OPERATORS[condition.op] ?? `${String(condition.op)} (an operator that is not known)`}`;
  if (!('value' in condition)) return start;
  const { value } = condition;
  if (typeof value !== 'object') return `${start} ${quoted(value)}`;
  return `${start} ${'daysAgo' in value ? `${inDays(value.daysAgo)} ago` : anyOf(value.map(quoted))}`;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `from 2026-11-22, Monday or Tuesday, 09:00 to 17:00, Europe/Berlin`. */
export function scheduleInWords({ from, until, weekdays, hours, zone }: Schedule): string {
  return [
    from && `from ${from}`,
    until && `until ${until}`,
    weekdays && anyOf(weekdays.map((day) => WEEKDAYS[day - 1])),
    hours && anyOf(hours.map(([start, end]) => `${start} to ${end}`)),
    zone ?? 'the visitor’s own time',
  ]
    .filter(Boolean)
    .join(', ');
}

/** `has not answered chat in the last 30 days`. */
export function seenInWords({ survey, how, days, not }: Seen): string {
  const did: { readonly [H in Seen['how']]: string } = {
    shown: 'seen',
    answered: 'answered',
    dismissed: 'dismissed',
    ignored: 'ignored',
    later: 'put off',
    never: 'refused',
  };
  return `has ${not ? 'not ' : ''}${did[how]} ${survey}${days === undefined ? '' : ` in the last ${inDays(days)}`}`;
}
