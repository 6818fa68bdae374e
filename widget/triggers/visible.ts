import { all } from '../platform/all.ts';
import { onMutation } from '../platform/mutations.ts';
import { whileShown } from '../platform/while-shown.ts';
import type { Attach } from './trigger.ts';

/** An observer tells only when a share is crossed: steps of a twentieth, down to elements of 170 screens. */
const STEP = 0.95;
const STEPS = 100;

/** Of an element that is larger than the screen, the screen's size is all that can be in view. */
function isInView(entry: IntersectionObserverEntry, share: number): boolean {
  const { isIntersecting, intersectionRect: seen, boundingClientRect: whole, rootBounds } = entry;
  // Frames of another origin are not told the size of the screen.
  const { width, height } = rootBounds ?? { width: innerWidth, height: innerHeight };
  const possible = Math.min(whole.width, width) * Math.min(whole.height, height);
  return isIntersecting && seen.width * seen.height >= STEP * share * possible;
}

export const visible: Attach<'visible'> = ({ selector, share = 0.5, seconds = 1 }, fire) =>
  // While the page is hidden nobody looks, and the observer would not notice.
  whileShown(() => {
    const known = new WeakSet<Element>();
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    const forget = (element: Element): void => {
      clearTimeout(timers.get(element));
      timers.delete(element);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const { target } = entry;
          if (!isInView(entry, share)) forget(target);
          else if (!timers.has(target)) timers.set(target, setTimeout(fire, seconds * 1_000, target));
        }
      },
      { threshold: Array.from({ length: STEPS }, (_, step) => share * STEP ** step) },
    );
    const look = (): void => {
      try {
        for (const element of document.querySelectorAll(selector)) {
          if (known.has(element)) continue;
          known.add(element);
          observer.observe(element);
        }
      } catch {
        // Not a selector.
      }
    };
    look();
    return all(
      onMutation(look),
      () => observer.disconnect(),
      () => [...timers.keys()].forEach(forget),
    );
  });
