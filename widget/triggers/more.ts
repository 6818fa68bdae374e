// The registry of all triggers, part of what a page loads when a survey uses more than the common ones.
import type { Trigger, TriggerType } from '../../server/contract/triggers.ts';
import { arm, type Often } from './arm.ts';
import { click } from './click.ts';
import { exit } from './exit.ts';
import { idle } from './idle.ts';
import { inline } from './inline.ts';
import { page } from './page.ts';
import { scroll } from './scroll.ts';
import { submit } from './submit.ts';
import { time } from './time.ts';
import type { Attach, Fire, PageFacts } from './trigger.ts';
import { visible } from './visible.ts';
import { visit } from './visit.ts';

/** All but `code`, which is a filter of `track()`: see called.ts. */
const triggers: { readonly [T in Exclude<TriggerType, 'code'>]: readonly [Attach<T>, Often] } = {
  click: [click, 'always'],
  inline: [inline, 'always'],
  submit: [submit, 'always'],
  page: [page, 'view'],
  visible: [visible, 'view'],
  scroll: [scroll, 'view'],
  time: [time, 'view'],
  exit: [exit, 'view'],
  idle: [idle, 'view'],
  visit: [visit, 'load'],
};

const has = (type: string): type is keyof typeof triggers => Object.hasOwn(triggers, type);

/**
 * Attaches a trigger of any type, on the pages of its `on`. Never throws. A type that this script does not know yet,
 * because the collector is newer, is passed over.
 */
export function attach(trigger: Trigger, fire: Fire, facts: PageFacts): () => void {
  try {
    if (has(trigger.type)) {
      // What the registry holds for a type is an Attach of that type, which a lookup by a union forgets.
      const [one, often] = triggers[trigger.type] as readonly [Attach<TriggerType>, Often];
      return arm(trigger, one, often, fire, facts);
    }
  } catch {
    // A page that replaced what we listen with.
  }
  return () => {};
}
