import { all } from './all.ts';
import { onPageLife } from './page-life.ts';

/** Attaches while the page is in front, and detaches while it is hidden or put aside. An attach that throws is none. */
export function whileShown(attach: () => () => void): () => void {
  let detach: (() => void) | undefined;
  const stop = (): void => {
    detach?.();
    detach = undefined;
  };
  const look = (shown: boolean): void => {
    if (!shown) return stop();
    try {
      detach ??= attach();
    } catch {
      // A browser without what is attached, or a setting it refuses.
    }
  };
  look(!document.hidden);
  return all(
    onPageLife((life) => look(life === 'shown')),
    stop,
  );
}
