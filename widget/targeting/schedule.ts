// Is it the time for it, by the wall clock of some zone? And if not, when next?
import type { Schedule } from '../../server/contract/targeting.ts';
import { ALWAYS, DAY, NEVER, type From } from './rule.ts';

const MINUTE = 60_000;

/** What a clock on the wall of `zone` shows, as if that were UTC. Throws for a zone that does not exist. */
function wallClock(zone: string | undefined): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? NaN;
    const day = Date.UTC(number('year'), number('month') - 1, number('day'));
    return day + (number('hour') * 60 + number('minute')) * MINUTE + number('second') * 1_000;
  };
}

/** `2026-11-22` or `2026-11-22T09:00`, as the wall clock shows it. */
const toWall = (text: string): number => Date.parse(text.length > 10 ? `${text}Z` : text);
const toMinutes = (hour: string): number => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
/** 1 is Monday, 7 is Sunday; 1970 began on a Thursday. */
const weekday = (wall: number): number => ((Math.floor(wall / DAY) + 3) % 7) + 1;

function covers({ from, until, weekdays, hours }: Schedule, wall: number): boolean {
  if (from !== undefined && !(wall >= toWall(from))) return false;
  if (until !== undefined && !(wall < toWall(until) + (until.length > 10 ? 0 : DAY))) return false;
  const onDay = (time: number): boolean => !weekdays || weekdays.includes(weekday(time));
  if (!hours) return onDay(wall);
  const minutes = (wall - Math.floor(wall / DAY) * DAY) / MINUTE;
  return hours.some(([first, last]) => {
    const [start, end] = [toMinutes(first), toMinutes(last)];
    if (start < end) return onDay(wall) && minutes >= start && minutes < end;
    return (onDay(wall) && minutes >= start) || (onDay(wall - DAY) && minutes < end);
  });
}

/**
 * From when the schedule lasts, if it does not now; NEVER where it does not begin any more. Clock changes are followed:
 * an hour that is skipped begins when the clock has jumped.
 */
export function onSchedule(schedule: Schedule, now: number): From {
  const wall = wallClock(schedule.zone);
  const passes = (at: number): boolean => covers(schedule, wall(at));
  if (passes(now)) return ALWAYS;
  const offset = (at: number): number => wall(at) - Math.floor(at / 1_000) * 1_000;
  const from = schedule.from === undefined ? 0 : toWall(schedule.from);
  const first = Math.max(wall(now), from);
  const starts = [0, ...(schedule.hours ?? []).map(([start]) => toMinutes(start))];
  // It begins with its first day, at midnight, or with its hours; a week on, every weekday has had its turn.
  const begins = [
    from,
    ...Array.from({ length: 9 }, (_, day) => Math.floor(first / DAY) * DAY + day * DAY).flatMap((day) =>
      starts.map((start) => day + start * MINUTE),
    ),
  ];
  const found = begins
    // The zone's offset then is that of a day before or a day after, should it change in between.
    .flatMap((begin) => [-DAY, DAY].map((near) => begin - offset(begin + near)))
    .filter((at) => at > now && passes(at))
    .sort((one, other) => one - other)[0];
  if (found === undefined) return NEVER;
  let at = found;
  while (at - MINUTE > now && passes(at - MINUTE)) at -= MINUTE;
  return at;
}
