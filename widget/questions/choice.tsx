import type { QuestionProps } from './question.ts';

/** One of several options. */
export function Choice({ question, value, id, say, onAnswer }: QuestionProps<'choice'>) {
  return (
    <div class="options" role="radiogroup" aria-labelledby={`${id}-title`}>
      {question.options.map((option) => (
        <label key={option.id}>
          <input
            type="radio"
            name={id}
            checked={option.id === value}
            onChange={() => onAnswer(option.id, false)}
            onClick={(event) => event.detail > 0 && onAnswer(option.id, true)}
          />
          <span>{say(option.label)}</span>
        </label>
      ))}
    </div>
  );
}
