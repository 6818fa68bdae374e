// The one element the widget adds to a page: a shadow host that owes the page nothing and asks nothing of it.
import type { Look } from '../../server/contract/look.ts';
import { listen } from '../platform/listen.ts';
import type { Looks } from './looks/look.ts';
import { adopt, schemeOf } from './sheet.ts';
import { styles } from './styles.ts';

export interface HostOptions {
  /** Default: the corner. */
  readonly look?: Look | undefined;
  /** A scale of ten or eleven wants more room. */
  readonly wide?: boolean;
  /** Where the page wants it; the place of the look does not count then. */
  readonly container?: Element | undefined;
  /** What was clicked, for the place `anchor`. */
  readonly anchor?: Element | undefined;
  /** The looks chunk, if it could be loaded; a look that needs it is an ordinary corner without it. */
  readonly looks?: Looks | undefined;
  /** More style sheets, as text. */
  readonly styles?: readonly string[];
  /** The person leaves by a way of the browser's, such as the back gesture of a phone. */
  readonly onLeave?: () => void;
}

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Where to draw: the root, or a dialog in it. */
  readonly mount: ShadowRoot | HTMLElement;
  /** Takes the element and its listeners out of the page, and gives the focus back where it was taken. */
  remove(): void;
}

/** What is done in the prompt is nobody else's business: nor may the page refuse it a field, or a wheel that scrolls it. */
const PRIVATE = 'input beforeinput change paste pointerdown mousedown click wheel touchmove'.split(' ');

/**
 * What a page hears of first, on the way down. It sees our host as the target, not the field, so its shortcuts and focus
 * traps take the event for theirs.
 */
const DOWN = 'keydown keypress keyup focus focusin'.split(' ');

/** Ends the event ahead of the page and gives the field a copy that never leaves the shadow root. */
function withhold(root: ShadowRoot, event: Event): void {
  const path = event.composedPath();
  if (!path.includes(root)) return;
  event.stopImmediatePropagation();
  const { type, bubbles, cancelable, key, relatedTarget } = event as KeyboardEvent & FocusEvent;
  // Not a KeyboardEvent: in Firefox one made by script leaves the shadow root whatever its `composed` says.
  const copy = Object.assign(new Event(type, { bubbles, cancelable }), { key, relatedTarget });
  // What the browser does with a key it does all the same, unless the copy's listeners are against it.
  if (!path[0]!.dispatchEvent(copy)) event.preventDefault();
}

/** Puts an empty host at the end of `container`, or above the page's own layers when there is none. */
export function addHost(options: HostOptions): Host {
  const { look = {}, wide, container, looks, onLeave = () => {} } = options;
  const element = document.createElement('div');
  // Open, so that assistive tools, tests and the page's own libraries see which field has the focus.
  const root = element.attachShadow({ mode: 'open' });
  const place = container ? 'inline' : ((looks && look.place) ?? 'corner');
  element.dataset['look'] = place + (wide ? ' wide' : '');
  const offs = [
    ...PRIVATE.map((type) => listen(root, type, (event) => event.stopPropagation(), { passive: true })),
    ...DOWN.map((type) => listen(window, type, (event) => withhold(root, event), true)),
  ];
  const parent = container ?? document.documentElement;
  // The oldest way: libraries have their own idea of `append`.
  parent.appendChild(element);
  // A page that is zoomed by its style zooms what lies above it too, and fingers keep their size.
  if (!container) element.style.setProperty('--zoom', String(1 / (element.currentCSSZoom ?? 1)), 'important');
  // The top layer lies above any z-index: https://developer.mozilla.org/docs/Web/API/Popover_API
  if (!container && element.showPopover) {
    element.popover = 'manual';
    element.showPopover();
  }
  const arranged = looks?.(place, { element, root, look, anchor: options.anchor, onLeave });
  adopt(root, [styles, schemeOf(parent), ...(options.styles ?? []), arranged?.styles].join(''));
  return {
    element,
    root,
    mount: arranged?.mount ?? root,
    remove() {
      for (const off of offs) off();
      arranged?.remove?.();
      element.remove();
    },
  };
}
