import { within } from '@testing-library/preact';
import { expect, it, vi, describe } from 'vitest';
import { openOverlay, type Readout } from '../../../widget/explain/index.ts';

const at = Date.UTC(2026, 10, 22);
const visit = { rule: 'visit', pass: false, reason: 'visit 1; first visits are left alone' } as const;
const gap = { rule: 'gap', pass: false, reason: 'last prompt: wait of 14 days', at } as const;
const waiting = { rule: 'queue', pass: false, reason: '2 answers wait', at } as const;

const overlay = () => {
  const host = document.documentElement.lastElementChild!;
  return { host, page: within(host.shadowRoot!.firstElementChild as HTMLElement) };
};

describe('the debug overlay', () => {
  it('lists every rule of every survey, with the reason and when it will pass, and follows changes', async () => {
    let readout: Readout = { surveys: [{ survey: 'shop', eligible: false, rules: [visit, gap] }], queue: [] };
    const close = openOverlay(async () => readout);
    const { host, page } = overlay();
    await page.findByText('shop: is not shown');
    expect(page.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'visit: visit 1; first visits are left alone',
      `gap: last prompt: wait of 14 days, until ${new Date(at).toLocaleString()}`,
    ]);
    expect(page.queryByText('Answers')).toBeNull();
    readout = { surveys: [{ survey: 'shop', eligible: true, rules: [] }], queue: [waiting] };
    await vi.waitFor(() => page.getByText('shop: would be shown at its touchpoint'), 3_000);
    page.getByText('Answers');
    expect(page.getByRole('listitem').textContent).toBe(
      `queue: 2 answers wait, until ${new Date(at).toLocaleString()}`,
    );
    close();
    expect(host.isConnected).toBe(false);
  });

  it('leaves alone what did not change, and what it shows when it can learn nothing new', async () => {
    vi.useFakeTimers();
    const read = vi.fn(async (): Promise<Readout> => ({
      surveys: [{ survey: '', eligible: false, rules: [visit] }],
      queue: [],
    }));
    const close = openOverlay(read);
    await vi.advanceTimersByTimeAsync(0);
    const { page } = overlay();
    const item = page.getByRole('listitem');
    await vi.advanceTimersByTimeAsync(1_000);
    read.mockRejectedValueOnce(new Error('no'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read).toHaveBeenCalledTimes(3);
    expect(page.getByRole('listitem')).toBe(item);
    close();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read).toHaveBeenCalledTimes(3);
    vi.useRealTimers();
  });
});
