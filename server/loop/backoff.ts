const FIRST = 5_000;
const LONGEST = 6 * 3_600_000;

/**
 * How long to wait after the delivery number `tries` (from 1) has failed, in milliseconds: twice as long each time, up
 * to six hours, and up to a quarter more by `random` in [0, 1), so that what failed together does not come back together.
 */
export function retryDelay(tries: number, random: number): number {
  return Math.round(Math.min(LONGEST, FIRST * 2 ** Math.min(tries - 1, 30)) * (1 + random / 4));
}
