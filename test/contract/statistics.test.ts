// Against published values, and against what must hold of any distribution and interval.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile, pValue, studentCdf, studentQuantile } from '../../server/contract/probability.ts';
import {
  benjaminiHochberg,
  meanInterval,
  median,
  moments,
  netShare,
  newcombe,
  roundHalfAway,
  roundOutward,
  twoShareZ,
  welch,
  wilson,
} from '../../server/contract/statistics.ts';

const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const freedom = fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 1, max: 400, noNaN: true }));

describe('the normal distribution', () => {
  it('has the quantiles and tails of the tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 14);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 14);
    expect(pValue(5) / 5.733031437583878e-7).toBeCloseTo(1, 12);
    expect(pValue(10) / 1.5239706048321e-23).toBeCloseTo(1, 12);
  });

  it('has a quantile that its distribution function takes back', () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
      }),
    );
  });

  it('refuses a quantile of what is no probability', () => {
    for (const p of [0, 1, -0.1, 1.1, NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe("Student's distribution", () => {
  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749464],
    [5, 2.570581835636314],
    [30, 2.0422724563012373],
    [100, 1.9839715184496334],
    [199, 1.971956544249395],
    [200, 1.971896223631609],
    [1_000, 1.9623390808264078],
    [1_000_000, 1.9599663568141037],
  ])('with %i degrees of freedom keeps 95 %% within %f', (df, t) => {
    expect(studentQuantile(0.975, df)).toBeCloseTo(t, 9);
  });

  it('is the exact arctangent with 1 degree of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (t) => {
        expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12);
      }),
    );
  });

  it('has a quantile that its distribution function takes back', () => {
    fc.assert(
      fc.property(probability, freedom, (p, df) => {
        expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 9);
      }),
    );
  });

  it('has no seam where the computation changes', () => {
    for (const t of [0.1, 1, 2, 4]) expect(studentCdf(t, 200 - 1e-9)).toBeCloseTo(studentCdf(t, 200), 11);
  });

  it('has p-values from 0 to 1 that fall with the distance from 0', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.option(freedom, { nil: undefined }), (t, df) => {
        const p = pValue(t, df);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(pValue(-t, df)).toBe(p);
        expect(pValue(2 * t, df)).toBeLessThanOrEqual(p);
      }),
    );
  });
});

describe("Wilson's interval", () => {
  // R's binom, and Newcombe 1998.
  it.each([
    [18, 20, 0.698966354772, 0.972133518786],
    [4, 20, 0.08065766258, 0.416017432252],
    [4, 200, 0.007804426416, 0.050287086906],
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is %f to %f', (k, n, low, high) => {
    const digits = String(low).length > 8 ? 11 : 4;
    expect(wilson(k, n, 0.95).low).toBeCloseTo(low, digits);
    expect(wilson(k, n, 0.95).high).toBeCloseTo(high, digits);
  });

  it('ends exactly at 0 for none and at 1 for all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (n) => {
        expect(wilson(0, n, 0.95).low).toBe(0);
        expect(wilson(n, n, 0.95).high).toBe(1);
      }),
    );
  });

  it("makes Newcombe's interval of a difference", () => {
    // Fagerland, Lydersen and Laake 2015
    const { low, high } = newcombe(1, 34, 7, 34, 0.95);
    expect(low).toBeCloseTo(0.019, 3);
    expect(high).toBeCloseTo(0.34, 3);
  });
});

describe('a net share', () => {
  // Rocks' own tests: down, middle, up; estimate, variance of one observation.
  it.each([
    [1, 2, 3, 1 / 3, 5 / 9],
    [1, 0, 1, 0, 1],
    [0, 1, 1, 0.5, 0.25],
    [1, 1, 1, 0, 2 / 3],
  ])('of %i down, %i between and %i up is %f', (down, between, up, centre, variance) => {
    const n = down + between + up;
    expect(netShare(up, down, n).centre).toBeCloseTo(centre, 12);
    expect(netShare(up, down, n).variance * n).toBeCloseTo(variance, 12);
  });
});

describe('moments', () => {
  const bins = [1, 2, 3, 4].map((value) => ({ value, n: 1 }));

  it('are those of the observations', () => {
    expect(moments(bins)).toEqual({ n: 4, mean: 2.5, variance: 5 / 3 });
    expect(median(bins)).toBe(2.5);
    expect(median(bins.slice(1))).toBe(3);
    expect(median([])).toBeNull();
  });

  it('have no variance with one observation, exactly 0 without spread, and more with a pseudo-observation', () => {
    const all = (n: number) => bins.map(({ value }) => ({ value, n: value === 3 ? n : 0 }));
    expect(moments(all(1)).variance).toBeNull();
    expect(meanInterval(moments(all(1)), 0.95)).toBeNull();
    expect(moments(all(1e6 + 1)).variance).toBe(0);
    expect(moments(all(1e6 + 1), 1).variance).toBeGreaterThan(0);
  });

  it('give Welch the t and the degrees of freedom of a hand calculation', () => {
    // 1, 2, 3, 4 against 2, 4, 6, 8: means 2.5 and 5, variances 5/3 and 20/3.
    const { t, df } = welch(moments(bins), moments(bins.map(({ value, n }) => ({ value: 2 * value, n }))), 0.95);
    expect(t).toBeCloseTo(2.5 / Math.sqrt(25 / 12), 12);
    expect(df).toBeCloseTo((25 / 12) ** 2 / ((5 / 12) ** 2 / 3 + (20 / 12) ** 2 / 3), 12);
  });
});

describe('the test of two shares', () => {
  it('finds nothing when nobody or everybody is counted', () => {
    expect(twoShareZ(0, 9, 0, 12)).toBe(0);
    expect(twoShareZ(9, 9, 12, 12)).toBe(0);
  });
});

describe('rounding', () => {
  it.each([
    [12.5, 0, 13],
    [-12.5, 0, -13],
    [-34.375, 0, -34],
    [1.005, 2, 1.01],
    [-0.4, 0, 0],
    [4.35, 1, 4.4],
    [2.345, 2, 2.35],
  ])('takes %f to %i digits as %f', (x, digits, expected) => {
    expect(roundHalfAway(x, digits)).toBe(expected);
  });

  it('is symmetric around 0', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(4), (x, digits) => {
        expect(roundHalfAway(-x, digits) + roundHalfAway(x, digits)).toBe(0);
      }),
    );
  });

  it('never narrows an interval, and leaves one that is round already', () => {
    expect(roundOutward({ low: 0.1 + 0.2, high: 24.000000000000004 }, 1)).toEqual({ low: 0.3, high: 24 });
    const end = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(end, end, fc.nat(4), (low, high, digits) => {
        const printed = roundOutward({ low, high }, digits);
        expect(printed.low).toBeLessThanOrEqual(low + 1e-12);
        expect(printed.high).toBeGreaterThanOrEqual(high - 1e-12);
        expect(low - printed.low).toBeLessThan(10 ** -digits + 1e-12);
      }),
    );
  });
});

describe('adjusted p-values', () => {
  const many = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));

  it('are in the order given, in 0 to 1, and never smaller than before', () => {
    fc.assert(
      fc.property(many, (pValues) => {
        const adjusted = benjaminiHochberg(pValues);
        expect(adjusted).toHaveLength(pValues.length);
        for (const [i, p] of adjusted.entries()) {
          expect(p).toBeGreaterThanOrEqual(pValues[i] ?? NaN);
          expect(p).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('follow a new order of the same tests', () => {
    fc.assert(
      fc.property(many, (pValues) => {
        expect(benjaminiHochberg(pValues.toReversed())).toEqual(benjaminiHochberg(pValues).toReversed());
      }),
    );
  });
});
