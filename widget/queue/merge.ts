import { join } from '../../server/contract/response.ts';
import { isSame, isStored, type StoredResponse } from './queue.ts';

const content = ({ st, c, q }: StoredResponse): string => JSON.stringify([st, c, q]);

/** Nobody is sending it, nothing puts it off, and no collector has seen it. */
export const FRESH = { fly: undefined, next: undefined, tries: undefined, quar: undefined, seen: undefined } as const;

/**
 * What to store when `made` (by the page load `actor`) meets what is stored: that itself when it already says
 * everything. A revision names one content: a union that neither side had before gets a revision of its own, so that
 * a receipt for one side cannot pass for the other. Acknowledgement, drops and whoever is sending it are those of the
 * stored one; whatever put it off is over, because it has changed.
 */
export function merge(stored: unknown, made: StoredResponse, actor: string): StoredResponse {
  if (!isStored(stored)) return made;
  const joined = { ...stored, ...join(stored, made) };
  const whole = content(joined);
  const { ack, drops, dropped, fly } = stored;
  if (isSame(stored, made) || (stored.rev >= made.rev && whole === content(stored))) {
    // Told again of what is here: by a page that was left while it was sending it.
    return fly ? { ...stored, fly: 0 } : stored;
  }
  const { rev, a } =
    made.rev > stored.rev && whole === content(made) ? made : { rev: Math.max(stored.rev, made.rev) + 1, a: actor };
  return { ...joined, ...FRESH, rev, a, ack, drops, dropped, fly };
}
