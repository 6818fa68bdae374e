import { LIMITS } from '../../server/contract/response.ts';
import type { QuestionProps } from './question.ts';

/** Words. Kept as typed; blank words are no answer. */
export function TextField({ question, value, id, say, onAnswer }: QuestionProps<'text'>) {
  return (
    <textarea
      aria-labelledby={`${id}-title`}
      rows={3}
      maxLength={Math.min(question.maxLength ?? LIMITS.text, LIMITS.text)}
      placeholder={question.placeholder && say(question.placeholder)}
      value={value ?? ''}
      onInput={(event) => onAnswer(event.currentTarget.value.trim() ? event.currentTarget.value : null, false)}
    />
  );
}
