// The main job, in a real browser with the real collector: a customer answers at three touchpoints of the demo shop,
// online or not, and the collector counts each answer once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, startChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { pageWith, startSite } from '../support/site.ts';

let browser: Browser;
let collector: Collector;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.remove());

const shop = (page: string) => `${collector.url}/shop/${page}`;
const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const answersTo = async (metric: string) => (await collector.metrics(`metric=${metric}`)).n;

async function checkOut(page: Page): Promise<void> {
  await page.goto(shop('index.html'));
  await page.getByRole('button', { name: 'Add to basket' }).first().click();
  await page.getByRole('link', { name: /Basket/ }).click();
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await page.getByRole('button', { name: 'Place the order' }).click();
}

describe('the main job', () => {
  it('asks for a recommendation after a checkout, and the answer is scored and listed with its comment', async () => {
    const page = await browser.newPage();
    await checkOut(page);
    await radio(page, '9').click();
    await page.getByRole('textbox', { name: 'What is the main reason for your answer?' }).fill('Fast — 快い 🚚');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('We read every answer').waitFor();
    // The rating is there from the tap on; the comment follows with Send.
    await expect.poll(async () => (await collector.responses())[0]?.status).toBe('completed');
    const score = await collector.metrics('metric=nps');
    expect(score).toMatchObject({
      metric: 'nps',
      value: 100,
      unit: 'points',
      range: [-100, 100],
      n: 1,
      tier: 'hidden',
      counts: { promoter: 1, passive: 0, detractor: 0 },
      withComment: 1,
      funnel: { shown: 1, answered: 1, completed: 1, dismissed: 0, ignored: 0 },
      source: 'tallies',
    });
    expect(score.distribution).toHaveLength(11);
    expect(score.distribution[9]).toEqual({ score: 9, n: 1 });
    expect(score.interval.low).toBeLessThan(score.interval.high!);
    expect(await collector.responses()).toMatchObject([
      {
        survey: 'checkout-nps',
        touchpoint: 'checkout-completed',
        metric: 'nps',
        score: 9,
        comment: 'Fast — 快い 🚚',
        status: 'completed',
        page: '/shop/thank-you.html',
        properties: { total: 12 },
      },
    ]);
    await page.close();
  });

  it('asks for satisfaction when the chat is ended by a click, with a box for words', async () => {
    const page = await browser.newPage();
    await page.goto(shop('chat.html'));
    await page.getByRole('button', { name: 'End the chat' }).click();
    await radio(page, '2').click();
    await page.getByRole('textbox', { name: 'What could we have done better?' }).fill('It took too long');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect
      .poll(() => collector.responses())
      .toMatchObject([{ survey: 'chat-csat', touchpoint: 'chat-ended', score: 2, comment: 'It took too long' }]);
    expect(await answersTo('csat5')).toBe(1);
    await page.close();
  });

  it('asks inside the help article whether it was helpful, and keeps the answer at the tap', async () => {
    const page = await browser.newPage();
    await page.goto(shop('help.html'));
    await page.locator('asklet-prompt').getByRole('radio', { name: '1, Yes' }).click();
    await expect
      .poll(() => collector.responses())
      .toMatchObject([{ survey: 'article-helpful', score: 1, status: 'completed' }]);
    expect(await answersTo('thumbs')).toBe(1);
    await page.close();
  });

  it('works on a page of one’s own, on another port, with the snippet alone', async () => {
    const body = '<button data-asklet-track="checkout-completed">Buy</button>';
    const site = await startSite({ '/': pageWith(collector.url, { body }) });
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => 'asklet' in window);
    await page.getByRole('button', { name: 'Buy' }).click();
    await radio(page, '0, Not at all likely').click();
    await expect.poll(() => answersTo('nps')).toBe(1);
    expect(await collector.metrics('metric=nps')).toMatchObject({ value: -100, counts: { detractor: 1 } });
    await page.close();
    await site.stop();
  });

  it('keeps a rating that was only tapped, counts it once however often it is sent, and follows a change of mind', async () => {
    const page = await browser.newPage();
    const bodies: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && bodies.push(request.postData()!));
    await page.goto(shop('chat.html'));
    await page.getByRole('button', { name: 'End the chat' }).click();
    await radio(page, '4').click();
    await expect.poll(() => answersTo('csat5')).toBe(1);
    await radio(page, '2').click();
    await expect.poll(async () => (await collector.metrics('metric=csat5')).mean).toBe(2);
    // Every request once more, in every order: late, early, doubled.
    for (const body of [...bodies, ...bodies.toReversed()]) {
      await fetch(`${collector.url}/c/v1/s`, { method: 'POST', body, headers: { origin: 'http://localhost' } });
    }
    const score = await collector.metrics('metric=csat5');
    expect(score).toMatchObject({ n: 1, mean: 2, funnel: { shown: 1, answered: 1 } });
    expect(await collector.responses()).toHaveLength(1);
    await page.close();
  });

  it('keeps an answer given while the network is off, through closed tab and killed browser, and delivers it once', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'asklet-profile-'));
    const first = await startChromium(profile);
    const context = first.browser.contexts()[0]!;
    const page = await context.newPage();
    await checkOut(page);
    await radio(page, '10, Extremely likely').waitFor();
    await context.setOffline(true);
    await radio(page, '10, Extremely likely').click();
    await page.getByRole('textbox').fill('Even in the tunnel');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('saved on this device').waitFor();
    await page.close();
    expect(await answersTo('nps')).toBe(0);
    await first.kill();

    const second = await startChromium(profile);
    const reopened = await second.browser.contexts()[0]!.newPage();
    await reopened.goto(shop('index.html'));
    await expect
      .poll(() => collector.responses(), { timeout: 20_000 })
      .toMatchObject([{ score: 10, comment: 'Even in the tunnel', status: 'completed' }]);
    await second.kill();
    rmSync(profile, { recursive: true, force: true });
  });

  it('keeps answers while the collector is down, and delivers them when it is back', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(shop('chat.html'));
    await page.getByRole('button', { name: 'End the chat' }).click();
    await radio(page, '5, Very satisfied').waitFor();
    await collector.stop();
    await radio(page, '5, Very satisfied').click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('saved on this device').waitFor();
    await page.close();
    await collector.start();
    const next = await context.newPage();
    await next.goto(shop('index.html'));
    await expect.poll(() => answersTo('csat5'), { timeout: 20_000 }).toBe(1);
    await context.close();
  });
});
