// Which component asks a question. Numbers and words come with the prompt, for nearly every survey has nothing else;
// all other types and shapes are a part of their own, loaded only for surveys that use them.
import type { ComponentType } from 'preact';
import type { PublicSurvey } from '../../server/contract/api.ts';
import { isRating, shapeOf } from '../../server/contract/questions.ts';
import type { Question, QuestionType } from '../../server/contract/questions.ts';
import type { More, QuestionProps } from './question.ts';
import { Scale } from './scale.tsx';
import { TextField } from './text.tsx';

/**
 * Is the other part needed to ask this survey as it is meant? For most types and shapes, for limits, branches and pipes,
 * and for more than two questions, which say how far it is.
 */
export function needsMore({ questions, thanks }: PublicSurvey): boolean {
  return (
    questions.length > 2 ||
    questions.some((one) => (isRating(one) ? shapeOf(one) !== 'number' : one.type !== 'text')) ||
    /"(next|minLength)":|\{\{/.test(JSON.stringify([questions, thanks]))
  );
}

/**
 * The component of a question; undefined for a type that this version does not know, and for one of the other part
 * where that has not been loaded. A rating in a shape that is not there is asked in numbers.
 */
export function viewOf(question: Question, more: More | undefined): ComponentType<QuestionProps> | undefined {
  const views: Partial<Record<QuestionType, unknown>> = { text: TextField, ...more?.questions };
  const view = isRating(question) ? Scale : views[question.type];
  // The registries pair each type with its component; TypeScript does not follow them through a lookup.
  return view as ComponentType<QuestionProps> | undefined;
}
