import { all } from '../platform/all.ts';
import { listen } from '../platform/listen.ts';
import { scrolled } from '../platform/scrolled.ts';
import type { Attach } from './trigger.ts';

/** The last place some systems tell of a fast mouse is still this many pixels inside. */
const EDGE = 20;

/** A flick: at least half a screen upwards within so many milliseconds, and after a finger moved so shortly before. */
const FLICK = 300;
const FINGER = 1_500;

/** The mouse goes out over the upper edge, where the tabs and the address are. */
function mouse(fire: () => void): () => void {
  return listen(
    document,
    'mouseout',
    (event) => {
      const { relatedTarget, clientY, buttons } = event as MouseEvent;
      // With a button down it is text being marked, or something being dragged.
      if (!relatedTarget && clientY <= EDGE && !buttons) fire();
    },
    { capture: true, passive: true },
  );
}

/** A flick upwards, to where a phone shows its address bar again, of somebody who has been a screen further down. */
function flick(fire: () => void): () => void {
  let touched = -Infinity;
  let deepest = 0;
  let recent: { readonly top: number; readonly at: number }[] = [];
  return all(
    listen(document, 'touchmove', () => (touched = performance.now()), { capture: true, passive: true }),
    listen(
      document,
      'scroll',
      ({ target }) => {
        const box = scrolled(target);
        if (!box) return;
        const at = performance.now();
        const top = box.scrollTop;
        deepest = Math.max(deepest, top);
        recent = [...recent.filter((one) => at - one.at <= FLICK), { top, at }];
        const rise = Math.max(...recent.map((one) => one.top)) - top;
        if (deepest >= innerHeight && rise >= innerHeight / 2 && at - touched <= FINGER) fire();
      },
      { capture: true, passive: true },
    ),
  );
}

export const exit: Attach<'exit'> = (_settings, fire) => all(mouse(fire), flick(fire));
