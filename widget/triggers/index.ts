// The registry of triggers: what makes a touchpoint happen in the page.
import type { Trigger, TriggerType } from '../../server/contract/triggers.ts';
import { click } from './click.ts';
import { inline } from './inline.ts';
import type { Attach } from './trigger.ts';

const triggers: { readonly [T in TriggerType]: Attach<T> } = { click, inline };

export function attach<T extends TriggerType>(trigger: Trigger<T>, fire: (place: Element) => void): () => void {
  // What the registry holds for T is an Attach<T>, which a mapped type's lookup forgets; and a newer collector may name
  // triggers that this script does not know yet.
  return (triggers[trigger.type] as Attach<T> | undefined)?.(trigger, fire) ?? (() => {});
}
