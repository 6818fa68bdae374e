import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  inLanguage,
  SCALES,
  type Question,
  type QuestionType,
  type RatingType,
} from '../../../server/contract/questions.ts';
import { questions } from '../../../widget/questions/index.ts';
import type { QuestionProps } from '../../../widget/questions/question.ts';
import { colour, colours, helpful, nps, reason } from '../../support/surveys.ts';

afterEach(cleanup);

function ask<T extends QuestionType>(question: Question<T>, value: QuestionProps<T>['value'] = null) {
  const onAnswer = vi.fn<QuestionProps<T>['onAnswer']>();
  const View = questions[question.type] as unknown as (props: QuestionProps<T>) => preact.JSX.Element;
  render(
    <>
      <h2 id="q-title">{inLanguage(question.title, ['en'])}</h2>
      <View question={question} value={value} id="q" say={(text) => inLanguage(text, ['de'])} onAnswer={onAnswer} />
    </>,
  );
  return onAnswer;
}
const names = () => screen.getAllByRole('radio').map((radio) => radio.getAttribute('aria-label'));
const radio = (name: RegExp | string) => screen.getByRole<HTMLInputElement>('radio', { name });

describe('scale', () => {
  it('is a radio group named by the question', () => {
    ask(nps);
    expect(screen.getByRole('radiogroup', { name: 'How likely are you to recommend us?' })).toBeTruthy();
  });

  it('names every radio by its value first, the ends with their meaning', () => {
    ask(nps);
    expect(names()).toEqual([
      '0, Not at all likely',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10, Extremely likely',
    ]);
  });

  it('names the thumbs by their values, yes first', () => {
    ask(helpful);
    expect(names()).toEqual(['1, Yes', '0, No']);
  });

  it.each<RatingType>(['nps', 'csat5', 'csat7', 'ces1', 'ces2', 'service10', 'thumbs'])(
    '%s offers its whole scale',
    (type) => {
      ask({ id: 'q', type, title: 'T' });
      const values = screen.getAllByRole<HTMLInputElement>('radio').map((one) => Number(one.value));
      expect(values.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: SCALES[type].max - SCALES[type].min + 1 }, (_, i) => SCALES[type].min + i),
      );
    },
  );

  it('preselects nothing', () => {
    ask(nps);
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
  });

  it('answers with the number, and tells a tap from a walk with the arrow keys', () => {
    const onAnswer = ask(nps);
    fireEvent.click(radio('7'), { detail: 0 });
    expect(onAnswer.mock.calls).toEqual([[7, false]]);
    fireEvent.click(radio('8'), { detail: 1 });
    expect(onAnswer).toHaveBeenCalledWith(8, true);
  });

  it('shows the answer that was given, and hears a tap on it again', () => {
    const onAnswer = ask(nps, 7);
    expect(radio('7').checked).toBe(true);
    fireEvent.click(radio('7'), { detail: 1 });
    expect(onAnswer).toHaveBeenCalledWith(7, true);
  });
});

describe('choice', () => {
  it('offers each option by its label in the person’s language and answers with its id', () => {
    const onAnswer = ask(colour);
    fireEvent.click(radio('Blau'), { detail: 1 });
    expect(onAnswer).toHaveBeenCalledWith('b', true);
  });
});

describe('choices', () => {
  it('adds and removes options; none is no answer', () => {
    const onAnswer = ask(colours, ['r']);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Blau' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Red' }));
    expect(onAnswer.mock.calls).toEqual([
      [['r', 'b'], false],
      [null, false],
    ]);
  });
});

describe('text', () => {
  it('is named by the question and answers as typed; blank is no answer', () => {
    const onAnswer = ask(reason);
    const box = screen.getByRole('textbox', { name: 'Why?' });
    fireEvent.input(box, { target: { value: ' fast ' } });
    fireEvent.input(box, { target: { value: '  ' } });
    expect(onAnswer.mock.calls).toEqual([
      [' fast ', false],
      [null, false],
    ]);
  });

  it('takes 2,000 characters at most, or fewer where the survey says so', () => {
    ask(reason);
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').maxLength).toBe(2_000);
    cleanup();
    ask({ ...reason, maxLength: 9_999 });
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').maxLength).toBe(2_000);
  });
});
