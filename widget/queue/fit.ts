import { LIMITS, type Answer, type Draft } from '../../server/contract/response.ts';
import { bytes } from '../platform/bytes.ts';

/** What revision, actor and times add to a draft on the wire. */
const REVISION_BYTES = 100;
const ATTRIBUTE_BYTES = LIMITS.document / 2;

/**
 * A copy of the draft that the collector takes: texts of at most 2,000 code points and 8 KiB in all. Attributes of more
 * than half of that are left out; longer texts are cut between code points, never inside one.
 */
export function fit(draft: Draft): Draft {
  let { x } = draft;
  if (bytes(JSON.stringify(x)) > ATTRIBUTE_BYTES) {
    const { at: _at, pr: _pr, ...rest } = x;
    x = rest;
  }
  for (let limit: number = LIMITS.text; ; limit -= 50) {
    const cut = ([id, answer]: [string, Answer]): [string, Answer] => {
      const { v } = answer;
      // A text has at least as many UTF-16 units as code points.
      return [
        id,
        typeof v === 'string' && v.length > limit ? { ...answer, v: [...v].slice(0, limit).join('') } : answer,
      ];
    };
    const text = JSON.stringify({ ...draft, x, q: Object.fromEntries(Object.entries(draft.q).map(cut)) });
    if (limit <= 0 || bytes(text) + REVISION_BYTES <= LIMITS.document) return JSON.parse(text);
  }
}
