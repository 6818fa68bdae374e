// Is this value an answer to this question? One check a question type; a type without one does not compile.
import { LENGTHS, optionOf, SCALES } from '../contract/questions.ts';
import type { AnswerValues, Chosen, Contact, Question, QuestionType, RatingType } from '../contract/questions.ts';
import { LIMITS } from '../contract/response.ts';
import { isEmail } from '../contract/validity.ts';
import { isName } from './names.ts';
import { clean } from './text.ts';

/**
 * `ok` is stored and counts; `held` is stored and counts nowhere until reviewed; `drop` cannot be stored.
 * The value null is "no answer": words without a word in them, choices without a choice, half an address. Too few
 * options or letters are kept: an answer that was left half-way is worth more than none.
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
  stars: rating,
  emoji3: rating,
  emoji5: rating,
  thumbs: rating,
  choice: (value, question) => {
    const chosen = chosenOf(value);
    if (chosen === undefined) return DROP;
    return isOffered(chosen, question) ? { s: 'ok', value: chosen } : { s: 'held', value: chosen, code: 'choice' };
  },
  choices: (value, question) => {
    const { options, other, max = Infinity } = question;
    if (!Array.isArray(value) || value.length > options.length + (other ? 1 : 0)) return DROP;
    const chosen = allChosen(value);
    if (!chosen) return DROP;
    if (chosen.length === 0) return { s: 'ok', value: null };
    const known = chosen.length <= max && chosen.every((one) => isOffered(one, question));
    return known ? { s: 'ok', value: chosen } : { s: 'held', value: chosen, code: 'choice' };
  },
  text: (value, { maxLength = LIMITS.text }) => {
    if (typeof value !== 'string') return DROP;
    const words = clean(value, Math.min(maxLength, LIMITS.text));
    return { s: 'ok', value: words.trim() === '' ? null : words };
  },
  contact: (value) => {
    const contact = contactOf(value);
    if (contact === undefined) return DROP;
    return { s: 'ok', value: isEmail(contact.email) ? contact : null };
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

/** What can be an option chosen, of whatever question; undefined when it can be none. */
export function chosenOf(value: unknown): Chosen | undefined {
  if (isName(value)) return value;
  if (!hasOnly(value, ['other']) || typeof value['other'] !== 'string') return undefined;
  const words = clean(value['other'], LENGTHS.other);
  return { other: words.trim() === '' ? '' : words };
}

/** Several of them, each once; own words count as one option however often they are there. */
export function allChosen(values: readonly unknown[]): readonly Chosen[] | undefined {
  const chosen = values.map(chosenOf).filter((one) => one !== undefined);
  if (chosen.length < values.length) return undefined;
  return chosen.filter((one, index) => chosen.findIndex((other) => optionOf(other) === optionOf(one)) === index);
}

/** An address with the tick that belongs to it; undefined when one of them is missing. */
export function contactOf(value: unknown): Contact | undefined {
  if (!hasOnly(value, ['email', 'consent']) || value['consent'] !== true) return undefined;
  const { email } = value;
  return typeof email === 'string' ? { email: clean(email, LIMITS.text).trim(), consent: true } : undefined;
}

function isOffered(chosen: Chosen, { options, other }: Question<'choice' | 'choices'>): boolean {
  return typeof chosen === 'string' ? options.some(({ id }) => id === chosen) : other !== undefined;
}

function hasOnly(value: unknown, names: readonly string[]): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === names.length && names.every((name) => Object.hasOwn(value, name));
}
