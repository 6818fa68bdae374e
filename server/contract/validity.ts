// Does a value do as the answer to a question? Decides in the page whether the prompt may go on.
import type { AnswerValue, Question } from './questions.ts';
import { LENGTHS } from './questions.ts';

/** Why an answer does not do: none where one is required, too few or too many options, too few letters, no address. */
export type Problem =
  | { readonly kind: 'required' | 'email' }
  | { readonly kind: 'least' | 'most' | 'letters'; readonly n: number };

/**
 * Something before one @, behind it a name with a dot, no blanks. Whether anybody reads what is sent there, only sending
 * can tell. As a source, for the `pattern` of a field: browsers match that against the whole value.
 */
export const EMAIL = '[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)+';

/** Does it look like an e-mail address, and is it no longer than one may be? */
export function isEmail(address: string): boolean {
  return address.length <= LENGTHS.email && new RegExp(`^${EMAIL}$`, 'u').test(address);
}

/**
 * What keeps `value` from being the answer to `question`; undefined when nothing does. No answer does unless one is
 * required, whatever the limits are: a question is answered within its limits or not at all.
 */
export function validity(question: Question, value: AnswerValue | null): Problem | undefined {
  if (value === null) return question.required ? { kind: 'required' } : undefined;
  if (question.type === 'choices' && Array.isArray(value)) {
    const { min = 0, max = value.length } = question;
    if (value.length < min) return { kind: 'least', n: min };
    if (value.length > max) return { kind: 'most', n: max };
  }
  if (question.type === 'text' && typeof value === 'string') {
    const { minLength = 0 } = question;
    if ([...value.trim()].length < minLength) return { kind: 'letters', n: minLength };
  }
  if (typeof value === 'object' && 'email' in value && !isEmail(value.email)) return { kind: 'email' };
  return undefined;
}
