// The registry of triggers that a.js holds, and the way to all others.
import type { Trigger } from '../../server/contract/triggers.ts';
import { click } from './click.ts';
import { inline } from './inline.ts';
import type { Attach, CommonTrigger, Fire, PageFacts } from './trigger.ts';

const triggers: { readonly [T in Exclude<CommonTrigger, 'code'>]: Attach<T> } = { click, inline };

const has = (type: string): type is keyof typeof triggers => Object.hasOwn(triggers, type);

/** Is a.js enough for it? Else it needs more.ts, or called.ts: another type, pages of its own, or conditions. */
export const isCommon = (trigger: Trigger): boolean =>
  !trigger.on && (trigger.type === 'code' ? !trigger.where : has(trigger.type));

/** Attaches a common trigger; passes over whatever else it is given. */
export function attach(trigger: Trigger, fire: Fire, page: PageFacts): () => void {
  // What the registry holds for a type is an Attach of that type, which a lookup by a union forgets.
  return has(trigger.type) ? triggers[trigger.type](trigger as never, fire, page) : () => {};
}
