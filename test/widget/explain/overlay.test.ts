import { within } from '@testing-library/preact';
import { expect, it, vi, describe } from 'vitest';
import { openDebug } from '../../../widget/debug/index.ts';
import type { Explanation } from '../../../widget/targeting/eligibility.ts';

const at = Date.UTC(2026, 10, 22);
const visit = { rule: 'visit', pass: false, reason: 'visit 1; first visits are left alone' } as const;
const gap = { rule: 'gap', pass: false, reason: 'last prompt: wait of 14 days', at } as const;

describe('the debug overlay', () => {
  it('lists every rule of every survey, with the reason and when it will pass, and follows changes', async () => {
    let explained: readonly Explanation[] = [{ survey: 'shop', eligible: false, rules: [visit, gap] }];
    const close = openDebug(() => explained);
    const host = document.documentElement.lastElementChild!;
    const page = within(host.shadowRoot!.firstElementChild as HTMLElement);
    expect(page.getByText('shop: is not shown')).toBeTruthy();
    expect(page.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'visit: visit 1; first visits are left alone',
      `gap: last prompt: wait of 14 days, until ${new Date(at).toLocaleString()}`,
    ]);
    explained = [{ survey: 'shop', eligible: true, rules: [] }];
    await vi.waitFor(() => page.getByText('shop: would be shown at its touchpoint'), 3_000);
    close();
    expect(host.isConnected).toBe(false);
  });
});
