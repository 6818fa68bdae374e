import { fireEvent } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import type { Branch } from '../../../server/contract/flow.ts';
import type { Question } from '../../../server/contract/questions.ts';
import { texts } from '../../../widget/prompt/texts.ts';
import { colour, helpful, nps, reason, survey } from '../../support/surveys.ts';
import * as more from '../../../widget/questions/more.ts';
import { prompt, tap } from './opening.tsx';

const to = (place: string, when?: Branch['when']): Branch => ({ ...(when && { when }), to: place });

describe('later and never', () => {
  it.each([
    ['later', 'Ask me later'],
    ['never', 'Don’t ask me again'],
  ] as const)('closes the prompt as %s, dismissed on the wire', (ending, name) => {
    const { page, remember, drafts, onClose } = prompt();
    fireEvent.click(page.getByRole('button', { name }));
    expect(remember).toHaveBeenLastCalledWith(ending);
    expect(drafts().at(-1)).toMatchObject({ st: 'dismissed', q: {} });
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('are not offered once something is answered or passed', () => {
    const answered = prompt().page;
    tap(answered.getByRole('radio', { name: '9' }));
    expect(answered.queryByRole('button', { name: texts.later })).toBeNull();
    const passed = prompt({ survey: survey({ questions: [colour, nps] }) }).page;
    fireEvent.click(passed.getByRole('button', { name: 'Skip' }));
    expect(passed.queryByRole('button', { name: texts.never })).toBeNull();
  });

  it('are not offered inside the page, nor where the site does not want it', () => {
    const inline = prompt({ container: document.body });
    expect(inline.page.queryByRole('button', { name: texts.later })).toBeNull();
    expect(prompt({ later: false }).page.queryByRole('button', { name: texts.never })).toBeNull();
  });
});

describe('the way through', () => {
  const branching = survey({
    questions: [
      { ...nps, next: [to('reason', { to: 6 }), to('fans', { from: 9 })] },
      { ...colour, next: [to('end')] },
      { ...reason, next: [to('sorry')] },
    ],
    thanks: 'Plain thanks.',
    endings: [
      {
        id: 'fans',
        title: 'You said {{answer:recommend}}!',
        text: 'Tell others.',
        link: { label: 'Review us', href: 'https://example.com/review' },
      },
      { id: 'sorry', title: 'We are sorry.', link: { label: 'Run', href: 'javascript:alert(1)' } },
    ],
  });

  it('leads to the ending of the answer, with its words and its link in a new tab', () => {
    const { page, root, drafts } = prompt({ survey: branching });
    tap(page.getByRole('radio', { name: '10, Extremely likely' }));
    expect(page.getByText('You said 10!')).toBeTruthy();
    expect(page.getByText('Tell others.')).toBeTruthy();
    expect(root.querySelector('section')!.getAttribute('aria-label')).toBe('You said 10!');
    const link = page.getByRole<HTMLAnchorElement>('link', { name: 'Review us' });
    expect([link.href, link.target, link.rel]).toEqual(['https://example.com/review', '_blank', 'noopener']);
    expect(drafts().at(-1)).toMatchObject({ st: 'completed', q: { recommend: { v: 10 } } });
  });

  it('offers no link that a browser would run', () => {
    const { page } = prompt({ survey: branching });
    tap(page.getByRole('radio', { name: '3' }));
    fireEvent.click(page.getByRole('button', { name: 'Send' }));
    expect(page.getByText('We are sorry.')).toBeTruthy();
    expect(page.queryByRole('link')).toBeNull();
  });

  it('leads to the plain thanks elsewhere, and sends what was answered on a way that was left', () => {
    const { page, drafts } = prompt({ survey: branching });
    tap(page.getByRole('radio', { name: '3' }));
    fireEvent.input(page.getByRole('textbox'), { target: { value: 'slow' } });
    fireEvent.click(page.getByRole('button', { name: 'Back' }));
    tap(page.getByRole('radio', { name: '7' }));
    tap(page.getByRole('radio', { name: 'Red' }));
    expect(page.getByText('Plain thanks.')).toBeTruthy();
    expect(drafts().at(-1)).toMatchObject({
      st: 'completed',
      q: { recommend: { v: 7 }, reason: { v: 'slow' }, colour: { v: 'r' } },
    });
  });

  it('says how far it is where there are more than two steps, and nothing where there are not', () => {
    const three = prompt({ survey: survey({ questions: [helpful, colour, nps, reason] }) }).page;
    expect(three.getByText('1 of 3')).toBeTruthy();
    tap(three.getByRole('radio', { name: '1, Yes' }));
    expect(three.getByText('2 of 3')).toBeTruthy();
    expect(prompt({ survey: survey({ questions: [helpful, nps] }) }).page.queryByText(/ of /)).toBeNull();
  });

  it('has nothing chosen, and no button to press by mistake, before the person has said anything', () => {
    const questions: readonly Question[] = [nps, reason];
    const { page, root } = prompt({ survey: survey({ questions }) });
    expect(root.querySelector(':checked')).toBeNull();
    expect(page.queryByRole('button', { name: /Send|Next|Skip/ })).toBeNull();
  });
});

describe('the words of a prompt', () => {
  it('say what is known of the visitor and the touchpoint, as text', () => {
    const title = 'How is {{plan|your plan}}, {{name|you}}? {{total}}';
    const { page, root } = prompt({
      survey: survey({ questions: [{ ...nps, title }] }),
      context: () => ({ at: { plan: 'Pro', name: '<img src=x onerror=alert(1)>' }, pr: { total: 12 } }),
    });
    expect(page.getByText('How is Pro, <img src=x onerror=alert(1)>? 12')).toBeTruthy();
    expect(root.querySelector('img')).toBeNull();
  });

  it('are in the language they are given in, and change with it while the prompt is open', () => {
    const german = { ...texts, later: 'Später fragen' };
    const { page, opened, root } = prompt({ languages: ['de-AT', 'en'], texts: german });
    const card = () => root.querySelector<HTMLElement>('.card')!;
    expect(page.getByRole('button', { name: 'Später fragen' })).toBeTruthy();
    expect([card().lang, card().dir]).toEqual(['de-AT', 'ltr']);
    opened.setLanguages(['ar'], { ...texts, later: 'لاحقًا' });
    expect(page.getByRole('button', { name: 'لاحقًا' })).toBeTruthy();
    expect([card().lang, card().dir]).toEqual(['ar', 'rtl']);
  });

  it('are announced politely: the question once it is there, the thanks in the end', async () => {
    const { page } = prompt({ survey: survey({ questions: [helpful] }) });
    const status = page.getByRole('status');
    expect(status.textContent).toBe('');
    await vi.waitFor(() => expect(status.textContent).toBe('Question: Helpful?'));
    tap(page.getByRole('radio', { name: '1, Yes' }));
    expect(page.getByRole('status').textContent).toContain('Thank you.');
  });
});

describe('the focus', () => {
  it('goes back to where it was when a prompt closes in which it has been', () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    const { root } = prompt();
    const radio = root.querySelector('input')!;
    // This document moves the focus without saying where from.
    fireEvent.focusIn(radio, { relatedTarget: field });
    radio.focus();
    fireEvent.keyDown(radio, { key: 'Escape' });
    expect(document.activeElement).toBe(field);
  });

  it('stays where it is when a prompt closes in which it has not been', () => {
    const [one, other] = [1, 2].map(() => document.body.appendChild(document.createElement('input')));
    one!.focus();
    const { opened } = prompt();
    other!.focus();
    opened.close();
    expect(document.activeElement).toBe(other);
  });

  it('follows whoever is in the prompt to the next step', () => {
    const { page, root } = prompt({ survey: survey({ questions: [colour, helpful] }) });
    page.getByRole('radio', { name: 'Red' }).focus();
    fireEvent.click(page.getByRole('radio', { name: 'Red' }), { detail: 0 });
    fireEvent.click(page.getByRole('button', { name: 'Next' }));
    expect(root.activeElement).toBe(page.getByRole('radio', { name: '1, Yes' }));
  });
});

describe('a prompt that cannot be drawn', () => {
  const hosts = () => [...document.querySelectorAll('*')].filter((element) => element.shadowRoot);
  const Broken = () => {
    throw new Error('broken');
  };
  const broken = { ...more, questions: { ...more.questions, choice: Broken } };

  it('is taken away without a word, and was never shown', async () => {
    const { onClose, keep, emit } = prompt({ survey: survey({ questions: [colour] }), more: broken });
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(hosts()).toEqual([]);
    expect(keep).not.toHaveBeenCalled();
    expect(emit).not.toHaveBeenCalled();
  });

  it('later is taken away too, with what was answered so far kept', async () => {
    const { page, onClose, drafts, save } = prompt({
      survey: survey({ questions: [helpful, colour] }),
      more: broken,
    });
    tap(page.getByRole('radio', { name: '1, Yes' }));
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(hosts()).toEqual([]);
    expect(drafts().at(-1)).toMatchObject({ st: 'started', q: { helpful: { v: 1 } } });
    // Or the next page would try it again.
    expect(save).toHaveBeenLastCalledWith(undefined);
  });

  it.each([
    ['a title that is none', { ...nps, title: null }],
    ['branches that are none', { ...nps, next: [{ when: 'never', to: 'x' }] }],
  ])('hurts nobody with %s', async (_what, question) => {
    const onClose = vi.fn();
    const { root } = prompt({ survey: survey({ questions: [question as unknown as Question] }), onClose });
    const radio = root.querySelector('input');
    if (radio) tap(radio);
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(hosts()).toEqual([]);
  });

  it('is refused before anything is in the page when it asks what this script does not know', () => {
    const newer = survey({ questions: [{ ...nps, type: 'newer' } as unknown as Question] });
    expect(() => prompt({ survey: newer })).toThrow('type');
    expect(hosts()).toEqual([]);
  });
});
