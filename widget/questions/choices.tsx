import type { QuestionProps } from './question.ts';

/** Any of several options; none at all is no answer. */
export function Choices({ question, value, id, say, onAnswer }: QuestionProps<'choices'>) {
  const chosen = value ?? [];
  const toggle = (option: string): void => {
    const next = chosen.includes(option) ? chosen.filter((other) => other !== option) : [...chosen, option];
    onAnswer(next.length ? next : null, false);
  };
  return (
    <div class="options" role="group" aria-labelledby={`${id}-title`}>
      {question.options.map((option) => (
        <label key={option.id}>
          <input type="checkbox" checked={chosen.includes(option.id)} onChange={() => toggle(option.id)} />
          <span>{say(option.label)}</span>
        </label>
      ))}
    </div>
  );
}
