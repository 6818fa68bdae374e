// Words of the visitor's in the survey's texts: `{{plan|your plan}}`, `{{answer:recommend|…}}`. Pure; what comes out is
// text and is only ever drawn as text.
import type { Answers } from '../../server/contract/flow.ts';
import type { Question, Text } from '../../server/contract/questions.ts';
import type { Known } from './question.ts';

const PIPE = /\{\{\s*([^{|}]*?)\s*(?:\|([^{}]*))?\}\}/g;
/** As much of one value as gets into a text, in whole characters: a question must stay one. */
const SOME = /^[^]{0,200}/u;
// What would turn the direction of the words after it: https://unicode.org/reports/tr9/
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The text with each pipe replaced by what `find` knows under its name, if it is text, a number or a boolean; else by
 * its fallback, else by nothing. Values are cut to 200 characters; pipes in them stay as they are.
 */
export function fill(text: string, find: (name: string) => unknown): string {
  return text.replace(PIPE, (_, name: string, fallback = '') => {
    const value = find(name);
    // No object: it may be what every object has, such as `constructor`. What is left is a word, a number, or nothing.
    const known = Object(value) === value ? '' : String((value as string | number | boolean | null | undefined) ?? '');
    return SOME.exec(known)![0].replace(TURNS, '').trim() || fallback;
  });
}

/** What stands for an answer in a text: the labels of what was chosen, numbers and words as they are. */
export function answerOf(
  questions: readonly Question[],
  answers: Answers,
  id: string,
  say: (text: Text) => string,
): unknown {
  const question = questions.find((one) => one.id === id);
  const value = answers[id]?.v;
  if (!question || !('options' in question)) return value;
  const chosen = question.options.filter((option) => [value].flat().includes(option.id));
  return chosen.map(({ label }) => say(label)).join(', ');
}

/** The text in the person's language, filled with what is known; labels of options that come into it are filled too. */
export function say(text: Text, { words, attributes, questions, answers }: Known): string {
  const attribute = (name: string): unknown => attributes[name];
  const label = (one: Text): string => fill(words(one), attribute);
  return fill(words(text), (name) =>
    name.startsWith('answer:') ? answerOf(questions, answers, name.slice(7), label) : attribute(name),
  );
}
