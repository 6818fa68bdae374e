// Is this value an answer to this question? One check a question type; a type without one does not compile.
import { type AnswerValues, type Question, type QuestionType, type RatingType, SCALES } from '../contract/questions.ts';
import { LIMITS } from '../contract/response.ts';
import { isName } from './names.ts';
import { clean } from './text.ts';

/**
 * `ok` is stored and counts; `held` is stored and counts nowhere until reviewed; `drop` cannot be stored.
 * The value null is "no answer": words without a word in them, choices without a choice.
 */
export type Checked<T extends QuestionType = QuestionType> =
  | { readonly s: 'ok'; readonly value: AnswerValues[T] | null }
  | { readonly s: 'held'; readonly value: AnswerValues[T]; readonly code: 'choice' }
  | { readonly s: 'drop' };

type Check<T extends QuestionType> = (value: unknown, question: Question<T>) => Checked<T>;

const DROP = { s: 'drop' } as const;

const CHECKS: { readonly [T in QuestionType]: Check<T> } = {
  nps: rating,
  csat5: rating,
  csat7: rating,
  ces1: rating,
  ces2: rating,
  service10: rating,
  thumbs: rating,
  choice: (value, { options }) => {
    if (!isName(value)) return DROP;
    return options.some(({ id }) => id === value) ? { s: 'ok', value } : { s: 'held', value, code: 'choice' };
  },
  choices: (value, { options }) => {
    if (!Array.isArray(value) || value.length > options.length || !value.every(isName)) return DROP;
    const chosen = [...new Set<string>(value)];
    if (chosen.length === 0) return { s: 'ok', value: null };
    const known = chosen.every((id) => options.some((option) => option.id === id));
    return known ? { s: 'ok', value: chosen } : { s: 'held', value: chosen, code: 'choice' };
  },
  text: (value, { maxLength = LIMITS.text }) => {
    if (typeof value !== 'string') return DROP;
    const words = clean(value, Math.min(maxLength, LIMITS.text));
    return { s: 'ok', value: words.trim() === '' ? null : words };
  },
};

/** What is to be done with `value` as the answer to `question`. Nothing is coerced: "9" is not 9, and true is not 1. */
export function check<T extends QuestionType>(value: unknown, question: Question<T>): Checked<T> {
  return CHECKS[question.type](value, question);
}

function rating(value: unknown, { type }: { readonly type: RatingType }): Checked<RatingType> {
  const { min, max } = SCALES[type];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) return DROP;
  // JSON has a -0, and as a key of a tally it would be a second kind of zero in some engines.
  return { s: 'ok', value: value + 0 };
}
