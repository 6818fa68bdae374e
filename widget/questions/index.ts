// The registry of questions: one component a type. A question type without a component does not compile.
import type { ComponentType } from 'preact';
import type { AnswerValue, Question, QuestionType, Text } from '../../server/contract/questions.ts';
import { Choice } from './choice.tsx';
import { Choices } from './choices.tsx';
import { Scale } from './scale.tsx';
import { TextField } from './text.tsx';

export interface QuestionProps<T extends QuestionType = QuestionType> {
  readonly question: Question<T>;
  readonly value: AnswerValue<T> | null;
  /** Element ids and radio groups start with it: unique within the prompt. */
  readonly id: string;
  readonly say: (text: Text) => string;
  /** `tap`: given by pointing at it, not while walking along it with the arrow keys. */
  readonly onAnswer: (value: AnswerValue<T> | null, tap: boolean) => void;
}

export const questions: { readonly [T in QuestionType]: ComponentType<QuestionProps<T>> } = {
  nps: Scale,
  csat5: Scale,
  csat7: Scale,
  ces1: Scale,
  ces2: Scale,
  service10: Scale,
  thumbs: Scale,
  choice: Choice,
  choices: Choices,
  text: TextField,
};
