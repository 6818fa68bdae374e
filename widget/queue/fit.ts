import { LIMITS, type Draft } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';

/** What revision, actor and times add to a draft on the wire. */
const REVISION_BYTES = 100;

/**
 * A copy of the draft that the collector takes: texts of at most 2,000 code points and 8 KiB in all. Longer texts are cut
 * between code points, never inside one; when half of each was not enough, attributes and properties are left out.
 */
export function fit(draft: Draft): Draft {
  for (let limit: number = LIMITS.text; ; limit -= 50) {
    const x = limit < LIMITS.text / 2 ? { ...draft.x, at: undefined, pr: undefined } : draft.x;
    const text = JSON.stringify({ ...draft, x }, function (this: Record<string, unknown>, key) {
      // Behind whatever `toJSON` the page gives its lists, as `toJson` does.
      const value = this[key];
      // An answer's value.
      return key === 'v' && typeof value === 'string' ? [...value].slice(0, limit).join('') : value;
    });
    if (limit <= 0 || bytes(text) + REVISION_BYTES <= LIMITS.document) return JSON.parse(text);
  }
}
