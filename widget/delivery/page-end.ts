import { onPageLife } from '../platform/page-life.ts';
import type { OpenQueue } from '../queue/open.ts';
import { waits } from '../queue/backoff.ts';
import { toSent } from './batch.ts';
import type { Transport } from './transport.ts';

/**
 * Sends this page's latest change once more when the page is hidden or left, without touching storage: a transaction
 * begun now is lost in WebKit and hangs the next page. What was not confirmed is in the journal since the tap.
 */
export function sendAtPageEnd(queue: OpenQueue, transport: Transport): () => void {
  let last: string | undefined;
  return onPageLife((life) => {
    const response = queue.own.latest();
    const name = response && response.rid + response.rev;
    if (life === 'shown' || !response || name === last) return;
    const { paused, parked } = waits(queue.state(), Date.now());
    if (transport.isCarrying(response) || paused || parked) return;
    last = name;
    transport.sendLast(toSent(response, queue.own.sinceChange(response)), { n: queue.state().fails + 1 });
  });
}
