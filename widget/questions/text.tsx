import { LIMITS } from '../../server/contract/response.ts';
import type { QuestionProps } from './question.ts';

/** A number of its own: of an object with all limits the whole would travel. */
const LONGEST: number = LIMITS.text;

/** Words. Kept as typed; blank words are no answer. `describedBy` is the id of what says more of it. */
export function TextField({
  question: { required, maxLength = LONGEST, placeholder },
  value,
  id,
  say,
  describedBy,
  onAnswer,
}: QuestionProps<'text'> & { readonly describedBy?: string }) {
  return (
    <textarea
      aria-labelledby={`${id}-title`}
      aria-describedby={describedBy}
      aria-required={required}
      rows={3}
      maxLength={Math.min(maxLength, LONGEST)}
      placeholder={placeholder && say(placeholder)}
      value={value ?? ''}
      onInput={(event) => onAnswer(event.currentTarget.value.trim() ? event.currentTarget.value : null, false)}
    />
  );
}
