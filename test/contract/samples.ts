// Any tally of any metric.
import fc from 'fast-check';
import { type Metric, SCALES } from '../../server/contract/questions.ts';
import { type Counts, distribution } from '../../server/contract/scores.ts';

export const metrics = Object.keys(SCALES).filter((name): name is Metric => name in SCALES);

export const anyMetric = fc.constantFrom(...metrics);

/** A value of the scale. */
export function anyValue(metric: Metric): fc.Arbitrary<number> {
  return fc.constantFrom(...distribution(metric, {}).map(({ value }) => value));
}

/** From no answers to many, often all on few values, which is what intervals break on. */
export function anyCounts(metric: Metric): fc.Arbitrary<Counts> {
  const n = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 2, arbitrary: fc.nat(40) }, fc.nat(100_000));
  return fc.dictionary(anyValue(metric).map(String), n, { maxKeys: 11, noNullPrototype: true });
}

/** A metric and one tally of it. */
export const anyTally = anyMetric.chain((metric) => fc.tuple(fc.constant(metric), anyCounts(metric)));

/** A metric and two tallies of it. */
export const twoTallies = anyMetric.chain((metric) =>
  fc.tuple(fc.constant(metric), anyCounts(metric), anyCounts(metric)),
);
