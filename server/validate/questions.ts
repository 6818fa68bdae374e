// Schemas of the questions, one a type, the same as the contract's types.
import Type, { type Static, type TSchema } from 'typebox';
import { isRating, OTHER, SCALES, SHAPES, shapeOf } from '../contract/questions.ts';
import type { Metric, Question, QuestionType } from '../contract/questions.ts';
import { LIMITS } from '../contract/response.ts';
import type { Same } from '../routes/same.ts';
import { closed, Name, Text } from './common.ts';
import { BRANCHES } from './flow.ts';

const asked = { id: Name, title: Text, required: Type.Optional(Type.Boolean()), next: BRANCHES };
const Options = Type.Array(Type.Object({ id: Name, label: Text }, closed), { minItems: 1, maxItems: 100 });
const rating = <T extends Metric>(type: T) => {
  const values = SCALES[type].max - SCALES[type].min + 1;
  return Type.Object(
    {
      ...asked,
      type: Type.Literal(type),
      low: Type.Optional(Text),
      high: Type.Optional(Text),
      shape: Type.Optional(Type.Enum([...SHAPES])),
      labels: Type.Optional(Type.Array(Text, { minItems: values, maxItems: values })),
    },
    closed,
  );
};
const Count = Type.Optional(Type.Integer({ minimum: 1, maximum: 101 }));
const Letters = Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.text }));
const offered = {
  options: Options,
  random: Type.Optional(Type.Boolean()),
  other: Type.Optional(Type.Object({ label: Type.Optional(Text) }, closed)),
};

export const QUESTIONS = {
  nps: rating('nps'),
  csat5: rating('csat5'),
  csat7: rating('csat7'),
  ces1: rating('ces1'),
  ces2: rating('ces2'),
  service10: rating('service10'),
  stars: rating('stars'),
  emoji3: rating('emoji3'),
  emoji5: rating('emoji5'),
  thumbs: rating('thumbs'),
  choice: Type.Object({ ...asked, type: Type.Literal('choice'), ...offered }, closed),
  choices: Type.Object({ ...asked, type: Type.Literal('choices'), ...offered, min: Count, max: Count }, closed),
  text: Type.Object(
    { ...asked, type: Type.Literal('text'), minLength: Letters, maxLength: Letters, placeholder: Type.Optional(Text) },
    closed,
  ),
  contact: Type.Object({ ...asked, type: Type.Literal('contact'), consent: Text }, closed),
} as const satisfies { [T in QuestionType]: TSchema };
true satisfies { [T in QuestionType]: Same<Static<(typeof QUESTIONS)[T]>, Question<T>> }[QuestionType];

/** What no schema can say: every contradiction within a question, such as `min: 3 cannot be chosen of 2`. */
export function contradictions(question: Question): string[] {
  const problems: string[] = [];
  if (isRating(question)) {
    const { labels, low, high } = question;
    const shape = shapeOf(question);
    if (shape === 'word' && !labels) problems.push('labels: must be there, one a value, for the shape "word"');
    // A face is no name: without words nobody who does not see it can choose it.
    if (shape === 'face' && !labels && !(low && high)) {
      problems.push('labels: must be there, one a value, or low and high, for the shape "face"');
    }
  } else if (question.type === 'choice' || question.type === 'choices') {
    const { options, other } = question;
    const number = options.length + (other ? 1 : 0);
    if (other && options.some(({ id }) => id === OTHER)) {
      problems.push(`options: the id "${OTHER}" is the one of other`);
    }
    if (question.type === 'choices') {
      const { min = 0, max = number } = question;
      if (min > number) problems.push(`min: ${min} cannot be chosen of ${number}`);
      if (min > max) problems.push(`min: ${min} is more than max`);
    }
  } else if (question.type === 'text') {
    const { minLength = 0, maxLength = LIMITS.text } = question;
    if (minLength > maxLength) problems.push(`minLength: ${minLength} is more than maxLength`);
  }
  return problems;
}
