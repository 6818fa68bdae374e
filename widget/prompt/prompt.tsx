// The visible thing: draws the session and hands back what the person does. Holds no state of its own.
import type { PublicSurvey } from '../../server/contract/api.ts';
import { LINK, type Step, type SurveyEnding } from '../../server/contract/flow.ts';
import { isRating, type Text } from '../../server/contract/questions.ts';
import { viewOf } from '../questions/index.ts';
import type { More, QuestionProps } from '../questions/question.ts';
import { inSight, isAnswered, mayGoOn, placeOf, stepOn, stepsAhead, type Deed, type Session } from './session.ts';
import type { Texts } from './texts.ts';

/** How well the answers are kept, as far as is known: `unsaved` lives only as long as this page. */
export type Kept = 'unknown' | 'saved' | 'unsaved' | 'sent';

export interface PromptProps {
  readonly survey: PublicSurvey;
  readonly steps: readonly Step[];
  readonly session: Session;
  readonly kept: Kept;
  /** What the live region says while there are questions. */
  readonly news: string;
  readonly texts: Texts;
  readonly say: (text: Text) => string;
  /** The language tag of `texts`. */
  readonly language: string;
  /** Random orders come from it. */
  readonly seed: string;
  readonly more: More | undefined;
  readonly inline: boolean;
  /** In a dialog already, which is named by the card. */
  readonly modal: boolean;
  /** Offers "later" and "never again" before anything is answered; not inline. */
  readonly later: boolean;
  readonly act: (deed: Deed) => void;
}

function asked(second: boolean, props: QuestionProps) {
  const { question, id, say, more } = props;
  const View = viewOf(question, more);
  return (
    <div key={id}>
      <h2 id={`${id}-title`} class={second ? 'second' : ''}>
        {say(question.title)}
      </h2>
      {View && <View {...props} />}
    </div>
  );
}

function quiet(label: string, act: PromptProps['act'], deed: Deed) {
  return (
    <button type="button" class="quiet" onClick={() => act(deed)}>
      {label}
    </button>
  );
}

function Asking({ step, ...props }: PromptProps & { readonly step: Step }) {
  const { steps, session, texts, say, language, seed, more, inline, later, act } = props;
  const [first] = step;
  const seen = inSight(step, session);
  const answered = seen.some((question) => isAnswered(session, question));
  const walked = session.path.length;
  const ahead = stepsAhead(steps, session);
  const total = walked + ahead - 1;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        act({ do: 'next' });
      }}
    >
      {seen.map((question) =>
        asked(question !== first, {
          question,
          value: session.answers[question.id]?.v ?? null,
          id: `q-${question.id}`,
          ...{ say, texts, language, seed, more },
          onAnswer(value, tap) {
            act({ do: 'answer', question: question.id, value });
            if (tap && !step[1]) act({ do: 'next' });
          },
        }),
      )}
      <div class="foot">
        {total > 2 && (
          <p class="note">
            {(texts.progress ?? '{n} / {m}').replace('{n}', String(walked)).replace('{m}', String(total))}
          </p>
        )}
        {/* Before anything is said, and never where the page itself asks. */}
        {later && !inline && !session.n && walked < 2 && (
          <>
            {quiet(texts.later, act, { do: 'close', how: 'later' })}
            {quiet(texts.never, act, { do: 'close', how: 'never' })}
          </>
        )}
        {walked > 1 && quiet(texts.back, act, { do: 'back' })}
        {(answered || walked > 1 || !isRating(first)) && (
          <button type="submit" class="go" disabled={!mayGoOn(step, session, more?.validity)}>
            {ahead < 2 ? texts.send : answered ? texts.next : texts.skip}
          </button>
        )}
      </div>
    </form>
  );
}

function closing({ title, text, link }: Omit<SurveyEnding, 'id'>, { kept, texts, say, act }: PromptProps) {
  return (
    <>
      <h2>{say(title)}</h2>
      {text && <p>{say(text)}</p>}
      {kept !== 'unknown' && <p class="note">{texts[kept]}</p>}
      <div class="foot">
        {quiet(texts.change, act, { do: 'back' })}
        {link && LINK.test(link.href) && (
          <a class="go" href={link.href} target="_blank" rel="noopener">
            {say(link.label)}
          </a>
        )}
      </div>
    </>
  );
}

export function Prompt(props: PromptProps) {
  const { survey, steps, session, news, texts, say, act, inline, modal } = props;
  const step = stepOn(steps, session);
  const place = placeOf(session);
  const ending = survey.endings?.find(({ id }) => id === place) ?? { title: survey.thanks ?? texts.thanks };
  return (
    <section
      id="card"
      class="card"
      role={inline || modal ? 'group' : 'dialog'}
      aria-label={say((step ? step[0] : ending).title)}
    >
      {/* There from the start, so that what comes into it is announced: first the question, in the end the thanks. */}
      <div role="status" class={step ? 'unseen' : ''}>
        {step ? news : closing(ending, props)}
      </div>
      {step && <Asking key={place} step={step} {...props} />}
      {!inline && (
        <button type="button" class="close" aria-label={texts.close} onClick={() => act({ do: 'close' })}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </section>
  );
}
