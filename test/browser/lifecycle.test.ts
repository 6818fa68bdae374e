// Pages that are hidden, frozen, crashed, prerendered, restored and killed: a Chromium process of our own, for in one
// that is driven as usual every page believes to be in front.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toTab } from '../support/browsers.ts';
import { startChromium, type StartedChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { ask, NINE, putOn, SWIFT } from '../support/moves.ts';
import { openStage, type Stage, type StageOptions } from '../support/stage.ts';

let collector: Collector;
let profile: string;
let chromium: StartedChromium;
let stages: Stage[] = [];

beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.remove());
beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'asklet-profile-'));
  chromium = await startChromium(profile);
});
afterEach(async () => {
  await chromium.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  for (const stage of stages.splice(0)) await stage.stop();
});

async function stage(options?: StageOptions): Promise<Stage> {
  const opened = await openStage(collector, options);
  stages.push(opened);
  return opened;
}
const context = (): BrowserContext => chromium.browser.contexts()[0]!;
async function open(url: string): Promise<Page> {
  const page = await context().newPage();
  await page.goto(url);
  return page;
}
async function answer(page: Page): Promise<void> {
  await ask(toTab(page));
  await page.locator(NINE).click();
  await page.waitForFunction(() => window.rig.events.includes('queued:2'));
}

describe('a page that is not in front', () => {
  it('N16: comes back from the back/forward cache, sends what waits, and nothing twice [chromium]', async () => {
    const { url, proxy, answers } = await stage({ head: SWIFT });
    proxy.fault({ type: 'refuse' });
    const page = await open(`${url}/shop`);
    await page.evaluate(() => {
      addEventListener('pageshow', (event) => window.rig.events.push(`persisted ${event.persisted}`));
    });
    await answer(page);
    await page.goto(`${url}/bare`);
    const before = proxy.writes().length;
    // Past whatever backoff the refusals left behind.
    await putOn(toTab(page), 60_000);
    proxy.fault(undefined);
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => page.evaluate(() => window.rig.events)).toContain('persisted true');
    await expect.poll(answers).toMatchObject([{ score: 9 }]);
    await expect.poll(() => page.evaluate(() => window.rig.events)).toContain('delivered:2');
    expect(proxy.writes().length).toBe(before + 1);
    // The database works again: one more answer, one more delivery.
    await page.locator('input[value="3"]').click();
    await expect.poll(answers).toMatchObject([{ score: 3 }]);
    expect(proxy.writes().length).toBe(before + 2);
  });

  it('N21: frozen behind another for 20 minutes, sends as soon as it is in front again [chromium]', async () => {
    const { url, proxy, answers } = await stage({ head: SWIFT });
    proxy.fault({ type: 'refuse' });
    const page = await open(`${url}/shop`);
    await answer(page);
    const other = await open(`${url}/bare`);
    await other.bringToFront();
    await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
    const session = await context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    proxy.fault(undefined);
    const before = proxy.writes().length;
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await putOn(toTab(page), 1_200_000);
    await page.bringToFront();
    await expect.poll(answers, { timeout: 2_000 }).toMatchObject([{ score: 9 }]);
    expect(proxy.writes().length).toBe(before + 1);
  });

  it('N22: prerendered and never looked at, shows, stores and sends nothing [chromium]', async () => {
    const report = `<script>
      const tell = (what) => fetch('told-' + what);
      tell(document.prerendering ? 'prerendering' : 'looked-at');
      addEventListener('load', () => setTimeout(async () => {
        asklet('track', 'checkout-completed');
        const databases = await indexedDB.databases();
        const shown = document.querySelectorAll('[data-look]').length;
        tell('left-' + [localStorage.length, databases.length, shown].join('-'));
      }, 1500));
    </script>`;
    const rules = `{"prerender":[{"source":"list","urls":["pre"],"eagerness":"immediate"}]}`;
    const start = `<!doctype html><title>Start</title><script type="speculationrules">${rules}</script>`;
    const { url, proxy, visits } = await stage({ head: report, more: { '/start': start } });
    // Nothing prerenders under the eyes of a debugger: let go of the browser, and have it open the page by itself.
    await chromium.browser.close();
    await fetch(`http://${new URL(chromium.endpoint).host}/json/new?${url}/start`, { method: 'PUT' });
    const told = () => visits.flatMap((path) => path.split('told-')[1] ?? []);
    await expect.poll(told).toEqual(['prerendering', 'left-0-0-0']);
    expect(proxy.log.map(({ path }) => path)).toEqual(['/a.js']);
  });
});

describe('a page that ends badly', () => {
  it('T03: crashes while it sends, and another tab delivers [chromium]', async () => {
    const { url, proxy, answers } = await stage({ head: SWIFT });
    const other = await open(`${url}/other`);
    proxy.fault({ type: 'hang' });
    const page = await open(`${url}/shop`);
    await answer(page);
    await expect.poll(() => proxy.writes().length).toBeGreaterThan(0);
    const session = await context().newCDPSession(page);
    session.send('Page.crash').catch(() => {});
    await new Promise((resolve) => page.once('crash', resolve));
    proxy.fault(undefined);
    expect(await answers()).toEqual([]);
    // The lease of the dead tab is over.
    await putOn(toTab(other), 31_000);
    await other.reload();
    await expect.poll(answers).toMatchObject([{ score: 9 }]);
  });

  it('S20: the browser is killed after the thanks, and the answer arrives after its restart [chromium]', async () => {
    const { url, proxy, answers } = await stage({ head: '<script>Math.random = () => 0</script>' });
    proxy.fault({ type: 'refuse' });
    const page = await open(`${url}/shop`);
    await answer(page);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you').first().waitFor();
    await page.waitForFunction(() => window.rig.events.includes('queued:3'));
    await chromium.kill();
    proxy.fault(undefined);
    chromium = await startChromium(profile);
    await open(`${url}/next`);
    await expect.poll(answers).toMatchObject([{ score: 9, status: 'completed' }]);
  });

  it('T09: ten tabs that open at once send each answer once, in few requests [chromium]', async () => {
    const { url, proxy, answers } = await stage();
    proxy.fault({ type: 'refuse' });
    const page = await open(`${url}/shop`);
    await answer(page);
    await page.close();
    const before = proxy.writes().length;
    proxy.fault(undefined);
    await Promise.all(Array.from({ length: 10 }, (_, i) => open(`${url}/tab-${i}`)));
    await expect.poll(answers).toMatchObject([{ score: 9 }]);
    // Each tab looks once within its first seconds.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(proxy.writes().length - before).toBeLessThanOrEqual(10);
    expect(await answers()).toHaveLength(1);
  });
});
