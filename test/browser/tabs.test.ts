// Several tabs of one visitor: less traffic when they can talk to each other, the same count when they cannot.
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toTab } from '../support/browsers.ts';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { ask, NINE } from '../support/moves.ts';
import { envelopeOf } from '../support/proxy.ts';
import { openStage, type Stage, type StageOptions } from '../support/stage.ts';
import { startSite } from '../support/site.ts';

let browser: Browser;
let collector: Collector;
let insecure: string;
let ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  // A free port: the collector must know the origin of the plain http site before it starts.
  const place = await startSite({});
  insecure = new URL(place.url).port;
  await place.stop();
  collector = await startCollector({ origins: [`http://shop.test:${insecure}`] });
  // A name that is not localhost makes an origin insecure, without a hosts file.
  browser = await launchChromium(['--host-resolver-rules=MAP shop.test 127.0.0.1']);
});
afterAll(async () => {
  await browser.close();
  await collector.remove();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function stage(options?: StageOptions): Promise<Stage> {
  const opened = await openStage(collector, options);
  ends.unshift(opened.stop);
  return opened;
}
async function visitor(): Promise<BrowserContext> {
  const context = await browser.newContext();
  ends.unshift(() => context.close());
  return context;
}
async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
/** Twenty inline prompts in one page, all answered. */
async function answerTwenty(page: Page): Promise<void> {
  await page.waitForFunction(() => window.rig.events.includes('ready'));
  await page.evaluate(() => {
    for (let i = 0; i < 20; i++) {
      const container = document.body.appendChild(document.createElement('div'));
      window.asklet('show', 'article-helpful', { container });
    }
  });
  const prompts = page.locator('[data-look=inline]');
  await expect.poll(() => prompts.count()).toBe(20);
  await prompts.evaluateAll((all) => {
    for (const { shadowRoot } of all) shadowRoot!.querySelector<HTMLElement>('input[value="1"]')!.click();
  });
  const queued = () => page.evaluate(() => window.rig.events.filter((event) => event.startsWith('queued')).length);
  await expect.poll(queued).toBeGreaterThanOrEqual(40);
}

describe('several tabs', () => {
  it('T01: four with 20 waiting answers send one or two requests, and 20 count [chromium]', async () => {
    const { url, proxy, answers } = await stage();
    const context = await visitor();
    proxy.fault({ type: 'refuse' });
    const first = await open(context, `${url}/shop`);
    await answerTwenty(first);
    await first.close();
    const before = proxy.writes().length;
    proxy.fault(undefined);
    await Promise.all(Array.from({ length: 4 }, (_, i) => open(context, `${url}/tab-${i}`)));
    await expect.poll(answers).toHaveLength(20);
    // Each tab looks once within its first seconds.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(proxy.writes().length - before).toBeLessThanOrEqual(2);
    expect(await answers()).toHaveLength(20);
  });

  it('T04: three on plain http, without Web Locks and BroadcastChannel, count exactly [chromium]', async () => {
    const head = '<script>delete window.BroadcastChannel</script>';
    const { url, answers, proxy } = await stage({ host: 'shop.test', port: +insecure, head });
    const context = await visitor();
    const pages = [];
    for (const i of [0, 1, 2]) pages.push(await open(context, `${url}/tab-${i}`));
    expect(
      await pages[0]!.evaluate(() => [isSecureContext, 'locks' in navigator, 'BroadcastChannel' in window]),
    ).toEqual([false, false, false]);
    for (const page of pages) await ask(toTab(page));
    proxy.fault({ type: 'delay', ms: 300 });
    await Promise.all(pages.map((page, i) => page.locator(`input[value="${i + 7}"]`).click()));
    await expect.poll(async () => new Set((await answers()).map(({ score }) => score))).toEqual(new Set([7, 8, 9]));
    await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Send' }).click()));
    await expect.poll(async () => (await answers()).map(({ status }) => status)).toEqual(Array(3).fill('completed'));
  });

  it('R01: keep silent together for the 90 s the collector asked for, then send once [chromium]', async () => {
    const { url, proxy, answers } = await stage({ head: '<script>Math.random = () => 0</script>' });
    const context = await visitor();
    await context.clock.install();
    proxy.fault({ type: 'answer', status: 429, body: '{"v":1,"now":0,"e":"busy","ms":90000}' });
    const page = await open(context, `${url}/shop`);
    const other = await open(context, `${url}/other`);
    await ask(toTab(page));
    await page.locator(NINE).click();
    await page.waitForFunction(() => window.rig.events.includes('queued:2'));
    await expect.poll(() => proxy.writes().length).toBe(1);
    proxy.fault(undefined);
    const pass = async (seconds: number) => {
      for (let i = 0; i < seconds; i++) await context.clock.runFor(1_000);
    };
    await other.reload();
    await pass(85);
    expect(proxy.writes()).toHaveLength(1);
    // Slowly: a reply takes real time, and 15 seconds of the page's are its time-out.
    await expect
      .poll(async () => (await context.clock.runFor(250), answers()), { timeout: 30_000 })
      .toMatchObject([{ score: 9 }]);
    const [, ...later] = proxy.writes();
    expect(later.map((write) => envelopeOf(write).d.map(({ rev }) => rev))).toEqual([[2]]);
  });

  it('T08: what one tab forgets, another neither keeps nor sends, though it still asks [chromium]', async () => {
    const { url, proxy, answers } = await stage({ head: '<script>Math.random = () => 0</script>' });
    const context = await visitor();
    proxy.fault({ type: 'refuse' });
    const page = await open(context, `${url}/shop`);
    await ask(toTab(page));
    await page.locator(NINE).click();
    await page.waitForFunction(() => window.rig.events.includes('queued:2'));
    const other = await open(context, `${url}/other`);
    await other.waitForFunction(() => window.rig.events.includes('ready'));
    // Its delivery is open, for something waits.
    await expect.poll(() => other.evaluate(() => performance.getEntriesByType('resource').length)).toBeGreaterThan(2);
    const rid = await page.evaluate(async () => (await window.rig.database())[0]!.rid);
    await other.evaluate(() => void window.asklet('consent', 'denied'));
    await expect.poll(() => other.evaluate(() => window.rig.database())).toEqual([]);
    const before = proxy.writes().length;
    proxy.fault(undefined);
    await page.locator('input[value="3"]').click();
    await page.getByRole('button', { name: 'Send' }).click();
    // Longer than the backoff after a refusal.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(
      proxy
        .writes()
        .slice(before)
        .filter(({ body }) => body.includes(rid)),
    ).toEqual([]);
    expect(await answers()).toEqual([]);
    expect(await page.evaluate(async () => [await window.rig.database(), window.rig.journal()])).toEqual([[], []]);
  });
});
