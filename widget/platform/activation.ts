import { listen } from './listen.ts';

/**
 * Runs once the page is one a person looks at: at once, or when a prerendered page is activated.
 * https://developer.mozilla.org/docs/Web/API/Document/prerendering
 */
export function whenActivated(run: () => void): () => void {
  if (!(document as { prerendering?: boolean }).prerendering) {
    run();
    return () => {};
  }
  return listen(document, 'prerenderingchange', run, { once: true });
}
