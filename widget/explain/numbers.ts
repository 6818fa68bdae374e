// Numbers and lists as a person would write them. English, like the rest of what only a site owner reads.
import { DAY } from '../targeting/rule.ts';

const rounded = (number: number): string => String(Math.round(number * 10) / 10);
const some = (number: number, unit: string): string => {
  const text = rounded(number);
  return `${text} ${unit}${text === '1' ? '' : 's'}`;
};

/** So many days, in the unit one would say it in: `90 days`, `12 hours`, `1 minute`. */
export function inDays(days: number): string {
  if (days >= 1 || days <= 0) return some(days, 'day');
  return days >= 1 / 24 ? some(days * 24, 'hour') : some(days * 24 * 60, 'minute');
}

/** How long ago `at` was, in the same words. */
export function ago(at: number, now: number): string {
  const days = (now - at) / DAY;
  return days * 24 * 60 < 1 ? 'just now' : `${inDays(days)} ago`;
}

export function percent(share: number): string {
  return `${rounded(share * 100)} %`;
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(items: readonly unknown[]): string {
  const words = items.map(String);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Text in quotation marks, everything else as it is. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? `“${value}”` : String(value);
}
