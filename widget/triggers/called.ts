import { holds } from '../../server/contract/conditions.ts';
import type { Attributes } from '../../server/contract/response.ts';
import type { Trigger } from '../../server/contract/triggers.ts';
import { isOn } from '../../server/contract/urls.ts';

/**
 * Does a `track()` with these properties, on the page at `href`, make the touchpoint happen for a survey with these
 * triggers? Only for calls: what another trigger found has happened. Pure; `now` in Unix milliseconds.
 */
export function isCalled(
  triggers: readonly Trigger[] | undefined,
  properties: Attributes,
  href: string,
  now: number,
): boolean {
  const calls = triggers?.filter((trigger) => trigger.type === 'code');
  return !calls?.length || calls.some(({ where, on }) => holds(where, properties, now) && isOn(on, href));
}
