// The npm package in a page of a site that is bundled with it, under a policy that trusts the site's own scripts only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage, type Scratch } from '../package/scratch.ts';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { startSite } from '../support/site.ts';

declare global {
  interface Window {
    broken: string[];
  }
}

let browser: Browser;
let collector: Collector;
let scratch: Scratch;
let site: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  [browser, collector, scratch] = await Promise.all([launchChromium(), startCollector(), installPackage()]);
  scratch.write(
    'main.js',
    `import { init } from 'asklet';
     const asklet = init({ site: 'pk_demo', host: '${collector.url}' });
     document.querySelector('#buy').addEventListener('click', () => asklet.track('checkout-completed'));
     document.querySelector('#end').addEventListener('click', () => asklet.destroy());`,
  );
  scratch.write(
    'index.html',
    `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
     <script src="/watch.js"></script><script type="module" src="/main.js"></script>
     <button id="buy">Buy</button><button id="end">End</button></html>`,
  );
  await build({ configFile: false, root: scratch.folder, logLevel: 'silent', build: { modulePreload: false } });
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${collector.url}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const watch = `broken = []; addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))`;
  site = await startSite((path) => {
    if (path === '/watch.js') return { body: watch, type: 'text/javascript' };
    const file = path === '/' ? 'index.html' : path.slice(1);
    const body = readFileSync(join(scratch.folder, 'dist', file), 'utf8');
    return {
      body,
      type: file.endsWith('.js') ? 'text/javascript' : 'text/html',
      headers: { 'content-security-policy': policy },
    };
  });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.remove();
  scratch.remove();
});

describe('the npm package', () => {
  it('asks and delivers under a strict policy with Trusted Types, without a global, and leaves nothing', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('radio', { name: '9', exact: true }).click();
    const sent = page.waitForResponse((response) => response.request().method() === 'POST' && response.ok());
    await page.getByRole('button', { name: 'Send' }).click();
    await sent;
    await expect.poll(async () => (await collector.metrics('metric=nps')).distribution[9]!.n).toBe(1);
    expect(await page.evaluate(() => [window.broken, 'asklet' in window])).toEqual([[], false]);
    await page.getByRole('button', { name: 'End' }).click();
    expect(await page.locator('body > :not(script, button), html > :not(head, body)').count()).toBe(0);
    expect(said).toEqual([]);
  });
});
