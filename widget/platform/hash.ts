/**
 * A number from 0 up to but without 1 that hangs on the text alone and looks random: a multiplicative hash in the manner
 * of FNV-1a and MurmurHash. Three more rounds at the end, without which texts that differ there only would be alike.
 */
export function hash(text: string): number {
  let h = 0;
  for (const one of `${text}|||`) {
    h = Math.imul(h ^ one.codePointAt(0)!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  return (h >>> 0) / 2 ** 32;
}
