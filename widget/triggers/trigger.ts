import type { Trigger, TriggerType } from '../../server/contract/triggers.ts';

/** Tells that the touchpoint happened, and where in the page. Returns its detach. Knows nothing of surveys. */
export type Attach<T extends TriggerType> = (settings: Trigger<T>, fire: (place: Element) => void) => () => void;
