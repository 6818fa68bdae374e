import { LENGTHS, OTHER, type Chosen } from '../../server/contract/questions.ts';
import { shuffled } from './order.ts';
import type { QuestionProps } from './question.ts';
import { wordsOf } from './texts.ts';

interface OptionsProps extends Omit<QuestionProps<'choice' | 'choices'>, 'value' | 'onAnswer'> {
  readonly kind: 'radio' | 'checkbox';
  readonly chosen: readonly Chosen[];
  /** No more can be chosen. */
  readonly full?: boolean;
  /** Says how many may be chosen. */
  readonly note?: string;
  /** The option was chosen, or with a checkbox left again. */
  readonly onPick: (one: Chosen, tap: boolean) => void;
  readonly onWords: (other: Chosen) => void;
}

/** The options of a question, each a real radio or checkbox; at the end "other", with a field once it is chosen. */
export function Options({ question, id, say, texts, seed, kind, chosen, full, note, onPick, onWords }: OptionsProps) {
  const { options, random, other, required } = question;
  const own = chosen.find((one) => typeof one === 'object');
  const label = other && (other.label ? say(other.label) : wordsOf(texts).other);
  const offer = (key: string, name: string, option: Chosen) => {
    const checked = chosen.includes(option);
    return (
      <label key={key}>
        <input
          type={kind}
          name={id}
          checked={checked}
          disabled={full && !checked}
          onChange={() => onPick(option, false)}
          // See Scale: only pointing goes on to the next question.
          onClick={(event) => kind === 'radio' && event.detail > 0 && onPick(option, true)}
        />
        <span>{name}</span>
      </label>
    );
  };
  return (
    <>
      {note && (
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      )}
      <div
        class="options"
        role={kind === 'radio' ? 'radiogroup' : 'group'}
        aria-labelledby={`${id}-title`}
        aria-describedby={note && `${id}-note`}
        // A group of checkboxes has no such state; its note says it.
        aria-required={kind === 'radio' ? required : undefined}
      >
        {(random ? shuffled(options, seed) : options).map((option) => offer(option.id, say(option.label), option.id))}
        {label && offer(OTHER, label, own ?? { other: '' })}
        {own && (
          <input
            class="field"
            aria-label={label}
            maxLength={LENGTHS.other}
            value={own.other}
            onInput={(event) => onWords({ other: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  );
}
