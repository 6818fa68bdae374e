// What the prompt costs a page besides bytes: nothing moves, nothing is fetched that is not needed, nothing piles up.
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { rigged } from '../support/rig.ts';
import { pageWith, startSite } from '../support/site.ts';

let browser: Browser;
let collector: Collector;
let site: Awaited<ReturnType<typeof startSite>>;
let ends: (() => Promise<unknown>)[] = [];

const LONG = `<main><h1>A shop</h1>${'<p>Tea from small gardens, picked by hand.</p>'.repeat(60)}</main>`;

beforeAll(async () => {
  browser = await launchChromium();
  collector = await startCollector();
  const inline = `<h1>A shop</h1><asklet-prompt survey="article-helpful"></asklet-prompt>${LONG}`;
  site = await startSite({
    '/': pageWith(collector.url, { head: rigged, body: LONG }),
    '/inline': pageWith(collector.url, { head: rigged, body: inline }),
    '/plain': pageWith(collector.url, { body: LONG }),
  });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.remove();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_000, height: 700 } });
  ends.push(() => context.close());
  return context.newPage();
}

async function open(): Promise<Page> {
  const page = await newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.rig.events.includes('ready'));
  return page;
}

const shown = (page: Page) => page.getByRole('radio', { name: '9', exact: true }).waitFor();

interface Shift extends PerformanceEntry {
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

/**
 * What has moved since the page began, by the names of the elements; the host's name for what is inside it. What moves
 * at a tap is left out, as Cumulative Layout Shift does (https://web.dev/articles/cls), but not where it is the page's.
 */
const shifts = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const seen: Shift[] = [];
    new PerformanceObserver((list) => seen.push(...(list.getEntries() as Shift[]))).observe({
      type: 'layout-shift',
      buffered: true,
    });
    // Two frames on, what the last change moved is known, and what was buffered has been delivered.
    await new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 100));
    return seen.flatMap(({ hadRecentInput, sources }) =>
      sources
        .map(({ node }) => (node?.getRootNode() === document ? node.nodeName : 'in the prompt'))
        .filter((name) => !hadRecentInput || name !== 'in the prompt'),
    );
  });

describe('the page', () => {
  it('does not move when the prompt opens, grows, and closes', async () => {
    const page = await open();
    await page.evaluate(() => scrollTo(0, 300));
    await page.evaluate(() => window.rig.ask());
    await shown(page);
    await expect
      .poll(async () => {
        await page.getByRole('radio', { name: '9', exact: true }).click();
        return page.getByRole('textbox').count();
      })
      .toBe(1);
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => page.getByRole('radio').count()).toBe(0);
    expect(await shifts(page)).toEqual([]);
    expect(await page.evaluate(() => scrollY)).toBe(300);
    // The counter counts: this does move the page.
    await page.evaluate(() =>
      document.body.prepend(Object.assign(document.createElement('div'), { style: 'height:90px' })),
    );
    expect(await shifts(page)).toContain('BODY');
  });

  it('loads the script and the surveys and nothing else while nobody may be asked', async () => {
    const page = await newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    // The collector's surveys, for visitors who come again only.
    await page.route('**/config', async (route) => {
      const response = await route.fetch();
      const config = await response.json();
      for (const survey of config.surveys) survey.pacing.firstVisit = false;
      await route.fulfill({ response, json: config });
    });
    await page.goto(`${site.url}/plain`);
    await page.waitForLoadState('networkidle');
    // Idle work would have been done by now: it waits two seconds at most.
    await page.waitForTimeout(2_500);
    expect(requests).toEqual(['GET /plain', 'GET /a.js', 'GET /c/v1/pk_demo/config']);
  });

  it('fetches each part once, however often it asks', async () => {
    const page = await newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(site.url);
    await page.waitForFunction(() => window.rig.events.includes('ready'));
    for (let i = 0; i < 3; i++) {
      await page.evaluate(() => window.rig.ask());
      await shown(page);
      await page.evaluate(() => window.asklet('close'));
      await expect.poll(() => page.getByRole('radio').count()).toBe(0);
    }
    const parts = requests.filter((path) => path.startsWith('/a/'));
    expect(parts.length).toBe(new Set(parts).size);
    // Asking and counting, and what the shop's other surveys need.
    expect(parts.length).toBeLessThanOrEqual(3);
  });

  it('holds no more after 50 prompts than after the first few: elements, listeners, memory', async () => {
    const page = await newPage();
    await page.goto(`${site.url}/plain`);
    await page.waitForFunction(() => 'asklet' in window);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const ask = (times: number): Promise<void> =>
      page.evaluate(async (count) => {
        const there = (): boolean => !!document.querySelector('[data-look]')?.shadowRoot?.querySelector('input');
        const until = async (want: boolean): Promise<void> => {
          while (there() !== want) await new Promise((resolve) => setTimeout(resolve, 10));
        };
        for (let i = 0; i < count; i++) {
          window.asklet('show', 'checkout-nps');
          await until(true);
          window.asklet('close');
          await until(false);
        }
      }, times);
    const measure = async () => {
      // What was kept is on its way for a moment.
      await page.waitForTimeout(2_500);
      await devtools.send('HeapProfiler.collectGarbage');
      await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
      return { nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
    };
    await ask(10);
    const before = await measure();
    await ask(50);
    const after = await measure();
    expect(after.nodes).toBeLessThanOrEqual(before.nodes);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    // 50 shadow roots with their listeners would be some 2 MB; compiled code and caches are noise.
    expect(after.heap - before.heap).toBeLessThan(300_000);
  });
});
