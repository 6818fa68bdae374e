// What the widget is to somebody else's page: almost nothing, and nothing at all once it is told to go.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { countHeld, stillHeld } from '../support/held.ts';
import { pageWith, startSite, type Answer } from '../support/site.ts';

declare global {
  interface Window {
    violations: string[];
  }
}

let browser: Browser;
let collector: Collector;
let ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  collector = await startCollector();
});
afterAll(async () => {
  await browser.close();
  await collector.remove();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const button = '<button data-asklet-track="checkout-completed">Buy</button>';

async function open(answer: Answer | string, context?: BrowserContext) {
  const site = await startSite({ '/': answer });
  const own = context ?? (await browser.newContext());
  ends.push(() => own.close(), site.stop);
  const page = await own.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(site.url);
  return { page, site, said, requests, own };
}

async function answer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Buy' }).click();
  await page.getByRole('radio', { name: '9', exact: true }).click();
  await page.getByRole('textbox').fill('fine');
  const sent = page.waitForResponse((response) => response.request().method() === 'POST' && response.ok());
  await page.getByRole('button', { name: 'Send' }).click();
  await sent;
}

describe('the page', () => {
  it('loads a script and the surveys, adds no element, says nothing and gains one global', async () => {
    const globals = await open('<!doctype html><title>Empty</title><link rel="icon" href="data:,">');
    const before = await globals.page.evaluate(() => Object.getOwnPropertyNames(window));
    const { page, said, requests } = await open(pageWith(collector.url, { body: button }));
    await page.waitForLoadState('networkidle');
    expect(requests.slice(0, 3)).toEqual(['GET /', 'GET /a.js', 'GET /c/v1/pk_demo/config']);
    const after = await page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['asklet']);
    const elements = await page.evaluate(() => [...document.querySelectorAll('*')].map(({ localName }) => localName));
    expect(elements).toEqual(['html', 'head', 'meta', 'title', 'link', 'script', 'body', 'button']);
    await answer(page);
    expect(said).toEqual([]);
  });

  it('is as it was after destroy(): elements, listeners, timers, database', async () => {
    const context = await browser.newContext();
    await countHeld(context);
    const { page, said } = await open(pageWith(collector.url, { body: button }), context);
    const html = () => page.evaluate(() => document.documentElement.outerHTML);
    await page.waitForFunction(() => 'asklet' in window);
    const before = await html();
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('radio', { name: '9', exact: true }).click();
    expect(await html()).not.toBe(before);
    await page.evaluate(() => (window as unknown as { asklet: (call: string) => void }).asklet('destroy'));
    expect(await html()).toBe(before);
    await expect.poll(() => stillHeld(page)).toEqual([]);
    const deleted = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const request = indexedDB.deleteDatabase('asklet-pk_demo');
          request.onsuccess = () => resolve('deleted');
          request.onblocked = () => resolve('blocked by an open connection');
        }),
    );
    expect(deleted).toBe('deleted');
    await page.getByRole('button', { name: 'Buy' }).click();
    expect(await html()).toBe(before);
    expect(said).toEqual([]);
  });

  it('survives what a page may do wrong with the API, without a word', async () => {
    const { page, said } = await open(pageWith(collector.url, { body: button }));
    await page.waitForFunction(() => 'asklet' in window);
    await page.evaluate(() => {
      const { asklet } = window as unknown as { asklet: ((...args: unknown[]) => unknown) & Record<string, unknown> };
      asklet();
      asklet('nonsense', 1);
      asklet('track');
      asklet('show', 'nonsense', { container: '!' });
      asklet('set', null);
      asklet('identify');
      asklet('init');
      asklet('consent', 'maybe');
      asklet('on', 'shown', () => {
        throw new Error('of the page');
      });
    });
    await answer(page);
    expect(said).toEqual([]);
  });

  it('works under the strictest policy with Trusted Types, and breaks none of it', async () => {
    const policy = [
      "default-src 'none'",
      "script-src 'nonce-abc'",
      `connect-src ${collector.url}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      "base-uri 'none'",
    ].join('; ');
    const head = `<script nonce="abc">violations=[];addEventListener('securitypolicyviolation',e=>violations.push(e.effectiveDirective+' '+e.blockedURI))</script>`;
    const body = pageWith(collector.url, { head, body: button, tag: 'nonce="abc"' }).replace(
      '<link rel="icon" href="data:,">',
      '',
    );
    const { page, said } = await open({ body, headers: { 'content-security-policy': policy } });
    await page.waitForFunction(() => 'asklet' in window);
    await answer(page);
    const card = page.getByRole('dialog');
    expect(await card.evaluate((element) => getComputedStyle(element).borderTopLeftRadius)).toBe('12px');
    // The browser's own request for /favicon.ico is the page's affair.
    const ours = (await page.evaluate(() => window.violations)).filter((violation) => !violation.includes('favicon'));
    expect(ours).toEqual([]);
    expect(said.filter((line) => !line.includes('favicon'))).toEqual([]);
  });

  it('keeps its word offline: a page opened without a network still asks, and keeps the answer', async () => {
    const headers = { 'cache-control': 'max-age=3600' };
    const { page, own, site } = await open({ body: pageWith(collector.url, { body: button }), headers });
    await page.waitForLoadState('networkidle');
    await page.goto('about:blank');
    await own.setOffline(true);
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('radio', { name: '3', exact: true }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('saved on this device').waitFor();
    const threes = async () => (await collector.metrics('metric=nps')).distribution[3]!.n;
    expect(await threes()).toBe(0);
    await own.setOffline(false);
    await expect.poll(threes, { timeout: 20_000 }).toBe(1);
  });

  it('takes an answer after "no" to storage, and leaves nothing on the device and no name in the answer', async () => {
    const { page } = await open(pageWith(collector.url, { body: button, tag: 'data-consent="denied"' }));
    await page.waitForFunction(() => 'asklet' in window);
    await page.evaluate(() =>
      (window as unknown as { asklet: (...args: unknown[]) => void }).asklet('identify', 'ann'),
    );
    await answer(page);
    const kept = await page.evaluate(async () => [localStorage.length, (await indexedDB.databases()).length]);
    expect(kept).toEqual([0, 0]);
    await expect
      .poll(async () => (await collector.responses('limit=1'))[0])
      .toMatchObject({ comment: 'fine', person: null, status: 'completed' });
  });
});

describe('the prompt', () => {
  it('is used with the keyboard alone: arrows walk the scale, nothing is sent until Send, Esc closes', async () => {
    const { page } = await open(pageWith(collector.url, { body: button }));
    await page.waitForFunction(() => 'asklet' in window);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const radio = (name: string) => page.getByRole('radio', { name, exact: true });
    await radio('0, Not at all likely').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Buy');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
    expect(await radio('8').isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change my answer' }).waitFor();
    await expect
      .poll(async () => (await collector.responses('limit=1'))[0])
      .toMatchObject({ score: 8, comment: 'by keyboard' });
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation in the %s scheme, at every step',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      const { page } = await open(pageWith(collector.url, { body: `<main><h1>A shop</h1>${button}</main>` }), context);
      await page.waitForFunction(() => 'asklet' in window);
      const check = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      };
      await page.getByRole('button', { name: 'Buy' }).click();
      await page.getByRole('radio', { name: '9', exact: true }).waitFor();
      await check();
      await page.getByRole('radio', { name: '9', exact: true }).click();
      await page.getByRole('textbox').waitFor();
      await check();
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('button', { name: 'Change my answer' }).waitFor();
      await check();
    },
  );

  it('offers targets of 44 pixels at least, from a phone of 320 pixels to a desk', async () => {
    for (const width of [320, 480, 1_280]) {
      const context = await browser.newContext({ viewport: { width, height: 640 }, reducedMotion: 'reduce' });
      const { page } = await open(pageWith(collector.url, { body: button }), context);
      await page.waitForFunction(() => 'asklet' in window);
      await page.getByRole('button', { name: 'Buy' }).click();
      await page.getByRole('radio').first().waitFor();
      for (const box of await page
        .getByRole('radio')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))) {
        expect(box.width).toBeGreaterThanOrEqual(44);
        expect(box.height).toBeGreaterThanOrEqual(44);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(width);
      }
    }
  });
});
