// Schemas of the questions, one a type, the same as the contract's types.
import Type, { type Static, type TSchema } from 'typebox';
import type { Question, QuestionType } from '../contract/questions.ts';
import { LIMITS } from '../contract/response.ts';
import type { Same } from '../routes/same.ts';
import { closed, Name, Text } from './common.ts';
import { BRANCHES } from './flow.ts';

const asked = { id: Name, title: Text, required: Type.Optional(Type.Boolean()), next: BRANCHES };
const Options = Type.Array(Type.Object({ id: Name, label: Text }, closed), { minItems: 1, maxItems: 100 });
const rating = <T extends string>(type: T) =>
  Type.Object({ ...asked, type: Type.Literal(type), low: Type.Optional(Text), high: Type.Optional(Text) }, closed);
const choice = <T extends string>(type: T) =>
  Type.Object({ ...asked, type: Type.Literal(type), options: Options }, closed);

export const QUESTIONS = {
  nps: rating('nps'),
  csat5: rating('csat5'),
  csat7: rating('csat7'),
  ces1: rating('ces1'),
  ces2: rating('ces2'),
  service10: rating('service10'),
  thumbs: rating('thumbs'),
  choice: choice('choice'),
  choices: choice('choices'),
  text: Type.Object(
    {
      ...asked,
      type: Type.Literal('text'),
      maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.text })),
      placeholder: Type.Optional(Text),
    },
    closed,
  ),
} as const satisfies { [T in QuestionType]: TSchema };
true satisfies { [T in QuestionType]: Same<Static<(typeof QUESTIONS)[T]>, Question<T>> }[QuestionType];
