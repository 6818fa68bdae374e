// Schemas of the triggers, one a type, the same as the contract's types, and in words what no schema can say.
import Type, { type Static, type TProperties, type TSchema } from 'typebox';
import type { Trigger, TriggerType } from '../contract/triggers.ts';
import type { Same } from '../routes/same.ts';
import { closed } from './common.ts';
import { selectorProblem } from './selector.ts';
import { Conditions } from './targeting.ts';
import { checkUrls, Urls } from './urls.ts';

const on = Type.Optional(Urls);
const Selector = Type.String({ minLength: 1, maxLength: 500 });
const Seconds = (minimum: number, maximum: number) => Type.Number({ minimum, maximum });

const trigger = <T extends string, P extends TProperties>(type: T, settings: P) =>
  Type.Object({ type: Type.Literal(type), on, ...settings }, closed);

export const TRIGGERS = {
  code: trigger('code', { where: Type.Optional(Conditions) }),
  page: trigger('page', {}),
  click: trigger('click', { selector: Selector }),
  visible: trigger('visible', {
    selector: Selector,
    share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    seconds: Type.Optional(Seconds(0, 600)),
  }),
  scroll: trigger('scroll', { percent: Type.Number({ minimum: 1, maximum: 100 }) }),
  time: trigger('time', { seconds: Seconds(1, 7_200) }),
  exit: trigger('exit', {}),
  submit: trigger('submit', { selector: Selector, prevented: Type.Optional(Type.Boolean()) }),
  idle: trigger('idle', { seconds: Seconds(1, 7_200) }),
  visit: trigger('visit', { count: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
  inline: trigger('inline', {}),
} as const satisfies { [T in TriggerType]: TSchema };
true satisfies { [T in TriggerType]: Same<Static<(typeof TRIGGERS)[T]>, Trigger<T>> }[TriggerType];

/** What no schema can say of triggers that have their shape: selectors and regular expressions that are some. */
export function checkTriggers(triggers: readonly Trigger[] | undefined): string[] {
  return (triggers ?? []).flatMap((one, index) => {
    const place = `triggers[${index}]`;
    const problems = checkUrls(`${place}.on`, one.on);
    const wrong = 'selector' in one && selectorProblem(one.selector);
    if (wrong) problems.push(`${place}.selector: "${one.selector}" is no CSS selector: ${wrong}`);
    return problems;
  });
}
