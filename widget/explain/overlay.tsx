// What `?asklet-debug` in a page's address shows, so that a silence explains itself on the very page. For whoever
// installs it; loaded for nobody else, so it has a Preact of its own and signals, and counts in no budget.
import { signal } from '@preact/signals';
import { render } from 'preact';
import { listen } from '../platform/listen.ts';
import type { Readout } from './explanation.ts';
import { Boundary, Panel } from './panel.tsx';
import { styles } from './styles.ts';

export interface OverlayOptions {
  /** Asked at once, and again a second after each answer. What was shown last stays when it fails. */
  readonly read: () => Promise<Readout>;
  /** Shows this survey as it would look, and neither keeps nor sends what is answered. May throw. */
  readonly preview: (survey: string) => void;
}

/** How long after a look the next one follows, in milliseconds. */
const EVERY = 1_000;

/** What is done in the overlay is no click beside the page's menu, and no key of its shortcuts. */
const PRIVATE = ['click', 'pointerdown', 'mousedown', 'keydown', 'keypress', 'keyup'];

/** Shows the overlay until the person closes it or the returned function is called. */
export function openOverlay({ read, preview }: OverlayOptions): () => void {
  const host = document.createElement('div');
  // The words are English, whatever the page speaks.
  host.lang = 'en';
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const readout = signal<Readout | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function look(): Promise<void> {
    try {
      readout.value = await read();
    } catch {
      // What was shown last is the best there is.
    }
    if (!closed) timer = setTimeout(() => void look(), EVERY);
  }

  function show(survey: string): void {
    try {
      preview(survey);
    } catch {
      // Then there is nothing to see, and nobody to tell.
    }
  }

  function close(): void {
    closed = true;
    clearTimeout(timer);
    for (const off of offs.splice(0)) off();
    render(null, root);
    host.remove();
  }

  const offs = PRIVATE.map((type) => listen(root, type, (event) => event.stopPropagation(), { passive: true }));
  // The oldest way: libraries have their own idea of `append`.
  document.documentElement.appendChild(host);
  render(
    // Not at once: it must not be unmounted while it is being drawn.
    <Boundary onError={() => queueMicrotask(close)}>
      <Panel readout={readout} preview={show} close={close} />
    </Boundary>,
    root,
  );
  // The top layer lies above any z-index, and no transform of the page moves what is fixed in it.
  const panel = root.querySelector('aside');
  if (panel?.showPopover) {
    panel.popover = 'manual';
    panel.showPopover();
  }
  void look();
  return close;
}
