// Schemas of the triggers, one a type, the same as the contract's types.
import Type, { type Static, type TSchema } from 'typebox';
import type { Trigger, TriggerType } from '../contract/triggers.ts';
import type { Same } from '../routes/same.ts';
import { closed } from './common.ts';

export const TRIGGERS = {
  click: Type.Object({ type: Type.Literal('click'), selector: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
  inline: Type.Object({ type: Type.Literal('inline') }, closed),
} as const satisfies { [T in TriggerType]: TSchema };
true satisfies { [T in TriggerType]: Same<Static<(typeof TRIGGERS)[T]>, Trigger<T>> }[TriggerType];
