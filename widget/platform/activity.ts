import { all } from './all.ts';
import { listen } from './listen.ts';
import { shared } from './shared.ts';
import { whileShown } from './while-shown.ts';

/**
 * What people do. Not `scroll`: pages scroll by themselves. `touchmove` and `wheel`, because a scroll by touch ends the
 * pointer's events (https://www.w3.org/TR/pointerevents/#the-pointercancel-event).
 */
const ACTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'];

/** Tells at everything a person does in the page, often many times a second. */
export const onAct = shared((tell) =>
  all(...ACTS.map((act) => listen(window, act, tell, { capture: true, passive: true }))),
);

/**
 * Follows whether anybody is there: `active` from now, and from everything the person does, for `quiet` milliseconds;
 * then `idle`; `away` while the page is not in front, and once more when it is no longer followed. Tells only changes,
 * the first of them at once.
 */
export function onActivity(quiet: number, listener: (state: 'active' | 'idle' | 'away') => void): () => void {
  return whileShown(() => {
    let last = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => {
      // One timer that is late rather than one a movement of the mouse.
      const left = last + quiet - performance.now();
      timer = left > 0 ? setTimeout(rest, left) : undefined;
      if (!timer) listener('idle');
    };
    const act = (): void => {
      last = performance.now();
      if (timer) return;
      timer = setTimeout(rest, quiet);
      listener('active');
    };
    const off = onAct(act);
    act();
    return () => {
      off();
      clearTimeout(timer);
      listener('away');
    };
  });
}
