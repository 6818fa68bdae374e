/**
 * Puts a style sheet on a shadow root, before those that are there: a constructed one, which the strictest style-src
 * admits. Browsers without them (Safari before 16.4) do not know the colours of our sheet either.
 */
export function adopt(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
}

/**
 * Light or dark as the page has it where the prompt is; a page that does not say gets what the visitor prefers, as in
 * `paint`. https://drafts.csswg.org/css-color-adjust/#color-scheme-prop
 */
export const schemeOf = (place: Element): string =>
  /^(normal)?$/.test(getComputedStyle(place).colorScheme) ? '' : ':host{color-scheme:inherit!important}';
