import { fireEvent, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openOverlay, type Explanation, type OverlayOptions, type Readout } from '../../../widget/explain/index.ts';

const at = Date.UTC(2026, 10, 22);
const local = new Date(at).toLocaleString();
const visit = { rule: 'visit', pass: true, reason: 'visit 2; first visits are left alone' } as const;
const gap = { rule: 'gap', pass: false, reason: 'the last prompt was 10 days ago', at } as const;
const alone = { rule: 'alone', pass: false, reason: 'another prompt is open' } as const;
const none = { rule: 'queue', pass: true, reason: 'no answer waits' } as const;
const waiting = { rule: 'queue', pass: false, reason: '2 answers wait: the browser is offline', at } as const;
const quiet: Explanation = { survey: 'shop', eligible: false, rules: [visit, gap, alone], queue: [none] };
const ready: Explanation = { survey: 'chat', eligible: true, rules: [visit], queue: [none] };
const facts = { site: 'pk_shop', languages: 'de, en' };
const readout: Readout = { surveys: [quiet, ready], queue: [none], facts };

const closes: (() => void)[] = [];
afterEach(() => {
  for (const close of closes.splice(0)) close();
  vi.useRealTimers();
});

function overlay(changes: Partial<OverlayOptions> = {}) {
  const preview = vi.fn<(survey: string) => void>();
  const close = openOverlay({ read: async () => readout, preview, ...changes });
  closes.push(close);
  const host = document.documentElement.lastElementChild as HTMLElement;
  const root = host.shadowRoot!;
  const page = within(root.firstElementChild as HTMLElement);
  return { host, root, page, preview, close };
}
type Page = ReturnType<typeof overlay>['page'];
const survey = async (page: Page, name: string) => within(await page.findByRole('region', { name }));
const texts = (items: HTMLElement[]) => items.map(({ textContent }) => textContent);

describe('the debug overlay', () => {
  it('says of every survey whether it would be shown, and if not the first reason and until when', async () => {
    const { page } = overlay();
    expect((await survey(page, 'shop')).getByText(/^is not shown/, { selector: 'p' }).textContent).toBe(
      `is not shown: the last prompt was 10 days ago, until ${local}`,
    );
    expect((await survey(page, 'chat')).getByText(/shown/, { selector: 'p' }).textContent).toBe(
      'would be shown at its touchpoint',
    );
  });

  it('folds all rules below, each with pass or fail in words too, the reason, and until when', async () => {
    const { page } = overlay();
    const shop = await survey(page, 'shop');
    expect(shop.getByRole('group')).toHaveProperty('open', false);
    fireEvent.click(shop.getByText('1 of 3 rules pass'));
    expect(texts(shop.getAllByRole('listitem'))).toEqual([
      '✓ visit: visit 2; first visits are left alone',
      `✗ gap: the last prompt was 10 days ago, until ${local}`,
      '✗ alone: another prompt is open',
    ]);
    expect(shop.getAllByRole('img', { name: 'fails' })).toHaveLength(2);
    expect(shop.getAllByRole('img', { name: 'passes' })).toHaveLength(1);
  });

  it('says what waits on this device, and when it is tried again', async () => {
    const { page } = overlay({ read: async () => ({ ...readout, queue: [waiting] }) });
    const answers = await survey(page, 'Answers');
    expect(texts(answers.getAllByRole('listitem'))).toEqual([
      `✗ queue: 2 answers wait: the browser is offline, tried again ${local}`,
    ]);
    page.getByRole('button', { name: 'Asklet 1 of 2 would be shown, answers wait' });
  });

  it('lists the installation, in the order it is given', async () => {
    const { page } = overlay();
    const installation = await survey(page, 'Installation');
    expect(texts(installation.getAllByRole('term'))).toEqual(['site', 'languages']);
    expect(texts(installation.getAllByRole('definition'))).toEqual(['pk_shop', 'de, en']);
  });

  it('shows a survey at a button of its own, which says that nothing stays', async () => {
    const { page, preview } = overlay();
    const button = (await survey(page, 'chat')).getByRole('button', { name: 'Show it here (nothing is kept or sent)' });
    expect(button.getAttribute('aria-describedby')).toBe(page.getByRole('heading', { name: 'chat' }).id);
    fireEvent.click(button);
    expect(preview.mock.calls).toEqual([['chat']]);
  });

  it('offers nothing to show where no survey is known', async () => {
    const known = { rule: 'known', pass: false, reason: 'init() was not called' } as const;
    const surveys = [{ survey: '', eligible: false, rules: [known], queue: [none] }];
    const { page } = overlay({ read: async () => ({ ...readout, surveys }) });
    (await survey(page, 'Surveys')).getByText('is not shown: init() was not called');
    expect(page.queryByRole('button', { name: /Show it here/ })).toBeNull();
    page.getByRole('button', { name: 'Asklet nothing to show' });
  });

  it('folds to a badge that goes on counting, keeps the focus there, and unfolds', async () => {
    vi.useFakeTimers();
    let latest = readout;
    const { page, root } = overlay({ read: async () => latest });
    await vi.advanceTimersByTimeAsync(0);
    const badge = page.getByRole('button', { name: 'Asklet 1 of 2 would be shown', expanded: true });
    badge.focus();
    fireEvent.click(badge);
    await vi.advanceTimersByTimeAsync(0);
    expect(page.getAllByRole('button')).toEqual([badge]);
    expect(page.queryByRole('region')).toBeNull();
    expect(badge.getAttribute('aria-expanded')).toBe('false');
    expect(root.activeElement).toBe(badge);
    latest = { ...readout, surveys: [ready] };
    await vi.advanceTimersByTimeAsync(1_000);
    expect(badge.textContent).toBe('Asklet 1 of 1 would be shown');
    fireEvent.click(badge);
    await vi.advanceTimersByTimeAsync(0);
    page.getByRole('region', { name: 'chat' });
    page.getByRole('button', { name: 'Close' });
  });

  it('follows changes every second, and leaves alone what did not change and what was unfolded', async () => {
    vi.useFakeTimers();
    let latest: Readout = readout;
    const { page } = overlay({ read: async () => latest });
    await vi.advanceTimersByTimeAsync(0);
    const shop = page.getByRole('region', { name: 'shop' });
    const rules = within(shop).getByRole<HTMLDetailsElement>('group');
    rules.open = true;
    const [first] = within(shop).getAllByRole('listitem');
    const words = first!.lastChild;
    latest = { ...readout, surveys: [ready, { ...quiet, eligible: true, rules: [visit, { ...gap, pass: true }] }] };
    await vi.advanceTimersByTimeAsync(1_000);
    within(shop).getByText('would be shown at its touchpoint');
    expect(page.getByRole('region', { name: 'shop' })).toBe(shop);
    expect(rules.open).toBe(true);
    expect(first!.isConnected && words!.isConnected).toBe(true);
  });

  it('keeps what it shows when it can learn nothing new, and looks one look at a time', async () => {
    vi.useFakeTimers();
    const read = vi.fn(async () => readout);
    const { page } = overlay({ read });
    await vi.advanceTimersByTimeAsync(0);
    read.mockRejectedValueOnce(new Error('no'));
    await vi.advanceTimersByTimeAsync(1_000);
    page.getByRole('region', { name: 'shop' });
    const answers: ((given: Readout) => void)[] = [];
    read.mockImplementationOnce(() => new Promise((resolve) => void answers.push(resolve)));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read).toHaveBeenCalledTimes(3);
    answers[0]!(readout);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read).toHaveBeenCalledTimes(4);
  });

  it.each(['the person closes it', 'it is taken back'])('is gone for good once %s', async (how) => {
    vi.useFakeTimers();
    const read = vi.fn(async () => readout);
    const { page, host, close } = overlay({ read });
    await vi.advanceTimersByTimeAsync(0);
    if (how === 'it is taken back') close();
    else fireEvent.click(page.getByRole('button', { name: 'Close' }));
    expect(host.isConnected).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
    close();
  });

  it('does not come to life again when it is closed during a look', async () => {
    vi.useFakeTimers();
    const answers: ((given: Readout) => void)[] = [];
    const { close } = overlay({ read: () => new Promise((resolve) => void answers.push(resolve)) });
    close();
    answers[0]!(readout);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps clicks and keys to itself, and throws nothing when a preview fails', async () => {
    const heard = vi.fn<(event: Event) => void>();
    for (const type of ['click', 'keydown']) document.documentElement.addEventListener(type, heard);
    const { page } = overlay({
      preview: () => {
        throw new Error('no');
      },
    });
    const button = (await survey(page, 'chat')).getByRole('button');
    fireEvent.keyDown(button, { key: 'Enter', composed: true });
    fireEvent.click(button, { composed: true });
    for (const type of ['click', 'keydown']) document.documentElement.removeEventListener(type, heard);
    expect(heard).not.toHaveBeenCalled();
    page.getByRole('region', { name: 'chat' });
  });

  it('shows a time beyond the calendar as none, and takes itself away where it cannot be drawn', async () => {
    const odd = { ...gap, at: 1e20 };
    const beyond = overlay({ read: async () => ({ ...readout, surveys: [{ ...quiet, rules: [odd] }] }) });
    (await survey(beyond.page, 'shop')).getByText('is not shown: the last prompt was 10 days ago');
    beyond.close();
    const broken = overlay({ read: async () => ({ ...readout, surveys: [{ ...quiet, rules: undefined! }] }) });
    await waitFor(() => expect(broken.host.isConnected).toBe(false));
  });
});
