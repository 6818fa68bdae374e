/**
 * The options in an order that depends on nothing but `seed` and their ids: every order is about as likely as any
 * other over many seeds, and one seed always gives the same.
 */
export function shuffled<T extends { readonly id: string }>(options: readonly T[], seed: string): readonly T[] {
  return options
    .map((option) => ({ option, rank: hash(`${seed} ${option.id}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ option }) => option);
}

/** FNV-1a, and the end of MurmurHash3, without which ids that differ in their last letter stay neighbours. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
