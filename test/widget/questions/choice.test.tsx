import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../server/contract/questions.ts';
import { colour, colours } from '../../support/surveys.ts';
import { ask } from './asking.tsx';

afterEach(cleanup);

const named = (role: 'radio' | 'checkbox') =>
  screen.getAllByRole<HTMLInputElement>(role).map((one) => one.closest('label')!.textContent);
const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Other' });
const type = (value: string) => fireEvent.input(field(), { target: { value } });
const note = (role: 'group' | 'radiogroup') =>
  document.getElementById(screen.getByRole(role).getAttribute('aria-describedby') ?? '')?.textContent;

const many: Question<'choice'> = {
  ...colour,
  random: true,
  other: {},
  options: Array.from({ length: 8 }, (_, i) => ({ id: `o${i}`, label: `Option ${i}` })),
};

describe('choice', () => {
  it('is a radio group named by the question, each radio by its option, none chosen', () => {
    ask(colour);
    expect(screen.getByRole('radiogroup', { name: 'Which colour?' })).toBeTruthy();
    expect(named('radio')).toEqual(['Red', 'Blue']);
    expect(new Set(screen.getAllByRole<HTMLInputElement>('radio').map(({ name }) => name)).size).toBe(1);
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
  });

  it('says its options in the person’s language and answers with their ids', () => {
    const { onAnswer } = ask(colour, null, { languages: ['de'] });
    fireEvent.click(radio('Blau'), { detail: 1 });
    expect(onAnswer).toHaveBeenCalledWith('b', true);
  });

  it('tells a tap from a walk with the arrow keys', () => {
    const { onAnswer } = ask(colour);
    fireEvent.click(radio('Red'), { detail: 0 });
    expect(onAnswer.mock.calls).toEqual([['r', false]]);
  });

  it('keeps the chosen option when it is tapped again', () => {
    const { answers } = ask(colour, 'r');
    fireEvent.click(radio('Red'), { detail: 1 });
    expect(answers()).toEqual(['r']);
    expect(radio('Red').checked).toBe(true);
  });

  it('says that it is required only where it is', () => {
    ask({ ...colour, required: true });
    expect(screen.getByRole('radiogroup').getAttribute('aria-required')).toBe('true');
  });
});

describe('other', () => {
  const withOther = { ...colour, other: {} };

  it('is the last option, and its field comes with it', () => {
    const { onAnswer } = ask(withOther);
    expect(named('radio')).toEqual(['Red', 'Blue', 'Other']);
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(radio('Other'), { detail: 1 });
    // Not a tap that goes on: the words are still to come. And one answer, though a browser tells of it twice.
    expect(new Set(onAnswer.mock.calls.map(([, tap]) => tap))).toEqual(new Set([false]));
    expect(onAnswer.mock.calls[0]).toEqual([{ other: '' }, false]);
    expect(new Set(onAnswer.mock.calls.map(([value]) => value)).size).toBe(1);
    expect(field().maxLength).toBe(200);
  });

  it('answers with the words, also when they are taken away again', () => {
    const { answers } = ask(withOther, { other: '' });
    type('Green');
    type('');
    expect(answers()).toEqual([{ other: 'Green' }, { other: '' }]);
    expect(radio('Other').checked).toBe(true);
  });

  it('shows the words that were given, and leaves them for another option', () => {
    const { answers } = ask(withOther, { other: 'Green' });
    expect(field().value).toBe('Green');
    fireEvent.click(radio('Red'), { detail: 1 });
    expect(new Set(answers())).toEqual(new Set(['r']));
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('is called what the survey calls it', () => {
    ask({ ...colour, other: { label: { en: 'Another', de: 'Eine andere' } } }, { other: 'x' }, { languages: ['de'] });
    expect(named('radio').at(-1)).toBe('Eine andere');
    expect(screen.getByRole('textbox', { name: 'Eine andere' })).toBeTruthy();
  });
});

describe('a random order', () => {
  const orderOf = (seed: string): (string | null)[] => {
    const { unmount } = ask(many, null, { seed });
    const order = named('radio');
    unmount();
    return order;
  };

  it('stays the same within a showing, whatever is answered', () => {
    const { unmount } = ask(many, null, { seed: 'one' });
    const order = named('radio');
    fireEvent.click(radio('Option 3'), { detail: 1 });
    fireEvent.click(radio('Other'), { detail: 0 });
    expect(named('radio')).toEqual(order);
    unmount();
    expect(orderOf('one')).toEqual(order);
  });

  it('is another for another showing, and leaves "other" at the end', () => {
    const orders = ['one', 'two', 'three', 'four'].map(orderOf);
    expect(new Set(orders.map((order) => order.join())).size).toBe(4);
    for (const order of orders) expect([order.length, order.at(-1), new Set(order).size]).toEqual([9, 'Other', 9]);
  });

  it('is there only where it was asked for', () => {
    ask({ ...many, random: false });
    expect(named('radio').slice(0, 3)).toEqual(['Option 0', 'Option 1', 'Option 2']);
  });
});

describe('choices', () => {
  it('are a group of checkboxes named by the question, none chosen', () => {
    ask(colours);
    expect(screen.getByRole('group', { name: 'Which colours?' })).toBeTruthy();
    expect(named('checkbox')).toEqual(['Red', 'Blue']);
    expect([screen.queryByRole('checkbox', { checked: true }), note('group')]).toEqual([null, undefined]);
  });

  it('can be added and removed; none is no answer', () => {
    const { onAnswer } = ask(colours);
    for (const name of ['Blue', 'Red', 'Blue', 'Red']) fireEvent.click(box(name), { detail: 1 });
    expect(onAnswer.mock.calls).toEqual([
      [['b'], false],
      [['b', 'r'], false],
      [['r'], false],
      [null, false],
    ]);
  });

  it('take own words beside options', () => {
    const { answers } = ask({ ...colours, other: {} }, ['r']);
    fireEvent.click(box('Other'));
    type('Green');
    fireEvent.click(box('Red'));
    fireEvent.click(box('Other'));
    expect(answers()).toEqual([['r', { other: '' }], ['r', { other: 'Green' }], [{ other: 'Green' }], null]);
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it.each([
    [{ min: 2 }, 'Choose at least 2.'],
    [{ max: 1 }, 'Choose 1 at most.'],
    [{ min: 1, max: 2 }, 'Choose at least 1. Choose 2 at most.'],
    [{ required: true }, 'Choose at least 1.'],
  ])('say how many are asked for: %j', (limits, words) => {
    ask({ ...colours, ...limits });
    expect(note('group')).toBe(words);
  });

  it('offer no more than the most, until one is left', () => {
    const { answers } = ask({ ...colours, other: {}, max: 1 }, ['r']);
    const open = () => screen.getAllByRole<HTMLInputElement>('checkbox').map(({ disabled }) => !disabled);
    expect(open()).toEqual([true, false, false]);
    fireEvent.click(box('Red'));
    expect(open()).toEqual([true, true, true]);
    fireEvent.click(box('Other'));
    type('Green');
    expect([answers().at(-1), open()]).toEqual([[{ other: 'Green' }], [false, false, true]]);
  });
});
