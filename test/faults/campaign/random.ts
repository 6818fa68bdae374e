/** Choices that are the same on every run with the same seed. */
export interface Random {
  /** 0 to `count` - 1. */
  upTo(count: number): number;
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** One of the keys, each as often as its weight says. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** A generator of its own for somebody whose turns come at no fixed time: theirs do not shift anybody else's. */
  fork(): Random;
}

/** mulberry32: small, and good enough to choose faults by. */
export function randomFrom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (count: number): number => Math.floor(next() * count);
  return {
    upTo,
    between: (least, most) => least + upTo(most - least + 1),
    chance: (share) => next() < share,
    pick: (from) => from[upTo(from.length)]!,
    weighed<K extends string>(weights: Readonly<Record<K, number>>): K {
      const names = Object.keys(weights) as K[]; // its own keys
      let left = next() * names.reduce((sum, name) => sum + weights[name], 0);
      return names.find((name) => (left -= weights[name]) < 0) ?? names[0]!;
    },
    fork: () => randomFrom(upTo(2 ** 31)),
  };
}
