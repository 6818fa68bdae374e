import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { reason } from '../../support/surveys.ts';
import { ask } from './asking.tsx';

afterEach(cleanup);

const box = (name = 'Why?') => screen.getByRole<HTMLTextAreaElement>('textbox', { name });
const noteOf = (element: Element) =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent;

describe('text', () => {
  it('is named by the question and answers as typed; blank is no answer', () => {
    const { onAnswer } = ask(reason);
    for (const value of [' fast ', '  ']) fireEvent.input(box(), { target: { value } });
    expect(onAnswer.mock.calls).toEqual([
      [' fast ', false],
      [null, false],
    ]);
  });

  it('shows what was answered, and the placeholder until then', () => {
    ask({ ...reason, placeholder: { en: 'Optional', de: 'Freiwillig' } }, 'fast', { languages: ['de'] });
    expect([box().value, box().placeholder]).toEqual(['fast', 'Freiwillig']);
  });

  it.each([
    [undefined, 2_000],
    [50, 50],
    [9_999, 2_000],
  ])('takes at most 2,000 characters, or fewer where the survey says so: %s', (maxLength, most) => {
    ask({ ...reason, ...(maxLength && { maxLength }) });
    expect(box().maxLength).toBe(most);
  });

  it('says how many letters are asked for, and that they are required', () => {
    ask({ ...reason, minLength: 10, required: true });
    expect([noteOf(box()), box().getAttribute('aria-required')]).toEqual(['Write at least 10 letters.', 'true']);
    cleanup();
    ask(reason);
    expect([noteOf(box()), box().getAttribute('aria-required')]).toEqual([undefined, null]);
  });
});
