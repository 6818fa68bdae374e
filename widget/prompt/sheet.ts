/**
 * Puts a style sheet on a shadow root, before those that are there. Works under the strictest style-src, but for Safari before 16.4, which cannot
 * construct sheets: a style element there, admitted by its nonce.
 */
export function adopt(root: ShadowRoot, css: string, nonce: string | undefined): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
  } catch {
    const style = document.createElement('style');
    if (nonce) style.nonce = nonce;
    style.textContent = css;
    root.append(style);
  }
}

/**
 * Light or dark as the page has it where the prompt is; a page that does not say gets what the visitor prefers, as in
 * `paint`. https://drafts.csswg.org/css-color-adjust/#color-scheme-prop
 */
export const schemeOf = (place: Element): string =>
  /^(normal)?$/.test(getComputedStyle(place).colorScheme) ? '' : ':host{color-scheme:inherit!important}';
