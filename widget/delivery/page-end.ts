import { onPageLife } from '../platform/page-life.ts';
import type { OpenQueue } from '../queue/open.ts';
import { isSame, type StoredResponse } from '../queue/queue.ts';
import { wait } from './backoff.ts';
import { toSent } from './batch.ts';
import type { Transport } from './transport.ts';

/**
 * Sends this page's latest change once more when the page is hidden or left, without touching storage: a transaction
 * begun now is lost in WebKit and hangs the next page. What was not confirmed is in the journal since the tap.
 */
export function sendAtPageEnd(queue: OpenQueue, transport: Transport): () => void {
  let last: StoredResponse | undefined;
  return onPageLife((life) => {
    const response = queue.latest();
    if (life === 'shown' || !response || (last && last.rid === response.rid && isSame(last, response))) return;
    if (transport.isCarrying(response) || wait(queue.state(), Date.now(), false)) return;
    last = response;
    transport.sendLast(toSent(response, queue.sinceChange(response)), { n: queue.state().fails + 1 });
  });
}
