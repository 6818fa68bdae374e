// Manners: when not to open, and what not to cover. Looks only at what is in view, never changes it.
import { framed } from '../platform/frame.ts';
import { listen } from '../platform/listen.ts';
import { mover } from './move.ts';
import type { Host } from './host.ts';

/** How long a pause in typing is until the person has finished, in milliseconds. */
const PAUSE = 3_000;
/** How often it is tried, in milliseconds, and how often at most: a minute in view. */
const AGAIN = 1_000;
const TRIES = 60;

/** Boxes of the consent managers most in use, by their own ids; some are shadow hosts without a size. */
const KNOWN =
  '[id^=onetrust],[id^=CybotCookiebot],[id^=usercentrics],[id^=didomi],[id^=sp_message],[id^=iubenda-cs],#truste-consent-track,#qc-cmp2-container,.fc-consent-root,#cmpbox';
/** Others say what they are; they count if they float, and are no mere button to open them again. */
const NAMED = '[id*=cookie i],[class*=cookie i],[id*=consent i],[class*=consent i],[role=dialog],[role=alertdialog]';

const EDITABLE =
  'input:not([type=button],[type=submit],[type=checkbox],[type=radio]),textarea,select,iframe,[contenteditable]:not([contenteditable=false])';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Three by three points in a box, `inset` from its edges. */
function points({ left, top, right, bottom }: Box, inset = 24): (readonly [x: number, y: number])[] {
  const three = (from: number, to: number): number[] => [from + inset, (from + to) / 2, to - inset];
  return three(left, right).flatMap((x) => three(top, bottom).map((y) => [x, y] as const));
}

const view = (): Box => ({ left: 0, top: 0, right: document.documentElement.clientWidth, bottom: innerHeight });

const floats = (element: Element | null): boolean =>
  !!element && (/fixed|sticky/.test(getComputedStyle(element).position) || floats(element.parentElement));

function isSeen(element: Element): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const area = view();
  return (
    right > left &&
    bottom > top &&
    left < area.right &&
    top < area.bottom &&
    right > 0 &&
    bottom > 0 &&
    (element.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) ?? true)
  );
}

/** The field that has the focus, also inside open shadow roots; a frame counts, nobody can look into it. */
function field(): Element | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches(EDITABLE) ? active : undefined;
}

export type Reason = 'dialog' | 'banner' | 'prompt' | 'typing' | 'screen';

/** What speaks against opening now; `typed`: milliseconds since the last key. */
export function disturbed(typed: number): Reason | undefined {
  if (document.fullscreenElement) return 'screen';
  // In :is() a browser may not know a part of it.
  if ([...document.querySelectorAll(':is(dialog:modal,[aria-modal=true])')].some(isSeen)) return 'dialog';
  if (document.querySelector('html>[data-look]:not([data-look~=tab])')) return 'prompt';
  if (typed < PAUSE && field()) return 'typing';
  for (const [x, y] of points(view())) {
    // What is hidden is not hit, and a shadow host stands for what is in it.
    const hit = document.elementFromPoint(x, y);
    if (hit?.closest(KNOWN)) return 'banner';
    const named = hit?.closest(NAMED);
    if (named && named.clientWidth >= 200 && named.clientHeight >= 48 && floats(named)) return 'banner';
  }
  return undefined;
}

/**
 * Calls `run` once: with true as soon as nothing speaks against opening, which may be at once; with false after a minute
 * in view in which something always did. In a container nothing does. Looks every second and at no event: a prompt
 * that appeared with the click that closes a banner would catch the next one.
 */
export function whenPolite(
  run: (polite: boolean) => void,
  { container }: { container?: Element | undefined },
): () => void {
  let typed = performance.now();
  let tries = TRIES;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const key = (): void => void (typed = performance.now());
  const offs = ['keydown', 'input'].map((type) => listen(document, type, key, true));
  const cancel = (): void => {
    clearTimeout(timer);
    for (const off of offs) off();
  };
  const look = (): void => {
    let reason: Reason | undefined;
    try {
      reason = container ? undefined : disturbed(performance.now() - typed);
    } catch {
      // A page that has replaced what we look with has its prompt.
    }
    if (document.hidden || (reason && tries--)) timer = setTimeout(look, AGAIN);
    else {
      cancel();
      run(!reason);
    }
  };
  look();
  return cancel;
}

const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/**
 * How far a card moves to cover none of `others`, in pixels, right and down: not at all, else up, else to the other
 * side of the view, else there and up. Undefined where it covers something everywhere.
 */
export function clear(
  card: Box,
  others: readonly Box[],
  area: Box,
): { readonly x: number; readonly y: number } | undefined {
  for (const x of [0, area.right - card.right - card.left]) {
    let y = 0;
    for (;;) {
      const moved = { left: card.left + x, top: card.top + y, right: card.right + x, bottom: card.bottom + y };
      if (moved.top < 0) break;
      const met = others.filter((one) => meet(moved, one));
      if (!met.length) return { x, y };
      y = Math.min(...met.map(({ top }) => top)) - 8 - card.bottom;
    }
  }
  return undefined;
}

/** Moves an open prompt in a corner away from what is fixed there, and off the field the person is in. */
export function keepClear({ element, root }: Pick<Host, 'element' | 'root'>): () => void {
  const move = mover(root);
  let at = { x: 0, y: 0 };
  const look = (): void => {
    if (!/corner/.test(element.dataset['look']!)) return;
    const { left, top, right, bottom, width } = element.getBoundingClientRect();
    const zoom = width / element.offsetWidth || 1;
    const card = { left: left - at.x, right: right - at.x, top: top - at.y, bottom: bottom - at.y };
    const area = view();
    const found = new Set<Element>();
    for (const box of [card, { ...card, left: area.right - card.right, right: area.right - card.left }]) {
      for (const [x, y] of points(box)) for (const hit of document.elementsFromPoint(x, y)) found.add(hit);
    }
    const others = [...found]
      .filter((one) => one !== element && getComputedStyle(one).position === 'fixed')
      .map((one) => one.getBoundingClientRect())
      // A layer of the whole view is the page itself.
      .filter((one) => one.width * one.height < (area.right * area.bottom) / 2);
    const focused = field();
    if (focused && !element.contains(focused) && focused.getRootNode() !== element.shadowRoot)
      others.push(focused.getBoundingClientRect());
    at = clear(card, others, area) ?? { x: 0, y: 0 };
    const [x, y] = [at.x / zoom, at.y / zoom];
    move(x || y ? `translate:${x}px ${y}px!important;max-height:calc(100dvh - 32px + ${y}px)!important` : '');
  };
  const { soon, stop } = framed(look);
  const sizes = typeof ResizeObserver === 'function' ? new ResizeObserver(soon) : undefined;
  sizes?.observe(element);
  const offs = [
    stop,
    () => sizes?.disconnect(),
    listen(window, 'resize', soon),
    listen(document, 'focusin', soon),
    listen(document, 'scrollend', soon, true),
  ];
  soon();
  return () => {
    for (const off of offs) off();
  };
}
