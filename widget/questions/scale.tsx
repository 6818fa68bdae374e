import { SCALES, type RatingType } from '../../server/contract/questions.ts';
import type { QuestionProps } from './question.ts';

/** Drawn, not typed: not every device has a font with emoji. */
function Thumb({ down }: { readonly down: boolean }) {
  return (
    <svg viewBox="0 0 24 24" class={down ? 'down' : ''}>
      <path d="M7 11v9H4v-9zl4-8c1.7 0 2.5 1.3 2.1 3L12 10h6c1.4 0 2.3 1.2 2 2.5l-1.4 6c-.2 1-1 1.5-2 1.5H7" />
    </svg>
  );
}

/**
 * A rating: real radios, one a value, each named by its value first, so that people, screen readers and voice
 * control find "9"; the ends carry their meaning in their names.
 */
export function Scale({ question, value, id, say, onAnswer }: QuestionProps<RatingType>) {
  const { min, max } = SCALES[question.type];
  const ends: Readonly<Record<number, string>> = {
    ...(question.low && { [min]: say(question.low) }),
    ...(question.high && { [max]: say(question.high) }),
  };
  const values = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const thumbs = question.type === 'thumbs';
  return (
    <>
      <div class={`scale ${question.type}`} role="radiogroup" aria-labelledby={`${id}-title`}>
        {(thumbs ? values.reverse() : values).map((v) => (
          <label key={v}>
            <input
              type="radio"
              name={id}
              value={v}
              checked={v === value}
              aria-label={ends[v] ? `${v}, ${ends[v]}` : String(v)}
              onChange={() => onAnswer(v, false)}
              // A click made by an arrow key or by Space has detail 0; only pointing goes on to the next question.
              onClick={(event) => event.detail > 0 && onAnswer(v, true)}
            />
            <span aria-hidden="true">{thumbs ? [<Thumb key={v} down={v === min} />, ends[v]] : v}</span>
          </label>
        ))}
      </div>
      {!thumbs && (
        <p class="ends" aria-hidden="true">
          <span>{ends[min]}</span>
          <span>{ends[max]}</span>
        </p>
      )}
    </>
  );
}
