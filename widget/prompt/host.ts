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
  readonly nonce?: string | undefined;
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

/** Puts an empty host at the end of `container`, or above the page's own layers when there is none. */
export function addHost(options: HostOptions): Host {
  const { look = {}, wide, container, looks, nonce, onLeave = () => {} } = options;
  const element = document.createElement('div');
  // Open, so that assistive tools, tests and the page's own libraries see which field has the focus.
  const root = element.attachShadow({ mode: 'open' });
  const place = container ? 'inline' : ((looks && look.place) ?? 'corner');
  element.dataset['look'] = place + (wide ? ' wide' : '');
  const offs = PRIVATE.map((type) => listen(root, type, (event) => event.stopPropagation()));
  const parent = container ?? document.documentElement;
  parent.append(element);
  // The top layer lies above any z-index: https://developer.mozilla.org/docs/Web/API/Popover_API
  if (!container && element.showPopover) {
    element.popover = 'manual';
    element.showPopover();
  }
  const arranged = looks?.(place, { element, root, look, anchor: options.anchor, onLeave });
  adopt(root, [styles, schemeOf(parent), ...(options.styles ?? []), arranged?.styles].join(''), nonce);
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
