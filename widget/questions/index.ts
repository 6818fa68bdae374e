// The registry of questions: one component a type. A question type without a component does not compile.
import type { ComponentType } from 'preact';
import type { QuestionType } from '../../server/contract/questions.ts';
import { Choice } from './choice.tsx';
import { Choices } from './choices.tsx';
import type { QuestionProps } from './question.ts';
import { Scale } from './scale.tsx';
import { TextField } from './text.tsx';

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
