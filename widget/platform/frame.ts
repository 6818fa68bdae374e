/**
 * `run`, at most once a frame and never within a callback of an observer, where a change of sizes would be reported to
 * the page as an error (https://drafts.csswg.org/resize-observer/#deliver-resize-error). `stop` takes back what waits.
 */
export function framed(run: () => void): { readonly soon: () => void; readonly stop: () => void } {
  let frame = 0;
  return {
    soon() {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        try {
          run();
        } catch {
          // Whatever a page has replaced that it needs: it stays where it is.
        }
      });
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
