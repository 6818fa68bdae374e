// Beside the element that was clicked. Measured, not CSS anchor positioning: an anchor's name does not reach into a
// shadow root (https://drafts.csswg.org/css-anchor-position-1/#determining).
import { framed } from '../../platform/frame.ts';
import { listen } from '../../platform/listen.ts';
import { mover } from '../move.ts';
import type { FarLook, Setting } from './look.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room between anchor and card, and around both, in pixels. */
const GAP = 8;

/**
 * Where the card's upper left corner goes: below the anchor, above it where there is no room below, both shifted into
 * the view. Undefined where it fits neither, and when the anchor is out of view or, all zeros, out of the page.
 * `reach`: the card extends from the anchor's left edge to the right, or from its right edge to the left.
 */
export function beside(
  { left, top, right, bottom }: Box,
  card: Size,
  view: Size,
  reach: 'right' | 'left',
): { readonly x: number; readonly y: number } | undefined {
  if (bottom <= 0 || top >= view.height || right <= 0 || left >= view.width) return undefined;
  const below = bottom + GAP;
  const y = below + card.height + GAP <= view.height ? below : top - GAP - card.height;
  const most = view.width - GAP - card.width;
  if (y < GAP || most < GAP) return undefined;
  return { x: Math.min(Math.max(reach === 'right' ? left : right - card.width, GAP), most), y };
}

function follow({ element, root, look }: Setting, anchor: Element): () => void {
  const move = mover(root);
  const place = (): void => {
    const { width, height } = element.getBoundingClientRect();
    const rtl = getComputedStyle(element).direction === 'rtl';
    const view = { width: document.documentElement.clientWidth, height: innerHeight };
    const reach = rtl === (look.side === 'start') ? 'right' : 'left';
    // On a phone nothing has room beside it.
    const spot = view.width > 480 && beside(anchor.getBoundingClientRect(), { width, height }, view, reach);
    // A page's `zoom` enlarges our pixels too, and what is measured with them.
    const zoom = width / element.offsetWidth || 1;
    // Moved by a transform: whatever else is followed by a script counts as a layout shift of the page.
    move(spot ? `inset:0 auto auto 0!important;translate:${spot.x / zoom}px ${spot.y / zoom}px!important` : '');
  };
  const { soon, stop } = framed(place);
  // Sizes change on both sides; an anchor that goes, or is moved, crosses the view or another element's size.
  const sizes = new ResizeObserver(soon);
  const seen = new IntersectionObserver(soon);
  for (const one of [element, anchor, document.body]) sizes.observe(one);
  seen.observe(anchor);
  const offs = [
    stop,
    () => sizes.disconnect(),
    () => seen.disconnect(),
    // Captured, to hear of every scroller.
    ...['scroll', 'resize'].map((type) => listen(window, type, soon, true)),
  ];
  soon();
  return () => {
    for (const off of offs) off();
  };
}

export const anchor: FarLook = {
  styles: '',
  arrange(setting) {
    setting.element.dataset['look'] += ' corner';
    return setting.anchor ? { remove: follow(setting, setting.anchor) } : {};
  },
};
