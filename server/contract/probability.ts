// The two distributions intervals and tests are read from: the standard normal and Student's t.
// Probabilities run from 0 to 1, good to about 12 digits; degrees of freedom are positive and need not be whole.

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(X > x) of the standard normal distribution; about 14 digits, also far out where 1 - CDF has none left. */
function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  // Marsaglia, Evaluating the Normal Distribution: https://www.jstatsoft.org/article/view/v011i04
  if (x < 2.5) {
    let term = x;
    let series = x;
    for (let i = 3; term > series * Number.EPSILON; i += 2) series += term *= (x * x) / i;
    return 0.5 - normalDensity(x) * series;
  }
  let fraction = x; // Laplace's continued fraction, from its far end
  for (let i = 60; i > 0; i--) fraction = x + i / fraction;
  return normalDensity(x) / fraction;
}

export function normalCdf(x: number): number {
  return normalTail(-x);
}

// Stirling's series, shifted to where five terms give full precision.
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 12; y++) shift += Math.log(y);
  const r = 1 / (y * y);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift;
}

/**
 * Regularised incomplete beta function by its continued fraction: https://dlmf.nist.gov/8.17.E22
 * `y` is 1 - x, which the caller knows more exactly than a subtraction near x = 1 could tell.
 */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y)) / a;
  let fraction = 1; // from its far end; in this half of x it has converged long before 100 terms
  for (let m = 100; m > 0; m--) {
    const odd = (-(a + m - 1) * (a + b + m - 1) * x) / ((a + 2 * m - 2) * (a + 2 * m - 1));
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    fraction = 1 + odd / (1 + even / fraction);
  }
  return front / fraction;
}

function studentDensity(t: number, df: number): number {
  const front = logGamma((df + 1) / 2) - logGamma(df / 2) - Math.log(df * Math.PI) / 2;
  return Math.exp(front - ((df + 1) / 2) * Math.log1p((t * t) / df));
}

// From here on Hill's normal approximation is as good as double precision, and its cost does not grow with df.
const HILL_FROM = 200;

/** P(T > t) of Student's t with `df` > 0 degrees of freedom, which need not be whole. */
function studentTail(t: number, df: number): number {
  if (t < 0) return 1 - studentTail(-t, df);
  if (df < HILL_FROM) return incompleteBeta(df / (df + t * t), (t * t) / (df + t * t), df / 2, 0.5) / 2;
  // Hill, Algorithm 395: https://doi.org/10.1145/355598.355599
  const a = df - 0.5;
  const b = 48 * a * a;
  const y = a * Math.log1p((t * t) / df);
  const correction = ((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3) / b;
  return normalTail((1 + correction) * Math.sqrt(y));
}

export function studentCdf(t: number, df: number): number {
  return studentTail(-t, df);
}

// Right of 0 a symmetric unimodal distribution's tail is convex, so Newton's steps from 0 climb to the root and never
// pass it; the first step that no longer climbs is the end.
function symmetricQuantile(p: number, tail: (x: number) => number, density: (x: number) => number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A quantile needs a probability between 0 and 1, not ${p}.`);
  if (p < 0.5) return -symmetricQuantile(1 - p, tail, density);
  let x = 0;
  for (let i = 0; i < 200; i++) {
    const next = x + (tail(x) - (1 - p)) / density(x);
    if (!(next > x)) break;
    x = next;
  }
  return x;
}

/** The x that a standard normal variable stays below with probability `p`, 0 < p < 1. */
export function normalQuantile(p: number): number {
  return symmetricQuantile(p, normalTail, normalDensity);
}

/** The t that Student's t with `df` degrees of freedom stays below with probability `p`, 0 < p < 1. */
export function studentQuantile(p: number, df: number): number {
  return symmetricQuantile(
    p,
    (t) => studentTail(t, df),
    (t) => studentDensity(t, df),
  );
}

/** How likely a statistic at least this far from 0 is by chance; without `df` it is standard normal. */
export function pValue(statistic: number, df?: number): number {
  const distance = Math.abs(statistic);
  return 2 * (df === undefined ? normalTail(distance) : studentTail(distance, df));
}
