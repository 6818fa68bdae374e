// What `?asklet-debug` in a page's address shows: every survey with every rule, so that a silence explains itself on
// the very page. For whoever installs it; loaded for nobody else, so plain DOM and no care for bytes.
import type { Explanation, Rule } from './explanation.ts';

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

/** What the overlay shows. */
export interface Readout {
  readonly surveys: readonly Explanation[];
  /** The answers that wait on this device: how many, since when, why, and when they are tried again. */
  readonly queue: readonly Rule[];
}

function list(rules: readonly Rule[]): Node {
  const items = rules.map(({ pass, rule, reason, at }) => {
    const item = element('li', `${rule}: ${reason}${at ? `, until ${new Date(at).toLocaleString()}` : ''}`);
    item.classList.toggle('fails', !pass);
    return item;
  });
  return element('ul', '', ...items);
}

const section = (title: string, rules: readonly Rule[]): Node =>
  element('section', '', element('h2', title), list(rules));

function draw({ surveys, queue }: Readout): Node[] {
  const drawn = surveys.map(({ survey, eligible, rules }) =>
    section(`${survey || 'Surveys'}: ${eligible ? 'would be shown at its touchpoint' : 'is not shown'}`, rules),
  );
  return queue.length ? [...drawn, section('Answers', queue)] : drawn;
}

/** Shows the overlay, read anew every second, until the returned function is called. A `read` that fails shows nothing new. */
export function openOverlay(read: () => Readout | Promise<Readout>): () => void {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const content = element('div', '');
  const details = element('details', '', element('summary', 'Asklet'), content);
  details.open = true;
  root.append(details);
  document.documentElement.append(host);
  let drawn = '';
  const show = async (): Promise<void> => {
    try {
      const readout = await read();
      // Drawn only when something changed: a text that is being selected stays selected.
      const text = JSON.stringify(readout);
      if (text !== drawn) content.replaceChildren(...draw(readout));
      drawn = text;
    } catch {
      // What was shown last is the best there is.
    }
  };
  const timer = setInterval(() => void show(), EVERY);
  void show();
  return () => {
    clearInterval(timer);
    host.remove();
  };
}
