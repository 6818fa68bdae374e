import { onPageLife } from './page-life.ts';

/** Attaches while the page is in front, and detaches while it is hidden or put aside. */
export function whileShown(attach: () => () => void): () => void {
  let detach = document.hidden ? undefined : attach();
  const off = onPageLife((life) => {
    if (life === 'shown') detach ??= attach();
    else {
      detach?.();
      detach = undefined;
    }
  });
  return () => {
    off();
    detach?.();
  };
}
