// Which words set one group of comments apart from another: log-odds with an informative Dirichlet prior
// (Monroe, Colaresi and Quinn 2008, https://doi.org/10.1093/pan/mpn018).

/** How often each word occurs; count a word once per comment. */
export type WordCounts = ReadonlyMap<string, number>;

export interface Keyness {
  /** Difference of the log-odds; above 0 the word is more typical of the first group. */
  readonly delta: number;
  /** The difference in its standard errors. */
  readonly z: number;
}

/** A word stands out from this |z| on … */
export const KEY_FROM = 1.96;
/** … and if at least this many different people of the group used it. */
export const KEY_PEOPLE = 5;

/**
 * How typical each word is of the first group rather than the second. `prior` is a weight above 0 for every word,
 * such as its frequency in all comments of the site, 10 to 15 % of the smaller group in sum; with it, words that are
 * common everywhere fall silent without a stop list. The result has the words of the prior, in its order.
 * Throws a RangeError for a word that has no prior, and for counts and weights that cannot be.
 */
export function keyness(group1: WordCounts, group2: WordCounts, prior: WordCounts): Map<string, Keyness> {
  for (const [word, n] of [...group1, ...group2]) {
    if (!prior.has(word)) throw new RangeError(`The word "${word}" has no prior.`);
    if (!(n >= 0 && n < Infinity)) throw new RangeError(`The word "${word}" cannot occur ${n} times.`);
  }
  for (const [word, weight] of prior) {
    if (!(weight > 0 && weight < Infinity))
      throw new RangeError(`The prior of "${word}" must be above 0, not ${weight}.`);
  }
  const total1 = total(group1) + total(prior);
  const total2 = total(group2) + total(prior);
  const result = new Map<string, Keyness>();
  for (const [word, weight] of prior) {
    const x1 = (group1.get(word) ?? 0) + weight;
    const x2 = (group2.get(word) ?? 0) + weight;
    // A vocabulary of one word has no odds: it is as typical of the one as of the other.
    const delta = prior.size === 1 ? 0 : Math.log(x1 / (total1 - x1)) - Math.log(x2 / (total2 - x2));
    result.set(word, { delta, z: delta / Math.sqrt(1 / x1 + 1 / x2) });
  }
  return result;
}

function total(counts: WordCounts): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}
