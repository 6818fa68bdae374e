import type { SentSnapshot } from '../../server/contract/api.ts';
import { LIMITS } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';
import type { StoredResponse } from '../queue/queue.ts';

/** The snapshot as it crosses the wire: nothing of the queue's own. `since`: milliseconds since its change; or NaN. */
export function toSent({ rid, s, sv, rev, a, st, c, at, q, x }: StoredResponse, since: number): SentSnapshot {
  return { rid, s, sv, rev, a, st, c, at, q, x, ...(since >= 0 && { el: Math.round(since) }) };
}

/** What the next request carries: completed first, then the oldest change; at most `most` of them and 48 KiB. */
export function pick(responses: readonly StoredResponse[], most: number): StoredResponse[] {
  const rank = ({ st }: StoredResponse): number => +(st !== 'completed');
  const batch: StoredResponse[] = [];
  let size = 512; // the envelope
  for (const response of [...responses].sort((one, other) => rank(one) - rank(other) || one.at - other.at)) {
    size += bytes(JSON.stringify(response));
    if (batch.length && (batch.length === most || size > LIMITS.batchBytes)) break;
    batch.push(response);
  }
  return batch;
}
