// Pages that do not just begin and end: put aside for "back" and taken out again, made before anybody goes there. In a
// browser of its own, because the test library's switches both off.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startChromium, type StartedChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { openStage, type StageOptions } from '../support/stage.ts';

let collector: Collector;
let chromium: StartedChromium;
let ends: (() => Promise<unknown>)[] = [];
const profile = mkdtempSync(join(tmpdir(), 'asklet-profile-'));

beforeAll(async () => {
  collector = await startCollector();
  chromium = await startChromium(profile);
});
afterAll(async () => {
  await chromium.kill();
  await collector.remove();
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function open(path: string, options?: StageOptions) {
  const stage = await openStage(collector, options);
  const page = await chromium.browser.contexts()[0]!.newPage();
  page.setDefaultTimeout(15_000);
  ends.push(() => page.close(), stage.stop);
  await page.goto(stage.url + path);
  return { stage, page };
}

async function rate(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await page.getByRole('radio', { name: '9', exact: true }).click();
      return page.evaluate(() => window.rig.events.includes('answered'));
    })
    .toBe(true);
}

async function finish(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'What is the main reason' }).fill('So fine');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('We read every answer').waitFor();
}

describe('a page', () => {
  it('that was put aside with an open prompt comes back with it, and takes the rest of the answer', async () => {
    const { stage, page } = await open('/page');
    await page.waitForFunction(() => window.rig.events.includes('ready'));
    await page.evaluate(() => window.rig.ask());
    await rate(page);
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => window.rig.events.push(`back: ${persisted}`));
    });
    await page.goto(`${stage.url}/bare`);
    await page.goBack({ waitUntil: 'commit' });
    // Not loaded anew: what was there before is there again.
    await page.waitForFunction(() => window.rig.events.includes('back: true'));
    expect(await page.evaluate(() => window.rig.events.includes('answered'))).toBe(true);
    await finish(page);
    await expect.poll(stage.answers).toMatchObject([{ score: 9, comment: 'So fine', status: 'completed' }]);
    expect(await page.evaluate(() => window.rig.errors)).toEqual([]);
  });

  it('that is only being prerendered asks nothing and nobody; once it is looked at, it does', async () => {
    const rules = '<script type="speculationrules">{"prerender":[{"urls":["page"],"eagerness":"immediate"}]}</script>';
    const leave = `<script>setInterval(async () => (await (await fetch('go')).text()) === 'Go.' && (location.href = 'page'), 200)</script>`;
    const more: Record<string, string> = { '/start': `<!doctype html><title>Start</title>${rules}${leave}` };
    const drive = `<script>asklet('on', 'ready', () => rig.ask());
      setInterval(() => rig.find('input[value="9"]')?.click(), 300)</script>`;
    const stage = await openStage(collector, { more, head: drive });
    ends.push(stage.stop);
    const asked = (): string[] => stage.proxy.log.map(({ path }) => path);
    // Nothing is prerendered for a page that DevTools look at: nobody does, and the pages drive themselves.
    const { port } = new URL(chromium.endpoint);
    await chromium.browser.close();
    await fetch(`http://127.0.0.1:${port}/json/new?${stage.url}/start`, { method: 'PUT' });
    await expect.poll(asked).toEqual(['/a.js']);
    // As long as it takes to ask, and much longer.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(asked()).toEqual(['/a.js']);
    more['/go'] = 'Go.';
    await expect.poll(asked).toContain('/c/v1/pk_demo/config');
    await expect.poll(stage.answers).toMatchObject([{ score: 9 }]);
    // It was the prerendered page all the time.
    expect(stage.visits.filter((path) => path.endsWith('/page'))).toHaveLength(1);
  });
});
