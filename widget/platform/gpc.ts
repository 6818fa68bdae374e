/**
 * May the person's name travel with an answer? Not under Global Privacy Control, unless the visitor said yes to this
 * very site (`byHand`: the page called `consent('granted')`): their own word beside their browser's general one. A
 * default, the page's or a consent tool's, is no such word. Everything else is as without: no id is in it.
 * https://w3c.github.io/gpc/
 */
export function mayName(byHand: boolean): boolean {
  return byHand || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl !== true;
}
