// The visible thing: draws the session and hands back what the person does. Holds no state of its own.
import type { PublicSurvey } from '../../server/contract/api.ts';
import { isRating, type Question, type QuestionType, type Text } from '../../server/contract/questions.ts';
import { questions } from '../questions/index.ts';
import type { QuestionProps } from '../questions/question.ts';
import { isAnswered, mayGoOn, onView, stepsOf, type Action, type Session } from './session.ts';
import { texts } from './texts.ts';
import type { ComponentType } from 'preact';

/** How well the answers are kept, as far as is known: `unsaved` lives only as long as this page. */
export type Kept = 'unknown' | 'saved' | 'unsaved' | 'sent';

export interface PromptProps {
  readonly survey: PublicSurvey;
  readonly session: Session;
  readonly kept: Kept;
  /** What the live region says while there are questions. */
  readonly news: string;
  readonly say: (text: Text) => string;
  readonly inline: boolean;
  /** In a dialog already, which is named by the card. */
  readonly modal: boolean;
  readonly act: (action: Action) => void;
}

function Asked<T extends QuestionType>({ question, second, ...rest }: QuestionProps<T> & { second: boolean }) {
  const View = questions[question.type] as unknown as ComponentType<QuestionProps<T>>;
  return (
    <div>
      <h2 id={`${rest.id}-title`} class={second ? 'second' : ''}>
        {rest.say(question.title)}
      </h2>
      <View question={question} {...rest} />
    </div>
  );
}

function Step({ survey, session, say, act }: PromptProps) {
  const [first, second] = onView(survey.questions, session) as [Question, Question?];
  const last = session.step === stepsOf(survey.questions).length - 1;
  const answered = isAnswered(session, first) || (second !== undefined && isAnswered(session, second));
  // The words come in sight with the rating they explain.
  const seen = second && isAnswered(session, first) ? [first, second] : [first];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        act({ do: 'next' });
      }}
    >
      {seen.map((question) => (
        <Asked
          key={question.id}
          question={question}
          second={question === second}
          value={session.answers[question.id]?.v ?? null}
          id={`q-${question.id}`}
          say={say}
          onAnswer={(value, tap) => {
            act({ do: 'answer', question: question.id, value });
            if (tap && !second) act({ do: 'next' });
          }}
        />
      ))}
      {(answered || session.step > 0 || !isRating(first)) && (
        <div class="foot">
          {session.step > 0 && (
            <button type="button" class="quiet" onClick={() => act({ do: 'back' })}>
              {texts.back}
            </button>
          )}
          <button type="submit" class="go" disabled={!mayGoOn(survey.questions, session)}>
            {last ? texts.send : answered ? texts.next : texts.skip}
          </button>
        </div>
      )}
    </form>
  );
}

function Thanks({ survey, kept, say, act }: PromptProps) {
  return (
    <>
      <h2>{say(survey.thanks ?? texts.thanks)}</h2>
      {kept !== 'unknown' && <p class="note">{texts[kept]}</p>}
      <div class="foot">
        <button type="button" class="quiet" onClick={() => act({ do: 'back' })}>
          {texts.change}
        </button>
      </div>
    </>
  );
}

export function Prompt(props: PromptProps) {
  const { survey, session, news, say, act, inline, modal } = props;
  const done = session.step >= stepsOf(survey.questions).length;
  return (
    <section
      id="card"
      class="card"
      role={inline || modal ? 'group' : 'dialog'}
      aria-label={say(done ? (survey.thanks ?? texts.thanks) : survey.questions[0]!.title)}
    >
      {/* There from the start, so that what comes into it is announced: first the question, in the end the thanks. */}
      <div role="status" class={done ? '' : 'unseen'}>
        {done ? <Thanks {...props} /> : news}
      </div>
      {!done && <Step {...props} />}
      {!inline && (
        <button type="button" class="close" aria-label={texts.close} onClick={() => act({ do: 'close' })}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </section>
  );
}
