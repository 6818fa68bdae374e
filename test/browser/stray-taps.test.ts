// A tap that was aimed at what was there before. The prompt's style sheet keeps it away, so only a browser can tell.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, Locator } from 'playwright';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { rigged } from '../support/rig.ts';
import { pageWith, startSite } from '../support/site.ts';

let browser: Browser;
let collector: Collector;
let site: Awaited<ReturnType<typeof startSite>>;
beforeAll(async () => {
  browser = await launchChromium();
  collector = await startCollector();
  site = await startSite({ '/': pageWith(collector.url, { head: rigged, body: '<main><h1>A shop</h1></main>' }) });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.remove();
});

it('a tap counts only where the prompt has been for a moment; a key counts at once', async () => {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.rig.events.includes('ready'));
  await page.evaluate(() => window.asklet('show', 'checkout-nps'));
  const [nine, eight] = [page.getByRole('radio', { name: '9' }), page.getByRole('radio', { name: '8' })];
  await nine.waitFor({ state: 'attached' });
  // Held in its first moment, however slow the machine is.
  const moment = (end: boolean): Promise<void> =>
    page.evaluate((over) => {
      for (const one of (window.rig.find('input')!.getRootNode() as ShadowRoot).getAnimations()) {
        if (over) one.finish();
        else {
          one.currentTime = 0;
          one.pause();
        }
      }
    }, end);
  const tap = async (one: Locator): Promise<void> => {
    const { x, y, width, height } = (await one.boundingBox())!;
    await page.mouse.click(x + width / 2, y + height / 2);
  };
  await moment(false);
  await tap(nine);
  expect(await nine.isChecked()).toBe(false);
  await nine.focus();
  await page.keyboard.press('Space');
  expect(await nine.isChecked()).toBe(true);
  await page.reload();
  await page.waitForFunction(() => window.rig.events.includes('ready'));
  await page.evaluate(() => window.asklet('show', 'checkout-nps'));
  await eight.waitFor({ state: 'attached' });
  await moment(true);
  await tap(eight);
  expect(await eight.isChecked()).toBe(true);
});
