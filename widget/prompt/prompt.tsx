// The visible thing: draws the session and hands back what the person does. Holds no state of its own.
import type { PublicSurvey } from '../../server/contract/api.ts';
import type { Step } from '../../server/contract/flow.ts';
import { directionOf } from './direction.ts';
import { isRating, type Text } from '../../server/contract/questions.ts';
import { viewOf } from '../questions/index.ts';
import type { Closing, More, Rules } from '../questions/question.ts';
import { inSight, isAnswered, isLast, mayGoOn, placeOf, stepOn, type Deed, type Session } from './session.ts';
import type { Spoken } from './texts.ts';

/** How well the answers are kept, as far as is known: `unsaved` lives only as long as this page. */
export type Kept = 'unknown' | 'saved' | 'unsaved' | 'sent';

export interface PromptProps {
  readonly survey: PublicSurvey;
  readonly steps: readonly Step[];
  readonly session: Session;
  readonly kept: Kept;
  /** What the live region says while there are questions. */
  readonly news: string;
  readonly texts: Spoken;
  readonly say: (text: Text) => string;
  /** The language tag of `texts`. */
  readonly language: string;
  /** Random orders come from it. */
  readonly seed: string;
  readonly more: More | undefined;
  readonly rules: Rules;
  readonly inline: boolean;
  /** In a dialog already, which is named by the card. */
  readonly modal: boolean;
  /** Offers "later" and "never again" before anything is answered; not inline. */
  readonly later: boolean;
  readonly act: (deed: Deed) => void;
}

function quiet(label: string, act: PromptProps['act'], deed: Deed) {
  return (
    <button class="quiet" onClick={() => act(deed)}>
      {label}
    </button>
  );
}

function asking(step: Step, props: PromptProps) {
  const { steps, session, texts, say, more, rules, inline, later, act } = props;
  const { answers, path } = session;
  const [first] = step;
  const seen = inSight(step, session);
  const answered = seen.some((question) => isAnswered(session, question));
  const walked = path.length;
  const progress = more?.progress(steps, step, answers, walked, texts);
  return (
    // No form: a sandboxed frame may refuse to submit one, aloud.
    <section key={first.id}>
      {seen.map((question) => {
        const View = viewOf(question, more)!;
        const id = `q-${question.id}`;
        return (
          <div>
            <h2 id={`${id}-title`}>{say(question.title)}</h2>
            <View
              {...props}
              question={question}
              value={answers[question.id]?.v ?? null}
              id={id}
              onAnswer={(value, tap) => {
                act({ do: 'answer', question: question.id, value });
                if (tap && !step[1]) act({ do: 'next' });
              }}
            />
          </div>
        );
      })}
      <div class="foot">
        {progress && <p class="note">{progress}</p>}
        {/* Before anything is said, and never where the page itself asks. */}
        {later &&
          !inline &&
          !session.n &&
          walked < 2 && [
            quiet(texts.later, act, { do: 'close', how: 'later' }),
            quiet(texts.never, act, { do: 'close', how: 'never' }),
          ]}
        {walked > 1 && quiet(texts.back, act, { do: 'back' })}
        {(answered || walked > 1 || !isRating(first)) && (
          <button class="go" disabled={!mayGoOn(step, session, rules)} onClick={() => act({ do: 'next' })}>
            {isLast(steps, session, rules) ? texts.send : answered ? texts.next : texts.skip}
          </button>
        )}
      </div>
    </section>
  );
}

function closing({ title, text, link }: Closing, { kept, texts, act }: PromptProps) {
  return [
    <h2>{title}</h2>,
    text,
    kept !== 'unknown' && <p class="note">{texts[kept]}</p>,
    <div class="foot">
      {quiet(texts.change, act, { do: 'back' })}
      {link}
    </div>,
  ];
}

/** The whole of the prompt. */
export function drawn(props: PromptProps) {
  const { survey, steps, session, news, texts, say, language, more, act, inline, modal } = props;
  const step = stepOn(steps, session);
  const closed: Closing = more?.closing(survey, placeOf(session), say) ?? { title: say(survey.thanks ?? texts.thanks) };
  return (
    <section
      id="card"
      class="card"
      lang={language}
      dir={directionOf(language)}
      role={inline || modal ? 'group' : 'dialog'}
      aria-label={step ? say(step[0].title) : closed.title}
    >
      {/* There from the start, so that what comes into it is announced: first the question, in the end the thanks. */}
      <div role="status" class={step ? 'unseen' : ''}>
        {step ? news : closing(closed, props)}
      </div>
      {step && asking(step, props)}
      {!inline && (
        <button class="close" aria-label={texts.close} onClick={() => act({ do: 'close' })}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </section>
  );
}
