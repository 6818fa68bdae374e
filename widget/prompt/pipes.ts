// Words of the visitor's in the survey's texts: `{{plan|your plan}}`, `{{answer:recommend|…}}`. Pure; what comes out is
// text and is only ever drawn as text.
import type { Question, Text } from '../../server/contract/questions.ts';
import type { Attributes } from '../../server/contract/response.ts';
import type { Session } from './session.ts';

/** Most characters of one value that get into a text; a question must stay one. */
const MOST = 200;

const PIPE = /\{\{([^{|}]*)(?:\|([^{}]*))?\}\}/g;
// Control characters, and those that would turn the direction of the words after them: https://unicode.org/reports/tr9/
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * The text with each pipe replaced by what `find` knows under its name, else by its fallback, else by nothing. Values
 * are made one line and cut to 200 characters; pipes in them stay as they are.
 */
export function fill(text: string, find: (name: string) => unknown): string {
  return text.replace(PIPE, (_, name: string, fallback = '') => {
    const value = find(name.trim());
    const known = typeof value === 'object' || value === undefined ? '' : `${value as string | number | boolean}`;
    // The first cut keeps a huge value from costing time, the second keeps a character whole.
    const words = [
      ...known
        .slice(0, 2 * MOST)
        .replace(UNSEEN, ' ')
        .trim(),
    ];
    return words.slice(0, MOST).join('') || fallback;
  });
}

/** What stands for an answer in a text: the labels of what was chosen, numbers and words as they are. */
export function answerOf(
  questions: readonly Question[],
  { answers }: Session,
  id: string,
  say: (text: Text) => string,
): unknown {
  const question = questions.find((one) => one.id === id);
  const value = question && answers[id]?.v;
  if (!question || !('options' in question)) return value;
  const labels = question.options.filter((option) => [value].flat().includes(option.id));
  return labels.map(({ label }) => say(label)).join(', ');
}

/** A value of the page's own, by its name alone: what every object has is none. */
export function attributeOf(attributes: Attributes, name: string): unknown {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
