// What a site owner sees of ?asklet-debug on a page that allows as little as it can.
import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { countHeld, stillHeld } from '../support/held.ts';
import { rigged } from '../support/rig.ts';
import { openStage, type Stage } from '../support/stage.ts';

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
  for (const end of ends.splice(0).toReversed()) await end();
});

/** By its hash, so that the test's own eyes need no nonce: https://www.w3.org/TR/CSP3/#match-element-to-source-list */
const rig = createHash('sha256')
  .update(rigged.replace(/^<script[^>]*>|<\/script>$/g, ''))
  .digest('base64');
const policy = [
  "default-src 'none'",
  `script-src 'nonce-abc' 'sha256-${rig}'`,
  'connect-src http://localhost:* http://127.0.0.1:*',
  'img-src data:',
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "base-uri 'none'",
].join('; ');
const head = `<meta name="viewport" content="width=device-width">
<script nonce="abc">violations=[];addEventListener('securitypolicyviolation',e=>violations.push(e.effectiveDirective))
for(const {prototype} of [Object,Array,Function,String,Promise,Map,Set,Element,Node,EventTarget,Event])Object.freeze(prototype)</script>`;
const body = `<main><h1>Leaf &amp; Kettle</h1><p>Tea from small gardens, picked by hand.</p>
<button data-asklet-track="checkout-completed">Buy</button></main>`;

/** Fails at the end of the case if the page has said anything, or broken its policy. */
async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; stage: Stage }> {
  const headers = { 'content-security-policy': policy };
  const stage = await openStage(collector, { head, body, tag: 'nonce="abc"', headers });
  const context = await browser.newContext(options);
  await countHeld(context);
  ends.push(stage.stop, () => context.close());
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  ends.push(async () => {
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(said).toEqual([]);
  });
  await page.goto(`${stage.url}/basket?asklet-debug`);
  await page.getByRole('region', { name: 'checkout-nps' }).waitFor();
  return { page, stage };
}

const shows = (page: Page) =>
  page.getByRole('region', { name: 'checkout-nps' }).getByRole('button', { name: /^Show it here/ });

/** With the Tab key alone, however many stops there are before it. */
async function tabTo(target: Locator): Promise<void> {
  const there = () => target.evaluate((one) => one.matches(':focus'));
  for (let stops = 0; stops < 40 && !(await there()); stops++) await target.page().keyboard.press('Tab');
  expect(await there()).toBe(true);
}

describe('the debug overlay', () => {
  it('says what would be shown, and after a prompt why nothing is, with every rule and the installation', async () => {
    const { page, stage } = await open();
    const survey = page.getByRole('region', { name: 'checkout-nps' });
    await survey.getByText('would be shown at its touchpoint').waitFor();
    expect(await survey.getByRole('img', { name: 'passes', includeHidden: true }).count()).toBe(7);
    const badge = page.getByRole('button', { name: /^Asklet/ });
    expect(await badge.textContent()).toBe('Asklet 3 of 3 would be shown');
    // Out of the way of the page, which it covers in part.
    await badge.click();
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByText('0 of 3 would be shown').waitFor();
    await badge.click();
    await survey.getByText('is not shown: another prompt is open').waitFor();
    await survey.getByText('6 of 7 rules pass').click();
    expect(await survey.getByRole('listitem').filter({ hasText: '✗' }).allTextContents()).toEqual([
      '✗ alone: another prompt is open',
    ]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).press('Enter');
    await survey.getByText('wait: dismissed just now; no wait').waitFor();
    const facts = page.getByRole('region', { name: 'Installation' }).getByRole('definition');
    expect(await facts.allTextContents()).toEqual(expect.arrayContaining(['pk_demo', `${stage.proxy.url}/c/v1`]));
  });

  it('is used with the keyboard alone, and shows a survey of which nothing is kept, sent or remembered', async () => {
    const { page, stage } = await open();
    const survey = page.getByRole('region', { name: 'checkout-nps' });
    const before = await page.evaluate(() => ({ ...localStorage }));
    await tabTo(shows(page));
    await page.keyboard.press('Enter');
    const nine = page.getByRole('radio', { name: '9', exact: true });
    await nine.waitFor();
    await tabTo(page.getByRole('radio', { name: '0, Not at all likely' }));
    for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
    expect(await nine.isChecked()).toBe(true);
    await tabTo(page.getByRole('textbox'));
    await page.keyboard.type('only a try');
    await tabTo(page.getByRole('button', { name: 'Send' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change my answer' }).waitFor();
    await survey.getByText('alone: another prompt is open').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await nine.waitFor({ state: 'detached' });
    expect(stage.proxy.writes()).toEqual([]);
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual(before);
    expect(await page.evaluate(() => window.rig.database())).toEqual([]);
    expect(await page.evaluate(() => window.rig.events)).toEqual(['ready']);
    await survey.getByText('would be shown at its touchpoint').waitFor();

    const badge = page.getByRole('button', { name: /^Asklet/ });
    await tabTo(badge);
    await page.keyboard.press('Enter');
    await shows(page).waitFor({ state: 'hidden' });
    expect((await badge.boundingBox())!.height).toBeLessThan(60);
    await page.keyboard.press('Space');
    await tabTo(page.getByRole('button', { name: 'Close' }));
    await page.keyboard.press('Enter');
    await badge.waitFor({ state: 'detached' });
    expect(await page.locator('html > :not(head, body)').count()).toBe(0);
  });

  it('is gone with the widget, and holds on to nothing', async () => {
    const { page } = await open();
    await page.evaluate(() => window.asklet('destroy'));
    expect(await page.locator('html > :not(head, body)').count()).toBe(0);
    await expect.poll(() => stillHeld(page)).toEqual([]);
  });

  it.each([
    ['on a desk', 1_280, 800],
    ['at 400 % zoom', 320, 256],
  ] as const)('can be read by everybody, in both schemes, %s', async (_where, width, height) => {
    const { page } = await open({ viewport: { width, height } });
    for (const rules of await page.getByText(/rules pass$/).all()) await rules.click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
    await page.getByRole('region', { name: 'Installation' }).scrollIntoViewIfNeeded();
    const close = (await page.getByRole('button', { name: 'Close' }).boundingBox())!;
    expect(close.y).toBeGreaterThanOrEqual(0);
    expect(close.x + close.width).toBeLessThanOrEqual(width);
    // Nothing to be scrolled sideways, and a part of the page is left in view.
    const aside = page.getByRole('complementary');
    expect(await aside.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    expect((await aside.boundingBox())!.height).toBeLessThan(height * 0.8);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    // An open prompt does not take it for a part of the page that it must not cover.
    const seen = await page.evaluate(() =>
      document.elementsFromPoint(40, 20).map((it) => getComputedStyle(it).position),
    );
    expect(seen).not.toContain('fixed');
  });
});
