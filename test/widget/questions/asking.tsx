// One question as the prompt draws it: answers come back into it, as a session hands them on.
import { render, screen } from '@testing-library/preact';
import { vi } from 'vitest';
import { inLanguage, type AnswerValue, type Question } from '../../../server/contract/questions.ts';
import { viewOf } from '../../../widget/questions/index.ts';
import * as more from '../../../widget/questions/more.ts';
import type { QuestionProps } from '../../../widget/questions/question.ts';

interface Asking extends Partial<Omit<QuestionProps, 'question' | 'value' | 'onAnswer'>> {
  /** Languages the survey's texts are said in. */
  readonly languages?: readonly string[];
}

/** Draws `question` with `value`, and again with every answer that is given; hands back what was answered. */
export function ask(
  question: Question,
  value: AnswerValue | null = null,
  { languages = ['en'], ...changes }: Asking = {},
) {
  const onAnswer = vi.fn<(value: AnswerValue | null, tap: boolean) => void>();
  const View = viewOf(question, 'more' in changes ? changes.more : more)!;
  const draw = (now: AnswerValue | null) => (
    <form>
      <h2 id="q-title">{inLanguage(question.title, languages)}</h2>
      <View
        question={question}
        value={now}
        id="q"
        say={(text) => inLanguage(text, languages)}
        texts={{}}
        language="en"
        seed="a"
        more={more}
        {...changes}
        onAnswer={(next, tap) => {
          onAnswer(next, tap);
          rerender(draw(next));
        }}
      />
    </form>
  );
  const { rerender, unmount } = render(draw(value));
  return { onAnswer, unmount, answers: () => onAnswer.mock.calls.map(([answer]) => answer) };
}

/** The accessible names of all radios, in the order they are in. */
export const names = (): (string | null)[] => screen.getAllByRole('radio').map((one) => one.getAttribute('aria-label'));
