import { Options } from './options.tsx';
import type { QuestionProps } from './question.ts';

/** One of several options. A tap on "other" does not go on: its words are still to come. */
export function Choice({ value, onAnswer, ...rest }: QuestionProps<'choice'>) {
  return (
    <Options
      {...rest}
      kind="radio"
      chosen={value === null ? [] : [value]}
      onPick={(one, tap) => onAnswer(one, tap && typeof one === 'string')}
      onWords={(other) => onAnswer(other, false)}
    />
  );
}
