import type { Chosen } from '../../server/contract/questions.ts';
import { plural } from '../platform/plural.ts';
import { Options } from './options.tsx';
import type { QuestionProps } from './question.ts';
import { wordsOf } from './texts.ts';

/** Any of several options, within the question's limits; none at all is no answer. */
export function Choices({ value, onAnswer, ...rest }: QuestionProps<'choices'>) {
  const { question, texts, language } = rest;
  const { required, min = required ? 1 : 0, max } = question;
  const chosen = value ?? [];
  const answer = (next: readonly Chosen[]): void => onAnswer(next.length ? next : null, false);
  const limits = [
    min > 0 && plural(wordsOf(texts).least, min, language),
    max && plural(wordsOf(texts).most, max, language),
  ];
  return (
    <Options
      {...rest}
      kind="checkbox"
      chosen={chosen}
      full={chosen.length >= (max ?? Infinity)}
      note={limits.filter((words) => !!words).join(' ')}
      onPick={(one) => answer(chosen.includes(one) ? chosen.filter((kept) => kept !== one) : [...chosen, one])}
      onWords={(other) => answer(chosen.map((one) => (typeof one === 'object' ? other : one)))}
    />
  );
}
