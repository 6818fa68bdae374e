// Pages with one survey of any look, for the browser tests of looks and manners; and eyes for what opens there.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Look } from '../../server/contract/look.ts';
import { launchChromium } from './chromium.ts';
import { startCollector, type Collector } from './collector.ts';
import { rigged } from './rig.ts';
import { startSite } from './site.ts';
import { nps, reason, survey } from './surveys.ts';

declare global {
  interface Window {
    /** What the browser calls layout shifts, in all. */
    shifted: number;
  }
}

let browser: Browser;
let collector: Collector;
let ends: (() => Promise<unknown>)[] = [];

/** Call once a file: the browser and the collector are shared by its cases. */
export function serveLooks(): void {
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
}

export const words =
  '<p>Tea is an aromatic drink made by pouring hot water over cured leaves.</p><div style="height:2000px"></div>';
export const button = '<button id="buy" style="margin-inline-start:200px" data-asklet-track="bought">Buy</button>';

export interface Opened {
  readonly look?: Look;
  readonly width?: number;
  readonly height?: number;
  readonly body?: string;
  readonly head?: string;
  readonly html?: string;
  readonly context?: BrowserContextOptions;
}

/** Fails at the end of the case if the page has said anything on its console. */
export async function open(options: Opened): Promise<Page> {
  const {
    look,
    width = 1_280,
    height = 640,
    head = '',
    body = `<h1>A shop</h1>${button}${words}`,
    html = '',
  } = options;
  const surveys = [
    survey({
      questions: [nps, reason],
      pacing: { delay: 0, firstVisit: true, gap: 0 },
      ...(look && { look }),
    }),
  ];
  const init = JSON.stringify({ site: 'pk_demo', host: collector.url, surveys });
  const site = await startSite({
    '/': `<!doctype html><html lang="en" ${html}><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${rigged}<script>asklet('init',${init});
shifted=0;new PerformanceObserver(list=>list.getEntries().forEach(one=>shifted+=one.value)).observe({type:'layout-shift',buffered:true})</script>
<script async src="${collector.url}/a.js"></script><style>body{margin:24px;font:16px/1.5 sans-serif}</style>${head}</head><body><main>${body}</main></body></html>`,
  });
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    ...options.context,
  });
  ends.push(() => context.close(), site.stop);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  ends.push(async () => expect(said).toEqual([]));
  await page.goto(site.url);
  await page.waitForFunction(() => 'rig' in window && window.rig.events.includes('ready'));
  return page;
}
export const ask = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Buy' }).click();
  await page.getByRole('radio').first().waitFor();
  await frames(page);
};
/** What waits for a frame has been done. */
export const frames = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
export const card = async (page: Page): Promise<DOMRect> =>
  page.locator('.card').evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
export const box = async (page: Page, selector: string): Promise<DOMRect> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
export const axe = async (page: Page): Promise<unknown[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
