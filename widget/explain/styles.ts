// How the overlay looks: sizes in px and everything reset, because the page's own are none of its business.
export const styles = `
/* The host is not placed itself: only what is fixed makes an open prompt move aside, and this one is no part of the page. */
:host { all: initial !important; display: contents !important; direction: ltr !important; color-scheme: light dark !important }
aside { position: fixed; inset: 8px auto auto 8px; margin: 0; padding: 0; z-index: 2147483647;
  box-sizing: border-box; inline-size: max-content; max-inline-size: min(440px, 100vw - 16px); max-block-size: 75vh; overflow: auto;
  font: 13px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; text-align: start;
  color: light-dark(#16181d, #f2f3f5); background: light-dark(#fff, #16181d);
  border: 1px solid light-dark(#6b7180, #8a91a1); border-radius: 8px; box-shadow: 0 4px 16px #0004;
  --yes: light-dark(#17703a, #63d391); --no: light-dark(#b3261e, #ff9a92); --line: light-dark(#d5d8de, #3a3f4a) }
[hidden] { display: none !important }
header { position: sticky; inset-block-start: 0; display: flex; background: inherit }
button { font: inherit; color: inherit; background: none; cursor: pointer; text-align: start;
  border: 1px solid light-dark(#6b7180, #8a91a1); border-radius: 6px; padding: 4px 10px; min-block-size: 32px }
button:hover { background: light-dark(#eef0f3, #2a2e37) }
:focus-visible { outline: 3px solid light-dark(#1a56c4, #8ab4ff); outline-offset: -3px }
header button { border: 0; padding: 6px 12px; min-block-size: 40px; min-inline-size: 40px }
header button:first-child { flex: 1 }
header button:first-child::before { content: "▾ " / ""; }
header button[aria-expanded="false"]::before { content: "▸ " / "" }
header:has([aria-expanded="true"]), section:not(:last-child) { border-block-end: 1px solid var(--line) }
section { padding: 8px 12px }
h2 { font: inherit; font-weight: 700; margin: 0 }
p { margin: 0 }
p.yes, li.yes [role] { color: var(--yes) }
p.no, li.no [role] { color: var(--no) }
summary { cursor: pointer; padding-block: 6px }
ul { list-style: none; margin: 0; padding: 0 0 6px }
li { display: grid; grid-template-columns: 1.5em 1fr }
dl { margin: 0 } dl div { display: flex; gap: 8px } dt { flex: 0 0 80px; opacity: .8 } dd { margin: 0; min-inline-size: 0 }
@media print { aside { display: none } }
`;
