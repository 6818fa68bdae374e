import { SCALES, shapeOf, type RatingType } from '../../server/contract/questions.ts';
import type { QuestionProps } from './question.ts';

/**
 * A rating: real radios, one a value, each named by its value first, so that people, screen readers and voice
 * control find "9"; then by its label. Numbers, or another shape where `more` has it.
 */
export function Scale(props: QuestionProps<RatingType>) {
  const { question, value, id, say, more, onAnswer } = props;
  const { min, max } = SCALES[question.type];
  const { labels, low, high, required } = question;
  const shape = shapeOf(question);
  const mark = more?.marks[shape];
  const labelOf = (v: number): string | undefined => {
    const text = labels?.[v - min] ?? (v === min ? low : v === max ? high : undefined);
    return text && say(text);
  };
  const values = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  return (
    <>
      <div
        class={`scale ${mark ? shape : ''} n${values.length}`}
        role="radiogroup"
        aria-labelledby={`${id}-title`}
        aria-required={required}
      >
        {(mark?.labelled ? values.reverse() : values).map((v) => {
          const label = labelOf(v);
          const drawn = { ...props, v, label, min, max };
          const name = mark?.name?.(drawn) ?? String(v);
          return (
            <label>
              <input
                type="radio"
                name={id}
                value={v}
                checked={v === value}
                aria-label={label ? `${name}, ${label}` : name}
                onChange={() => onAnswer(v, false)}
                // A click made by an arrow key or by Space has detail 0; only pointing goes on to the next question.
                onClick={(event) => event.detail > 0 && onAnswer(v, true)}
              />
              <span aria-hidden="true">{mark ? mark.draw(drawn) : v}</span>
            </label>
          );
        })}
      </div>
      {!mark?.labelled && (
        <p class="ends" aria-hidden="true">
          <span>{labelOf(min)}</span>
          <span>{labelOf(max)}</span>
        </p>
      )}
    </>
  );
}
