import { fireEvent } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import type { PromptOptions } from '../../../widget/prompt/index.tsx';
import { colour, helpful, nps, reason, survey } from '../../support/surveys.ts';
import { prompt, tap } from './opening.tsx';

describe('prompt', () => {
  it('keeps that it was shown before anything is answered, and who it is only with an answer', () => {
    const { page, drafts } = prompt();
    expect(drafts()).toMatchObject([{ st: 'shown', q: {}, x: {} }]);
    tap(page.getByRole('radio', { name: '9' }));
    expect(drafts()[1]).toMatchObject({ st: 'started', q: { recommend: { v: 9, n: 1 } }, x: { u: 'ann' } });
    expect(drafts()[1]!.rid).toBe(drafts()[0]!.rid);
  });

  it('takes no tap for a moment after it has appeared, nor after a step: it was meant for what was there', async () => {
    const { page, root } = prompt({ survey: survey({ questions: [helpful, colour] }) });
    const card = root.querySelector<HTMLElement>('.card')!;
    expect(card.style.pointerEvents).toBe('none');
    await vi.waitFor(() => expect(card.style.pointerEvents).toBe(''), 5_000);
    tap(page.getByRole('radio', { name: '1, Yes' }));
    expect(card.style.pointerEvents).toBe('none');
    await vi.waitFor(() => expect(card.style.pointerEvents).toBe(''), 5_000);
  });

  it('shows the words with the rating they explain, and completes on Send', async () => {
    const { page, drafts, emit } = prompt();
    expect(page.queryByRole('textbox')).toBeNull();
    tap(page.getByRole('radio', { name: '9' }));
    fireEvent.input(await page.findByRole('textbox', { name: 'Why?' }), { target: { value: 'fast' } });
    fireEvent.click(page.getByRole('button', { name: 'Send' }));
    expect(await page.findByText('Thank you.')).toBeTruthy();
    expect(drafts().at(-1)).toMatchObject({ st: 'completed', q: { recommend: { v: 9 }, reason: { v: 'fast' } } });
    expect(emit.mock.calls.at(-1)).toEqual(['completed', { survey: 'shop' }]);
  });

  it('keeps words when the typing pauses, not at every letter', async () => {
    const { page, keep } = prompt();
    tap(page.getByRole('radio', { name: '9' }));
    const box = await page.findByRole('textbox');
    box.focus();
    for (const value of ['f', 'fa', 'fast']) fireEvent.input(box, { target: { value } });
    expect(keep).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(keep).toHaveBeenCalledTimes(3));
    expect(keep.mock.calls[2]![0]).toMatchObject({ q: { reason: { v: 'fast' } } });
  });

  it('keeps half-typed words when the page goes away', async () => {
    const { page, drafts } = prompt();
    tap(page.getByRole('radio', { name: '9' }));
    fireEvent.input(await page.findByRole('textbox'), { target: { value: 'fas' } });
    window.dispatchEvent(new Event('pagehide'));
    expect(drafts().at(-1)).toMatchObject({ st: 'started', q: { reason: { v: 'fas' } } });
  });

  it('completes at the tap when there is nothing more to ask, and the answer can still be changed', async () => {
    const { page, drafts } = prompt({ survey: survey({ questions: [helpful] }), container: document.body });
    tap(page.getByRole('radio', { name: '1, Yes' }));
    fireEvent.click(await page.findByRole('button', { name: 'Change my answer' }));
    tap(await page.findByRole('radio', { name: '0, No' }));
    expect(drafts().at(-1)).toMatchObject({ st: 'completed', q: { helpful: { v: 0, n: 2 } } });
  });

  it('does not go on while the arrow keys walk along the scale', async () => {
    const { page } = prompt({ survey: survey({ questions: [nps] }) });
    fireEvent.click(page.getByRole('radio', { name: '3' }), { detail: 0 });
    expect(await page.findByRole('button', { name: 'Send' })).toBeTruthy();
    expect(page.getByRole('radio', { name: '3' })).toBeTruthy();
  });

  it('goes on by Enter in a field, as a form does, and not in words', () => {
    const { page } = prompt({ survey: survey({ questions: [nps, reason] }) });
    const radio = page.getByRole('radio', { name: '3' });
    fireEvent.click(radio, { detail: 0 });
    fireEvent.keyPress(page.getByRole('textbox'), { key: 'Enter', charCode: 13 });
    expect(page.queryByText('Thank you.')).toBeNull();
    fireEvent.keyPress(radio, { key: 'Enter', charCode: 13 });
    expect(page.getByText('Thank you.')).toBeTruthy();
  });

  it.each([
    ['sent', 'saved', 'sent', /has been sent/],
    ['saved on the device', 'saved', 'waiting', /saved on this device/],
    ['neither', 'unsaved', 'waiting', /has not been sent yet/],
  ] as const)('says when an answer is %s', async (_what, kept, settled, words) => {
    const { page } = prompt({
      survey: survey({ questions: [helpful] }),
      keep: async () => kept,
      settled: async () => settled,
    });
    tap(page.getByRole('radio', { name: '1, Yes' }));
    expect(await page.findByText(words)).toBeTruthy();
  });

  it('claims nothing about an answer until it knows', async () => {
    const { page } = prompt({ survey: survey({ questions: [helpful] }), settled: () => new Promise(() => {}) });
    tap(page.getByRole('radio', { name: '1, Yes' }));
    await page.findByText('Thank you.');
    expect(page.queryByText(/sent|saved/)).toBeNull();
  });

  it('takes back what it said of an answer when the answer changes', async () => {
    let settle: (how: 'sent') => void = () => {};
    const settled = vi.fn<PromptOptions['settled']>(async () => 'sent');
    const { page } = prompt({ survey: survey({ questions: [helpful] }), settled });
    tap(page.getByRole('radio', { name: '1, Yes' }));
    await page.findByText(/has been sent/);
    settled.mockReturnValue(new Promise((resolve) => (settle = resolve)));
    fireEvent.click(page.getByRole('button', { name: 'Change my answer' }));
    tap(await page.findByRole('radio', { name: '0, No' }));
    await page.findByText('Thank you.');
    expect(page.queryByText(/has been sent/)).toBeNull();
    settle('sent');
    expect(await page.findByText(/has been sent/)).toBeTruthy();
  });

  it('is a dialog named by its question, with a close button; inline it is a group without one', () => {
    const { page, opened } = prompt();
    expect(page.getByRole('button', { name: 'Close' })).toBeTruthy();
    opened.close();
    const inline = prompt({ container: document.body });
    expect(inline.page.queryByRole('button', { name: 'Close' })).toBeNull();
    expect(inline.host.shadowRoot!.querySelector('section')!.getAttribute('role')).toBe('group');
  });

  it('closes once by its button, and leaves nothing in the page', () => {
    const { page, opened, onClose, drafts, remember } = prompt();
    fireEvent.click(page.getByRole('button', { name: 'Close' }));
    opened.close();
    expect(drafts().at(-1)).toMatchObject({ st: 'dismissed' });
    expect(remember.mock.calls).toEqual([['ignored'], ['dismissed']]);
    expect(onClose).toHaveBeenCalledTimes(1);
    expect([...document.documentElement.children].map((child) => child.tagName)).toEqual(['HEAD', 'BODY']);
  });

  it.each([
    ['from within', () => document.querySelector('html > div')!.shadowRoot!.querySelector('input')!],
    ['when nothing has the focus', () => document.body],
  ])('closes by Esc %s', (_where, target) => {
    const { onClose } = prompt();
    fireEvent.keyDown(target(), { key: 'Escape' });
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('leaves Esc to the page’s own field, and its keys to itself', () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    const { onClose, host } = prompt();
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(onClose).not.toHaveBeenCalled();
    heard.mockClear();
    fireEvent.keyDown(host.shadowRoot!.querySelector('input')!, { key: 's' });
    expect(heard).not.toHaveBeenCalled();
    document.removeEventListener('keydown', heard);
  });

  it('does not take the focus when it opens by itself', () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    prompt();
    expect(document.activeElement).toBe(field);
  });

  it('speaks the person’s language, and changes it while open', async () => {
    const title = { en: 'Helpful?', de: 'Hilfreich?' };
    const asked = survey({ questions: [{ ...nps, title }, reason] });
    const { page, opened } = prompt({ survey: asked, languages: ['de-AT'] });
    expect(page.getByText('Hilfreich?')).toBeTruthy();

    opened.setLanguages(['en']);
    expect(await page.findByText('Helpful?')).toBeTruthy();
  });
});
