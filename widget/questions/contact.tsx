import { LENGTHS } from '../../server/contract/questions.ts';
import { EMAIL, isEmail } from '../../server/contract/validity.ts';
import type { QuestionProps } from './question.ts';
import { wordsOf } from './texts.ts';

/**
 * An e-mail address, and the tick that allows its use. What is typed stays in the fields until the tick is there:
 * without it nothing of the address leaves them.
 */
export function Contact({ question, value, id, say, texts, onAnswer }: QuestionProps<'contact'>) {
  const words = wordsOf(texts);
  const hear = (group: HTMLElement): void => {
    const [email, consent] = group.querySelectorAll('input');
    const address = email?.value.trim();
    onAnswer(address && consent?.checked ? { email: address, consent: true } : null, false);
  };
  return (
    <div class="options" role="group" aria-labelledby={`${id}-title`} onInput={(event) => hear(event.currentTarget)}>
      <p class="note" aria-hidden="true">
        {words.email}
      </p>
      <input
        class="field"
        type="email"
        name="email"
        autocomplete="email"
        aria-label={words.email}
        aria-describedby={`${id}-wrong`}
        aria-required={question.required}
        aria-invalid={!!value && !isEmail(value.email)}
        pattern={EMAIL}
        maxLength={LENGTHS.email}
        // Undefined leaves the field as it is: it holds what is no answer yet.
        value={value?.email}
      />
      {/* In sight while the field is wrong and nobody is typing in it: by style alone, nothing is kept for it. */}
      <p class="note wrong" id={`${id}-wrong`}>
        {words.emailWrong}
      </p>
      <label>
        <input type="checkbox" aria-required={question.required} checked={value ? true : undefined} />
        <span>{say(question.consent)}</span>
      </label>
    </div>
  );
}
