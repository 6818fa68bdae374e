// `since` and `until` of a query.
import { beginOf, type Bound, boundOf, endOf } from '../scores/period.ts';
import { invalid } from './problem.ts';

/** Throws validation_failed for text that is neither a date nor a time. */
export function readBound(parameter: string, text: string | undefined): Bound | undefined {
  if (text === undefined) return undefined;
  // In a query an unescaped + is a space: 2026-10-01T00:00:00+02:00 arrives with one.
  const bound = boundOf(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));
  if (bound) return bound;
  const detail = 'Must be a date (2026-10-01, in the site’s time zone) or a time (2026-10-01T08:00:00Z).';
  throw invalid([{ parameter, code: 'date', detail }]);
}

export interface Bounds {
  readonly since: Bound | undefined;
  readonly until: Bound | undefined;
}

/** Throws validation_failed for a period that ends before it begins. */
export function checkOrder({ since, until }: Bounds, zone: string): Bounds {
  if (since && until && endOf(until, zone) <= beginOf(since, zone)) {
    throw invalid([{ parameter: 'until', code: 'range', detail: 'Must be after since.' }]);
  }
  return { since, until };
}
