// Since when and until when: dates and times as people write them, in the site's time zone.
import { dayIn } from '../store/days.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;

/** One end of a period: a whole calendar day in the site's zone, or a moment in Unix milliseconds. */
export type Bound = { readonly day: string } | { readonly time: number };

/** `YYYY-MM-DD`, or RFC 3339 with an offset; undefined for anything else, 30 February included. */
export function boundOf(text: string): Bound | undefined {
  if (DAY.test(text)) return isDay(text) ? { day: text } : undefined;
  // `2026-02-30T…` would roll over to March.
  if (!TIME.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const time = Date.parse(text.replace(' ', 'T').toUpperCase());
  return Number.isNaN(time) ? undefined : { time };
}

/** The moment a period begins; included. */
export function beginOf(bound: Bound, zone: string): number {
  return 'time' in bound ? bound.time : startOfDay(bound.day, zone);
}

/** The moment a period ends; excluded. A day is included to its end. */
export function endOf(bound: Bound, zone: string): number {
  return 'time' in bound ? bound.time : startOfDay(nextDay(bound.day), zone);
}

/** The first day of a period, included. Tallies know days only, so a moment stands for its whole day. */
export function firstDay(bound: Bound, zone: string): string {
  return 'day' in bound ? bound.day : dayIn(zone, bound.time);
}

/** The day after the last one of a period, excluded: a moment at midnight ends the day before, any other its own. */
export function dayAfter(bound: Bound, zone: string): string {
  return nextDay('day' in bound ? bound.day : dayIn(zone, bound.time - 1));
}

/** The first moment of a calendar day in a zone, where daylight saving may have skipped midnight itself. */
export function startOfDay(day: string, zone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`);
  // Zones are at most 14 hours away; a day begins once. The first millisecond that is in the day, by halving.
  let before = noon - 36 * 3_600_000;
  let within = noon + 36 * 3_600_000;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayIn(zone, middle) < day) before = middle;
    else within = middle;
  }
  return within;
}

/** The first moment of a calendar day, as RFC 3339 in UTC. */
export function moment(day: string, zone: string): string {
  return new Date(startOfDay(day, zone)).toISOString();
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
