import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { SCALES, SHAPES, type Question, type RatingType } from '../../../server/contract/questions.ts';
import { texts } from '../../../widget/prompt/texts.ts';
import { helpful, nps } from '../../support/surveys.ts';
import { ask, names } from './asking.tsx';

afterEach(cleanup);

const radio = (name: RegExp | string) => screen.getByRole<HTMLInputElement>('radio', { name });
const shown = () => screen.getAllByRole('radio').map((one) => one.nextElementSibling!.textContent);
const types = Object.keys(SCALES) as RatingType[]; // Object.keys forgets that they are the keys of SCALES
const all = types.flatMap((type) => ([undefined, ...SHAPES] as const).map((shape) => [type, shape] as const));
const labels = { en: ['Awful', 'Bad', 'So-so', 'Good', 'Great'], ar: ['سيئ جدا', 'سيئ', 'مقبول', 'جيد', 'ممتاز'] };
const satisfied: Question<'csat5'> = {
  id: 'q',
  type: 'csat5',
  title: { en: 'How was it?', ar: 'كيف كان؟' },
  labels: labels.en.map((en, i) => ({ en, ar: labels.ar[i]! })),
};
const stars: Question<'stars'> = { ...satisfied, type: 'stars' };

describe.each(all)('%s in the shape %s', (type, shape) => {
  const { min, max } = SCALES[type];
  const whole = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const question = { id: 'q', type, title: 'How was it?', ...(shape && { shape }) } as Question<RatingType>; // a union by type

  it('is one radio group named by the question, with a radio a value and nothing preselected', () => {
    ask(question);
    expect(screen.getByRole('radiogroup', { name: 'How was it?' })).toBeTruthy();
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map(({ value }) => Number(value)).toSorted((a, b) => a - b)).toEqual(whole);
    expect([new Set(radios.map(({ name }) => name)).size, radios.filter(({ checked }) => checked)]).toEqual([1, []]);
  });

  it('answers each value with its number, whatever it looks like', () => {
    const { answers } = ask(question);
    for (const v of whole) fireEvent.click(document.querySelector(`input[value="${v}"]`)!, { detail: 1 });
    // A browser tells of one tap twice, as click and as change.
    expect([...new Set(answers())]).toEqual(whole);
  });

  it('names every value by its number first', () => {
    ask({ ...question, low: 'Low', high: 'High' });
    for (const one of screen.getAllByRole<HTMLInputElement>('radio')) {
      expect(one.getAttribute('aria-label')).toMatch(new RegExp(`^${one.value}( stars?)?(, (Low|High))?$`));
    }
  });
});

describe('a scale', () => {
  it('names its ends with their meaning', () => {
    ask(nps);
    expect([names()[0], names()[1], names()[10]]).toEqual(['0, Not at all likely', '1', '10, Extremely likely']);
  });

  it('names every value by its label where it has labels, and shows the first and the last at the ends', () => {
    ask(satisfied);
    expect(names()).toEqual(['1, Awful', '2, Bad', '3, So-so', '4, Good', '5, Great']);
    expect(document.querySelector('.ends')!.textContent).toBe('AwfulGreat');
  });

  it('names its values in the person’s language', () => {
    ask(satisfied, null, { languages: ['ar'] });
    expect(screen.getByRole('radiogroup', { name: 'كيف كان؟' })).toBeTruthy();
    expect(names()).toEqual(labels.ar.map((label, i) => `${i + 1}, ${label}`));
  });

  it('tells a tap from a walk with the arrow keys', () => {
    const { onAnswer } = ask(nps);
    fireEvent.click(radio('7'), { detail: 0 });
    expect(onAnswer.mock.calls).toEqual([[7, false]]);
    fireEvent.click(radio('8'), { detail: 1 });
    expect(onAnswer).toHaveBeenCalledWith(8, true);
  });

  it('keeps the chosen value when it is tapped again', () => {
    const { onAnswer } = ask(nps, 7);
    expect(radio('7').checked).toBe(true);
    fireEvent.click(radio('7'), { detail: 1 });
    expect(onAnswer.mock.calls).toEqual([[7, true]]);
    expect(radio('7').checked).toBe(true);
  });

  it('says that it is required only where it is', () => {
    ask({ ...nps, required: true });
    expect(screen.getByRole('radiogroup').getAttribute('aria-required')).toBe('true');
    cleanup();
    ask(nps);
    expect(screen.getByRole('radiogroup').getAttribute('aria-required')).toBeNull();
  });

  it('asks in numbers where its shape is not there', () => {
    ask(stars, null, { more: undefined });
    expect(shown()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('asks in numbers in a shape that nobody knows', () => {
    ask({ ...satisfied, shape: 'slider' as 'star' }); // from a newer collector
    expect(shown()).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('words', () => {
  it('show every label, the highest first, and no ends besides', () => {
    ask({ ...satisfied, shape: 'word' });
    expect(shown()).toEqual(['Great', 'Good', 'So-so', 'Bad', 'Awful']);
    expect(document.querySelector('.ends')).toBeNull();
    expect(radio('5, Great').value).toBe('5');
  });
});

describe('faces', () => {
  it('bend their mouths from one end of the scale to the other, straight half-way', () => {
    ask({ id: 'q', type: 'emoji3', title: 'How?', low: 'Bad', high: 'Good' });
    const bends = [...document.querySelectorAll('path')].map(
      (path) => / (-?[\d.]+) 8\.6 0$/.exec(path.getAttribute('d')!)![1],
    );
    expect(bends).toEqual(['-4', '0', '4']);
  });

  it('have no colour of their own', () => {
    ask({ id: 'q', type: 'emoji5', title: 'How?', low: 'Bad', high: 'Good' });
    expect(document.querySelector('[fill],[stroke],[style],text')).toBeNull();
  });
});

describe('stars', () => {
  const full = () => screen.getAllByRole('radio').map((one) => !!one.nextElementSibling!.querySelector('.full'));

  it('are counted aloud, one by its own word', () => {
    ask({ ...stars, labels: [], low: 'Awful' });
    expect(names()).toEqual(['1 star, Awful', '2 stars', '3 stars', '4 stars', '5 stars']);
  });

  it('are counted by the rules of the language they are counted in', () => {
    const forms = { one: 'نجمة واحدة ({n})', two: 'نجمتان ({n})', few: '{n} نجوم', other: '{n} نجمة' };
    ask({ ...stars, labels: [] }, null, { texts: { ...texts, stars: forms }, language: 'ar' });
    expect(names()).toEqual(['نجمة واحدة (1)', 'نجمتان (2)', '3 نجوم', '4 نجوم', '5 نجوم']);
  });

  it('are filled up to the chosen one, none before', () => {
    ask(stars);
    expect(full()).toEqual([false, false, false, false, false]);
    fireEvent.click(radio('3 stars, So-so'), { detail: 1 });
    expect(full()).toEqual([true, true, true, false, false]);
    fireEvent.click(radio('1 star, Awful'), { detail: 0 });
    expect(full()).toEqual([true, false, false, false, false]);
  });
});

describe('thumbs', () => {
  it('are named and labelled by their values, yes first', () => {
    ask(helpful);
    expect(names()).toEqual(['1, Yes', '0, No']);
    expect(shown()).toEqual(['Yes', 'No']);
  });
});
