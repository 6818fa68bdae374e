// The triggers where nothing is made up: layout, scrolling, pointers, forms and history of real browsers.
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { build, type Rollup } from 'vite';
import type { Trigger } from '../../server/contract/triggers.ts';
import type { attach } from '../../widget/triggers/more.ts';
import { isThere, launch, type BrowserName, type Tab, type TestBrowser } from '../support/browsers.ts';
import { startSite } from '../support/site.ts';

declare global {
  interface Window {
    triggers: { attach: typeof attach };
    watch(trigger: Trigger): void;
    /** Where each watched trigger fired: the id of the place, or its tag, or the path. */
    fired: string[];
    stop(): void;
  }
}

const browsers = new Map<BrowserName, TestBrowser>();
let site: Awaited<ReturnType<typeof startSite>>;
let ends: (() => Promise<unknown>)[] = [];

/**
 * Every path is a page with the triggers on it; `?old` takes the Navigation API away first. WebKitGTK's MiniBrowser
 * takes every tab but its first for hidden, which is when we rightly do nothing.
 */
const body = `<!doctype html><meta charset="utf-8"><title>Triggers</title><link rel="icon" href="data:,">
<style>body { margin: 0 } main { height: 4000px } article { height: 20000px; background: linear-gradient(red, blue) }</style>
<script>
  if (location.search === '?old') delete window.navigation;
  if (document.hidden) Object.defineProperty(document, 'hidden', { value: false });
</script>
<script src="/triggers.js"></script>
<script>
  window.fired = [];
  const detaches = [];
  window.watch = (trigger) => detaches.push(triggers.attach(trigger, (place) =>
    fired.push(place ? place.id || place.tagName : location.pathname + location.hash), { visits: 1 }));
  window.stop = () => detaches.splice(0).forEach((detach) => detach());
</script>
<body><main></main></body>`;

beforeAll(async () => {
  const entry = join(import.meta.dirname, '../../widget/triggers/more.ts');
  const [bundle] = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'triggers' } },
  })) as Rollup.RollupOutput[];
  const script = { body: bundle!.output[0].code, type: 'text/javascript' };
  site = await startSite((path) => (path === '/triggers.js' ? script : body));
});
afterAll(async () => {
  for (const browser of browsers.values()) await browser.close();
  await site.stop();
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function running(name: BrowserName): Promise<TestBrowser> {
  const browser = browsers.get(name) ?? (await launch(name));
  browsers.set(name, browser);
  return browser;
}

describe.each<BrowserName>(['chromium', 'firefox', 'webkit'])('in %s', (name) => {
  async function open(path: string): Promise<Tab> {
    const visitor = await (await running(name)).visitor();
    ends.push(visitor.close);
    return visitor.open(site.url + path);
  }

  it.for([
    ['as the browser tells it', ''],
    ['without the Navigation API', '?old'],
  ])('page views of a single-page application are noticed, %s', async ([, query], { skip }) => {
    skip(!isThere(name), `no ${name} on this machine`);
    skip(name === 'webkit' && !query, 'it has no Navigation API (WebKitGTK 2.50)');
    const tab = await open(`/${query}`);
    if (query) expect(await tab.evaluate(() => 'navigation' in window)).toBe(false);
    await tab.evaluate(() => window.watch({ type: 'page', on: [{ match: 'prefix', value: '/app/' }] }));
    const arrive = (count: number) => tab.until((n) => window.fired.length === n, count);

    await tab.evaluate(() => history.pushState(null, '', '/app/1'));
    await arrive(1);
    await tab.evaluate(() => history.replaceState(null, '', '/app/2?sort=price'));
    await arrive(2);
    await tab.evaluate(() => void (location.hash = '#/cart'));
    await arrive(3);
    await tab.evaluate(() => history.back());
    await arrive(4);
    expect(await tab.evaluate(() => window.fired)).toEqual(['/app/1', '/app/2', '/app/2#/cart', '/app/2']);
    expect(await tab.evaluate(() => Object.getOwnPropertyNames(history))).toEqual([]);

    await tab.evaluate(() => {
      window.stop();
      history.pushState(null, '', '/app/3');
    });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await tab.evaluate(() => window.fired.length)).toBe(4);
  });
});

describe('in a page with its layout', () => {
  async function open(options?: BrowserContextOptions): Promise<Page> {
    const context = await (
      await running('chromium')
    ).library!.newContext({
      viewport: { width: 1_000, height: 800 },
      ...options,
    });
    ends.push(() => context.close());
    const page = await context.newPage();
    await page.goto(site.url);
    return page;
  }
  const watch = (page: Page, trigger: Trigger) => page.evaluate((one) => window.watch(one), trigger);
  const fired = (page: Page) => page.evaluate(() => window.fired);
  /** Long enough for what must not come. */
  const calm = (page: Page) => page.waitForTimeout(400);
  const append = (page: Page, html: string) =>
    page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), html);

  it('a navigation that the page takes over itself is one', async () => {
    const page = await open();
    await watch(page, { type: 'page', on: [{ match: 'exact', value: '/taken' }] });
    await append(page, '<a id="link" href="/taken" style="position: fixed; top: 0">Go</a>');
    await page.evaluate(() => {
      const { navigation } = window as unknown as { navigation: EventTarget };
      navigation.addEventListener('navigate', (event) => (event as unknown as { intercept(): void }).intercept());
    });
    await page.click('#link');
    await expect.poll(() => fired(page)).toEqual(['/taken']);
  });

  it('an element fires when it has been in view, not when it is only there, or rushes by', async () => {
    const page = await open();
    await append(page, '<p id="review" style="height: 400px">Good</p><p style="height: 3000px"></p>');
    await watch(page, { type: 'visible', selector: '#review', seconds: 0.2 });
    await calm(page);
    await page.evaluate(() => scrollTo(0, 3_380)); // 180 of its 400 pixels
    await calm(page);
    await page.evaluate(() => scrollTo(0, 3_900));
    await page.evaluate(() => requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, 0))));
    await calm(page);
    expect(await fired(page)).toEqual([]);
    await page.evaluate(() => scrollTo(0, 3_500));
    await expect.poll(() => fired(page)).toEqual(['review']);
  });

  it('an element much larger than the screen fires, and one that comes later', async () => {
    const page = await open();
    await watch(page, { type: 'visible', selector: 'article', seconds: 0.1 });
    await watch(page, { type: 'visible', selector: '#later', share: 1, seconds: 0 });
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<article></article>'));
    await page.evaluate(() => scrollTo(0, 3_550)); // 350 of 800 pixels of the screen
    await calm(page);
    expect(await fired(page)).toEqual([]);
    for (let top = 3_560; top <= 3_680; top += 20) await page.evaluate((to) => scrollTo(0, to), top);
    await expect.poll(() => fired(page)).toEqual(['ARTICLE']);
    await append(page, '<p id="later" style="position: fixed; top: 0.3px; width: 99.7px; height: 33.3px">New</p>');
    await expect.poll(() => fired(page)).toEqual(['ARTICLE', 'later']);
  });

  it('an element scrolled inside a box fires when it shows there', async () => {
    const page = await open();
    await append(
      page,
      '<div id="box" style="position: fixed; top: 0; height: 300px; width: 300px; overflow: auto"><p style="height: 900px"></p><p id="in" style="height: 100px">In</p></div>',
    );
    await watch(page, { type: 'visible', selector: '#in', seconds: 0 });
    await calm(page);
    expect(await fired(page)).toEqual([]);
    await page.evaluate(() => document.querySelector('#box')!.scrollTo(0, 900));
    await expect.poll(() => fired(page)).toEqual(['in']);
  });

  it('scrolling to a share of the page fires, by the person only', async () => {
    const page = await open();
    await watch(page, { type: 'scroll', percent: 75 });
    await page.evaluate(() => scrollTo(0, 3_200));
    await calm(page);
    await page.evaluate(() => scrollTo(0, 0));
    await page.mouse.move(300, 300);
    await page.mouse.wheel(0, 2_300); // of 3,200
    await calm(page);
    expect(await fired(page)).toEqual([]);
    await page.mouse.wheel(0, 200);
    await expect.poll(() => fired(page)).toEqual(['/']);
  });

  it('the mouse leaves over the upper edge, not over the others', async () => {
    const page = await open();
    await watch(page, { type: 'exit' });
    await page.mouse.move(500, 300);
    await page.mouse.move(-5, 300);
    await page.mouse.move(500, 300);
    await page.mouse.move(500, 805);
    await page.mouse.move(500, 300);
    await calm(page);
    expect(await fired(page)).toEqual([]);
    await page.mouse.move(500, 3);
    await page.mouse.move(500, -5);
    await expect.poll(() => fired(page)).toEqual(['/']);
  });

  it('a flick upwards on a touch screen is leaving, reading on and back is not', async () => {
    const page = await open({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<article></article>'));
    await watch(page, { type: 'exit' });
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      client.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 200, y }] });
    const swipe = async (from: number, to: number, pause: number, steps = 10): Promise<void> => {
      await touch('touchStart', from);
      for (let step = 1; step <= steps; step++) {
        await touch('touchMove', from + ((to - from) * step) / steps);
        await page.waitForTimeout(pause);
      }
      await touch('touchEnd');
    };
    for (let times = 0; times < 4; times++) await swipe(700, 100, 10);
    await swipe(200, 500, 100);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(800);
    expect(await fired(page)).toEqual([]);
    // As fast as a loaded machine can: a finger that is slow on some day is one more finger later on.
    await expect
      .poll(async () => {
        await page.evaluate(() => scrollTo(0, 3_000));
        await swipe(100, 750, 0, 3);
        return fired(page);
      })
      .toEqual(['/']);
  });

  it('a form that is sent fires, one that the browser or the page holds back does not', async () => {
    const page = await open();
    await append(
      page,
      `<div style="position: fixed; top: 0"><iframe name="away"></iframe>
      <form id="sent" target="away"><button>Send</button></form>
      <form id="wrong" target="away"><input required><button>Send</button></form>
      <form id="held" onsubmit="event.preventDefault()"><button>Send</button></form></div>`,
    );
    await watch(page, { type: 'submit', selector: 'form' });
    for (const id of ['wrong', 'held', 'sent']) await page.click(`#${id} button`);
    await expect.poll(() => fired(page)).toEqual(['sent']);
  });

  it('a click inside shadow roots fires, even one the page stops', async () => {
    const page = await open();
    await append(page, '<div id="host" style="position: fixed; top: 0"></div>');
    await page.evaluate(() => {
      const root = document.querySelector('#host')!.attachShadow({ mode: 'open' });
      root.innerHTML = '<button id="buy"><b>Buy</b></button>';
      document.addEventListener('click', (event) => event.stopImmediatePropagation(), true);
    });
    await watch(page, { type: 'click', selector: 'button', on: [{ match: 'exact', value: '/' }] });
    await page.click('b');
    expect(await fired(page)).toEqual(['buy']);
  });

  it('active time passes while somebody is there', async () => {
    const page = await open();
    await watch(page, { type: 'time', seconds: 1 });
    await watch(page, { type: 'idle', seconds: 2 });
    await expect.poll(() => fired(page)).toEqual(['/', '/']);
  });
});
