/**
 * Gives the host of `root` declarations that change while it is open, through a sheet of their own after the others:
 * nothing inline could win over the page's own !important. Returns how to say them; the last ones hold.
 */
export function mover(root: ShadowRoot): (declarations: string) => void {
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return (declarations) => sheet.replaceSync(`:host([data-look]){${declarations}}`);
}
