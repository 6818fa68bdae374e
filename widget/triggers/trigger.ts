import type { Trigger, TriggerType } from '../../server/contract/triggers.ts';

/** What triggers know of the visitor. */
export interface PageFacts {
  /** Visits of this person so far, this one included. */
  readonly visits: number;
}

/** Tells that the touchpoint happened, and where in the page, if it happened at an element. */
export type Fire = (place?: Element) => void;

/** Waits for the touchpoint. Returns its detach, after which nothing is told. Knows nothing of surveys. */
export type Attach<T extends TriggerType> = (settings: Trigger<T>, fire: Fire, page: PageFacts) => () => void;

/** What every page may need, in a.js. `code` is no listener but a filter of `track()`: see called.ts. */
export type CommonTrigger = 'code' | 'click' | 'inline';
