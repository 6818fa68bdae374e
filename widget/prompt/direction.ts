/** Scripts that run from right to left: https://www.w3.org/International/questions/qa-scripts */
const RIGHT_TO_LEFT = /Adlm|Arab|Hebr|Nkoo|Rohg|Syrc|Thaa/;

/**
 * The direction of a language by the script it is written in, `az-Arab` and `ckb` included: every browser knows the
 * likely script, while some do not know `Intl.Locale.prototype.getTextInfo`.
 */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  try {
    return RIGHT_TO_LEFT.test(new Intl.Locale(tag).maximize().script!) ? 'rtl' : 'ltr';
  } catch {
    // Not a language tag.
    return 'ltr';
  }
}
