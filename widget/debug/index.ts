// What `?asklet-debug` in a page's address shows: every survey with every rule, so that a silence explains itself on
// the very page. For whoever installs it; loaded for nobody else, so plain DOM and no care for bytes.
import { listen } from '../platform/listen.ts';
import type { Explanation } from '../targeting/eligibility.ts';

const STYLES = `
:host { all: initial !important; position: fixed !important; inset-block-start: 8px !important; inset-inline-start: 8px !important;
  z-index: 2147483647 !important; max-inline-size: min(30rem, 100vw - 16px) !important; color-scheme: light dark !important }
details { font: 13px/1.5 ui-monospace, monospace; background: light-dark(#fff, #16181d); color: light-dark(#16181d, #f2f3f5);
  border: 1px solid light-dark(#8a90a0, #777e8e); border-radius: 8px; max-block-size: 70vh; overflow: auto }
summary { padding: 10px 12px; cursor: pointer; font-weight: 700 }
section { padding: 0 12px 10px } h2 { font: inherit; font-weight: 700; margin: 0 }
ul { list-style: none; margin: 0; padding: 0 }
li::before { content: "✓ "; color: light-dark(#17703a, #63d391) }
li.fails::before { content: "✗ "; color: light-dark(#b3261e, #ff8a80) }
`;

/** How often what is shown is looked up anew, in milliseconds. */
const EVERY = 1_000;

function element<N extends keyof HTMLElementTagNameMap>(name: N, text: string, ...children: Node[]) {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
}

function draw({ survey, eligible, rules }: Explanation): Node {
  const items = rules.map(({ pass, rule, reason, at }) => {
    const item = element('li', `${rule}: ${reason}${at ? `, until ${new Date(at).toLocaleString()}` : ''}`);
    item.classList.toggle('fails', !pass);
    return item;
  });
  const title = element('h2', `${survey}: ${eligible ? 'would be shown at its touchpoint' : 'is not shown'}`);
  return element('section', '', title, element('ul', '', ...items));
}

/** Shows the overlay until the returned function is called. */
export function openDebug(explain: () => readonly Explanation[]): () => void {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const summary = element('summary', 'Asklet');
  const list = element('div', '');
  const details = element('details', '', summary, list);
  details.open = true;
  root.append(details);
  document.documentElement.append(host);
  const show = (): void => list.replaceChildren(...explain().map(draw));
  const timer = setInterval(show, EVERY);
  const off = listen(details, 'toggle', show);
  show();
  return () => {
    clearInterval(timer);
    off();
    host.remove();
  };
}
