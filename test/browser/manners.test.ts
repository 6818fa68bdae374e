// What the customer opens, and what the prompt keeps off, in a real browser.
import { describe, expect, it } from 'vitest';
import type { Look } from '../../server/contract/look.ts';
import { ask, axe, box, button, card, frames, open, serveLooks, words } from '../support/looks.ts';

serveLooks();

describe('a tab', () => {
  it.each<Look>([
    { place: 'tab', label: { en: 'Tell us', de: 'Sag es' } },
    { place: 'tab', edge: 'bottom', side: 'start', label: 'Tell us' },
  ])('%j is there from the start, opens the prompt and is there after the answer', async (look) => {
    const page = await open({ look });
    const tab = page.getByRole('button', { name: 'Tell us' });
    await tab.waitFor();
    const { width, height } = (await tab.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    expect(await axe(page)).toEqual([]);
    await tab.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio').first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName)).toBe('input');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await tab.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one)).toBe(true);
    await tab.click();
    await page.getByRole('radio', { name: '9' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await tab.isVisible()).toBe(true);
    await page.evaluate(() => window.asklet('destroy'));
    expect(await tab.count()).toBe(0);
  });
});

describe('manners', () => {
  it('wait for a cookie banner and a modal dialog', async () => {
    const banner =
      '<div id="banner" class="cookie-notice" style="position:fixed;inset:auto 0 0;height:80px;background:#eee">We use cookies</div><dialog>Sure?</dialog>';
    const page = await open({ look: {}, body: button + words + banner });
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.waitForTimeout(1_200);
    expect(await page.locator('.card').count()).toBe(0);
    await page.evaluate(() => {
      document.querySelector('dialog')!.showModal();
      document.querySelector('#banner')!.remove();
    });
    await page.waitForTimeout(1_200);
    expect(await page.locator('.card').count()).toBe(0);
    await page.evaluate(() => document.querySelector('dialog')!.close());
    await page.locator('.card').waitFor();
  });

  it('keep off a chat bubble, and off the field the person goes to', async () => {
    const chat =
      '<button id="chat" style="position:fixed;inset:auto 20px 20px auto;width:60px;height:60px">Chat</button>';
    const field = '<input id="field" aria-label="Field" style="position:absolute;left:900px;top:300px;width:200px">';
    const page = await open({ look: {}, body: button + chat + field + words });
    await ask(page);
    const meets = async (selector: string) => {
      const [one, other] = [await card(page), await box(page, selector)];
      return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    };
    expect(await meets('#chat')).toBe(false);
    await page.getByRole('radio', { name: '9' }).click();
    await page.getByRole('textbox', { name: 'Why?' }).waitFor();
    await page.getByRole('textbox', { name: 'Field' }).focus();
    await frames(page);
    expect(await meets('#field')).toBe(false);
    expect(await meets('#chat')).toBe(false);
  });
});
