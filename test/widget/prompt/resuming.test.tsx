import { fireEvent } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../widget/prompt/progress.ts';
import { colour, helpful, survey } from '../../support/surveys.ts';
import { prompt, tap } from './opening.tsx';

const two = survey({ questions: [colour, { id: 'why', type: 'text', title: 'Why that?' }] });
const asked = { p: '/thanks', l: 'en', pr: { total: 12 } };

/** A page on which the first step was answered, the second begun, and which was left then. */
function leave(): Progress {
  const { page, save, opened } = prompt({ survey: two, context: () => asked });
  tap(page.getByRole('radio', { name: 'Red' }));
  fireEvent.input(page.getByRole('textbox'), { target: { value: 'like a ro' } });
  const progress = save.mock.lastCall![0]!;
  opened.close();
  return JSON.parse(JSON.stringify(progress)) as Progress;
}

describe('progress', () => {
  it('is nothing until something is answered or passed', () => {
    const { page, save } = prompt({ survey: two });
    expect(save.mock.calls.filter(([progress]) => progress)).toEqual([]);
    fireEvent.click(page.getByRole('button', { name: 'Skip' }));
    expect(save.mock.lastCall![0]).toMatchObject({ session: { path: ['colour', 'why'], n: 0 } });
  });

  it('is everything that is needed to go on, half-typed words as well', () => {
    expect(leave()).toMatchObject({
      survey: 'shop',
      version: 1,
      inline: false,
      session: { path: ['colour', 'why'], n: 2, answers: { colour: { v: 'r', n: 1 }, why: { v: 'like a ro', n: 2 } } },
      asked: { p: '/thanks', pr: { total: 12 } },
    });
  });

  it('is gone once the survey is completed, and once it is closed', () => {
    const completed = prompt({ survey: survey({ questions: [helpful] }) });
    tap(completed.page.getByRole('radio', { name: '1, Yes' }));
    expect(completed.save).toHaveBeenLastCalledWith(undefined);
    const closed = prompt({ survey: two });
    tap(closed.page.getByRole('radio', { name: 'Red' }));
    fireEvent.click(closed.page.getByRole('button', { name: 'Close' }));
    expect(closed.save).toHaveBeenLastCalledWith(undefined);
  });
});

describe('a prompt that goes on', () => {
  it('shows the step and the words that were left', () => {
    const { page } = prompt({ survey: two, resumed: leave() });
    expect(page.getByRole<HTMLTextAreaElement>('textbox', { name: 'Why that?' }).value).toBe('like a ro');
  });

  it('is the same response with later counts, asked where it was asked, and shown only once', () => {
    const progress = leave();
    const { page, drafts, emit } = prompt({ survey: two, resumed: progress, context: () => ({ p: '/next', l: 'de' }) });
    fireEvent.input(page.getByRole('textbox'), { target: { value: 'like a rose' } });
    fireEvent.click(page.getByRole('button', { name: 'Send' }));
    const last = drafts().at(-1)!;
    expect(last).toMatchObject({ rid: progress.rid, c: progress.shown, st: 'completed' });
    expect(last.x).toEqual({ p: '/thanks', l: 'de', pr: { total: 12 } });
    expect(last.q).toMatchObject({ colour: { v: 'r', n: 1 }, why: { v: 'like a rose', n: 3 } });
    // Each page load counts for itself: a tab that was duplicated goes on as well.
    expect(last.q['colour']!.a).toBe(progress.session.answers['colour']!.a);
    expect(last.q['why']!.a).not.toBe(last.q['colour']!.a);
    expect(emit.mock.calls.map(([event]) => event)).toEqual(['answered', 'completed']);
  });

  it('keeps at once what may not have been kept when the page was left', () => {
    const { drafts } = prompt({ survey: two, resumed: leave() });
    expect(drafts()[0]).toMatchObject({ st: 'started', q: { why: { v: 'like a ro' } } });
  });

  it('walks back the way it came', () => {
    const { page } = prompt({ survey: two, resumed: leave() });
    fireEvent.click(page.getByRole('button', { name: 'Back' }));
    expect(page.getByRole<HTMLInputElement>('radio', { name: 'Red' }).checked).toBe(true);
  });
});
