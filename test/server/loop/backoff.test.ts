import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../../server/loop/backoff.ts';

describe('retryDelay', () => {
  it('doubles from five seconds to six hours, with up to a quarter more', () => {
    expect([1, 2, 3, 13, 14, 5_000].map((tries) => retryDelay(tries, 0))).toEqual([
      5_000, 10_000, 20_000, 20_480_000, 21_600_000, 21_600_000,
    ]);
    expect(retryDelay(1, 0.999)).toBeLessThan(6_250);
    expect(retryDelay(99, 0.5)).toBe(24_300_000);
  });
});
