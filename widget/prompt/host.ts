// The one element the widget adds to a page: a shadow host that owes the page nothing and asks nothing of it.
import { listen } from '../platform/listen.ts';
import { styles } from './styles.ts';

/** `corner`, or `wide` there for a scale of ten or eleven; `inline` where the page put it. */
export type Look = 'corner' | 'wide' | 'inline';

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Takes the element and its listeners out of the page. */
  remove(): void;
}

/** Typing in the prompt is nobody else's business: a page's keyboard shortcuts must not fire from it. */
const PRIVATE = [
  'keydown',
  'keypress',
  'keyup',
  'input',
  'beforeinput',
  'change',
  'paste',
  'focusin',
  'pointerdown',
  'click',
];

function adopt(root: ShadowRoot, styles: string, nonce: string | undefined): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Safari before 16.4: a style element, which a strict style-src admits by its nonce.
    const style = document.createElement('style');
    if (nonce) style.nonce = nonce;
    style.textContent = styles;
    root.append(style);
  }
}

/**
 * Puts an empty host at the end of `container`, or above the page's own layers when there is none; `more` are styles
 * besides the prompt's own.
 */
export function addHost(look: Look, container: Element | undefined, nonce: string | undefined, more = ''): Host {
  const element = document.createElement('div');
  element.dataset['look'] = look;
  // Open, so that assistive tools, tests and the page's own libraries see which field has the focus.
  const root = element.attachShadow({ mode: 'open' });
  adopt(root, styles + more, nonce);
  const offs = PRIVATE.map((type) => listen(root, type, (event) => event.stopPropagation()));
  (container ?? document.documentElement).append(element);
  // The top layer lies above any z-index: https://developer.mozilla.org/docs/Web/API/Popover_API
  if (!container && element.showPopover) {
    element.popover = 'manual';
    element.showPopover();
  }
  return {
    element,
    root,
    remove() {
      for (const off of offs) off();
      element.remove();
    },
  };
}
