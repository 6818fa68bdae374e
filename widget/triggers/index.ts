// The registry of triggers: what makes a touchpoint happen in the page. A trigger knows nothing of surveys.
import type { Trigger, TriggerType } from '../../server/contract/survey.ts';
import { click } from './click.ts';
import { inline } from './inline.ts';

/** Tells that the touchpoint happened, and where in the page if that matters. Returns its detach. */
export type Attach<T extends TriggerType> = (settings: Trigger<T>, fire: (place: Element) => void) => () => void;

const triggers: { readonly [T in TriggerType]: Attach<T> } = { click, inline };

export function attach<T extends TriggerType>(trigger: Trigger<T>, fire: (place: Element) => void): () => void {
  return (triggers[trigger.type] as Attach<T>)(trigger, fire);
}
