const zones = new Map<string, (time: number) => string>();

/**
 * The calendar day `YYYY-MM-DD` of a moment (Unix milliseconds) in an IANA time zone, daylight saving included.
 * Throws a RangeError for a zone the runtime does not know and for a time that is none.
 */
export function dayIn(zone: string, time: number): string {
  if (zone === 'UTC') return new Date(time).toISOString().slice(0, 10);
  let day = zones.get(zone);
  if (!day) zones.set(zone, (day = createDay(zone)));
  return day(time);
}

/** Making a formatter costs about fifty times what using it does. */
function createDay(zone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  let known = { minute: Number.NaN, day: '' };
  return (time) => {
    // Answers come in the order of time, or nearly so. Zones differ, and change, by whole minutes only.
    const minute = Math.floor(time / 60_000);
    if (minute !== known.minute) {
      const { year, month, day } = Object.fromEntries(
        format.formatToParts(time).map(({ type, value }) => [type, value]),
      );
      known = { minute, day: `${year}-${month}-${day}` };
    }
    return known.day;
  };
}
