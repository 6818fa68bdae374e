import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../server/contract/questions.ts';
import { ask } from './asking.tsx';

afterEach(cleanup);

const question: Question<'contact'> = {
  id: 'q',
  type: 'contact',
  title: 'May we write to you?',
  consent: { en: 'You may write to me about this.', de: 'Sie dürfen mir dazu schreiben.' },
};
const given = { email: 'ann@example.com', consent: true } as const;
const email = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'E-mail address' });
const consent = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'You may write to me about this.' });
const type = (value: string) => fireEvent.input(email(), { target: { value } });

describe('contact', () => {
  it('is a group named by the question, of a field for an address and a tick that nobody has set', () => {
    ask(question);
    expect(screen.getByRole('group', { name: 'May we write to you?' })).toBeTruthy();
    expect([email().type, email().autocomplete, email().value, consent().checked]).toEqual([
      'email',
      'email',
      '',
      false,
    ]);
  });

  it('answers only with both, whichever comes first', () => {
    const { onAnswer } = ask(question);
    type('ann@example.com');
    fireEvent.click(consent());
    expect(onAnswer.mock.calls).toEqual([
      [null, false],
      [given, false],
    ]);
    cleanup();
    const { answers } = ask(question);
    fireEvent.click(consent());
    type(' ann@example.com ');
    expect(answers()).toEqual([null, given]);
  });

  it('takes the answer back without the tick, and leaves the address in its field', () => {
    const { answers } = ask(question, given);
    expect([email().value, consent().checked]).toEqual(['ann@example.com', true]);
    fireEvent.click(consent());
    expect(answers()).toEqual([null]);
    expect([email().value, consent().checked]).toEqual(['ann@example.com', false]);
  });

  it('takes the answer back without the address', () => {
    const { answers } = ask(question, given);
    type('');
    expect(answers()).toEqual([null]);
    expect(consent().checked).toBe(true);
  });

  it('says in words and to assistive tools that half an address is none', () => {
    ask(question);
    expect(document.getElementById(email().getAttribute('aria-describedby')!)!.textContent).toMatch(/such as name@/);
    fireEvent.click(consent());
    type('ann@example');
    expect([email().getAttribute('aria-invalid'), email().checkValidity()]).toEqual(['true', false]);
    type('ann@example.com');
    expect([email().getAttribute('aria-invalid'), email().checkValidity()]).toEqual(['false', true]);
  });

  it('finds nothing wrong with an empty field', () => {
    ask({ ...question, required: true });
    expect([email().checkValidity(), email().getAttribute('aria-required')]).toEqual([true, 'true']);
    expect(consent().getAttribute('aria-required')).toBe('true');
  });

  it('says the words of the consent in the person’s language', () => {
    ask(question, null, { languages: ['de'] });
    expect(screen.getByRole('checkbox', { name: 'Sie dürfen mir dazu schreiben.' })).toBeTruthy();
  });
});
