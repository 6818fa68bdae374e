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

/** What is done in the prompt is nobody else's business: nor may the page refuse it a field, or a wheel that scrolls it. */
const PRIVATE = ['input', 'beforeinput', 'change', 'paste', 'pointerdown', 'mousedown', 'click', 'wheel', 'touchmove'];

/**
 * What a page hears of first, on the way down. It sees our host as the target, not the field, so its shortcuts and focus
 * traps take the event for theirs.
 */
const DOWN = ['keydown', 'keypress', 'keyup', 'focus', 'focusin'];

function adopt(root: ShadowRoot, nonce: string | undefined): void {
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

/** Ends the event ahead of the page and gives the field a copy that never leaves the shadow root. */
function withhold(root: ShadowRoot, event: Event): void {
  const path = event.composedPath();
  if (!path.includes(root)) return;
  event.stopImmediatePropagation();
  const { type, bubbles, cancelable, key, shiftKey, ctrlKey, metaKey } = event as KeyboardEvent;
  // Not a KeyboardEvent: in Firefox one made by script leaves the shadow root whatever its `composed` says.
  const copy = Object.assign(new Event(type, { bubbles, cancelable }), { key, shiftKey, ctrlKey, metaKey });
  // What the browser does with a key it does all the same, unless the copy's listeners are against it.
  if (!path[0]!.dispatchEvent(copy)) event.preventDefault();
}

/** A sandboxed frame may refuse to submit forms, aloud. Their submit event is all the prompt needs. */
function submit(event: Event): void {
  const { type, form } = event.target as HTMLButtonElement;
  if (type !== 'submit') return;
  event.preventDefault();
  form!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
}

/** Puts an empty host at the end of `container`, or above the page's own layers when there is none. */
export function addHost(look: Look, container: Element | undefined, nonce: string | undefined): Host {
  const element = document.createElement('div');
  element.dataset['look'] = look;
  // Open, so that assistive tools, tests and the page's own libraries see which field has the focus.
  const root = element.attachShadow({ mode: 'open' });
  adopt(root, nonce);
  const offs = [
    ...PRIVATE.map((type) => listen(root, type, (event) => event.stopPropagation(), { passive: true })),
    ...DOWN.map((type) => listen(window, type, (event) => withhold(root, event), true)),
    listen(root, 'click', submit),
  ];
  // The oldest way: libraries have their own idea of `append`.
  (container ?? document.documentElement).appendChild(element);
  // A page that is zoomed by its style zooms what lies above it too, and fingers keep their size.
  if (!container) element.style.setProperty('--zoom', String(1 / (element.currentCSSZoom ?? 1)), 'important');
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
