import { onPageLife } from '../platform/page-life.ts';
import type { OpenQueue } from '../queue/open.ts';
import { waits } from '../queue/backoff.ts';
import { toSent } from './batch.ts';
import type { Transport } from './transport.ts';

/**
 * Sends this page's latest change once more when the page is hidden or left, without touching storage: a transaction
 * begun now is lost in WebKit and hangs the next page. What was not confirmed is in the journal since the tap. Calls
 * `shown` when the page is back.
 */
export function sendAtPageEnd(queue: OpenQueue, transport: Transport, shown: () => void): () => void {
  let last: unknown;
  return onPageLife((life) => {
    if (life === 'shown') return shown();
    if (life === 'left') queue.leave();
    const response = queue.latest();
    if (!response || response === last) return;
    const { paused, parked } = waits(queue.state(), Date.now());
    // It is on its way already, in a request that outlives the page.
    const carried =
      transport.isAlive() && queue.taken().some(({ rid, rev }) => rid === response.rid && rev === response.rev);
    if (carried || paused || parked) return;
    last = response;
    void transport.sendLast(toSent(response, queue.sinceChange(response)), { n: queue.state().fails + 1 });
  });
}
