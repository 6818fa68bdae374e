// Every look in a real browser: where it opens, what it does to the page, whether everybody can use it.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Look } from '../../server/contract/look.ts';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { rigged } from '../support/rig.ts';
import { startSite } from '../support/site.ts';
import { nps, reason, survey } from '../support/surveys.ts';

declare global {
  interface Window {
    /** What the browser calls layout shifts, in all. */
    shifted: number;
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

const words =
  '<p>Tea is an aromatic drink made by pouring hot water over cured leaves.</p><div style="height:2000px"></div>';
const button = '<button id="buy" style="margin-inline-start:200px" data-asklet-track="bought">Buy</button>';

interface Opened {
  readonly look?: Look;
  readonly width?: number;
  readonly height?: number;
  readonly body?: string;
  readonly head?: string;
  readonly html?: string;
  readonly context?: BrowserContextOptions;
}

async function open(options: Opened): Promise<Page> {
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
  ends.unshift(async () => expect(said).toEqual([]));
  await page.goto(site.url);
  await page.waitForFunction(() => 'rig' in window && window.rig.events.includes('ready'));
  return page;
}
const ask = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Buy' }).click();
  await page.getByRole('radio').first().waitFor();
  await frames(page);
};
/** What waits for a frame has been done. */
const frames = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
const card = async (page: Page): Promise<DOMRect> =>
  page.locator('.card').evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
const box = async (page: Page, selector: string): Promise<DOMRect> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
const axe = async (page: Page): Promise<unknown[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);

/** Where the card is, on a desk and on a phone, as [left, top, right, bottom]; null where it does not matter. */
const PLACES: readonly [Look, desk: (number | null)[], phone: (number | null)[]][] = [
  [{}, [724, null, 1_264, 624], [0, null, 320, 640]],
  [{ side: 'start' }, [16, null, 556, 624], [0, null, 320, 640]],
  [{ place: 'sheet' }, [280, null, 1_000, 640], [0, null, 320, 640]],
  [{ place: 'dialog' }, [370, null, 910, null], [16, null, 304, null]],
  [{ place: 'bar' }, [0, null, 1_280, 640], [0, null, 320, 640]],
  [{ place: 'bar', edge: 'top' }, [0, 0, 1_280, null], [0, 0, 320, null]],
];

describe('a look', () => {
  it.each(PLACES)(
    '%j opens in its place on a desk and on a phone, shifts nothing, and everybody can use it',
    async (look, desk, phone) => {
      const page = await open({ look });
      await ask(page);
      const edges = async () =>
        Object.values(await card(page).then(({ left, top, right, bottom }) => [left, top, right, bottom]));
      const known = (found: number[], wanted: (number | null)[]) =>
        found.map((px, i) => (wanted[i] === null ? null : Math.round(px)));
      expect(known(await edges(), desk)).toEqual(desk);
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate(() => window.shifted)).toBe(0);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 640 });
      await frames(page);
      expect(known(await edges(), phone)).toEqual(phone);
      await page.getByRole('radio', { name: '9' }).click();
      await page.getByRole('textbox').waitFor();
      expect(await axe(page)).toEqual([]);
      for (const name of ['Close', 'Send']) {
        const { left, right, top, bottom } = await page
          .getByRole('button', { name })
          .evaluate((one) => one.getBoundingClientRect());
        expect([left >= 0, right <= 320, top >= 0, bottom <= 640]).toEqual([true, true, true, true]);
      }
    },
  );

  it.each<Look>([{}, { place: 'sheet' }, { place: 'dialog' }, { place: 'bar' }])(
    '%j keeps its close button in view and its send button within reach at 400 percent zoom',
    async (look) => {
      const page = await open({ look, width: 320, height: 256 });
      await ask(page);
      await page.getByRole('radio', { name: '9' }).click();
      await page.getByRole('textbox').fill('fine');
      await page.getByRole('button', { name: 'Send' }).scrollIntoViewIfNeeded();
      const inView = (name: string) =>
        page.getByRole('button', { name }).evaluate((one) => {
          const { left, right, top, bottom } = one.getBoundingClientRect();
          const root = one.getRootNode() as ShadowRoot;
          const hit = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return one.contains(hit) && left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
        });
      expect(await inView('Send')).toBe(true);
      expect(await inView('Close')).toBe(true);
      await page.getByRole('radio', { name: /^0/ }).focus();
      expect(await inView('Close')).toBe(true);
    },
  );

  it('is mirrored on a page that is read from the right', async () => {
    const page = await open({ look: {}, html: 'dir="rtl"' });
    await ask(page);
    expect((await card(page)).left).toBe(16);
    const [zero, ten] = [await box(page, 'input[value="0"]'), await box(page, 'input[value="10"]')];
    expect(zero.left).toBeGreaterThan(ten.left);
  });

  it('is as light or dark as the page says before what the visitor prefers, and a theme before both', async () => {
    const background = (page: Page) => page.locator('.card').evaluate((one) => getComputedStyle(one).backgroundColor);
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(27, 29, 34)'];
    const prefers = { colorScheme: 'dark' } as const;
    for (const [html, look, wanted] of [
      ['', {}, dark],
      ['style="color-scheme:light"', {}, light],
      ['style="color-scheme:light dark"', {}, dark],
      ['style="color-scheme:dark"', { theme: { scheme: 'light' } }, light],
    ] as const) {
      const page = await open({ look, html, context: prefers });
      await ask(page);
      expect(await background(page)).toBe(wanted);
    }
  });

  it('wears its theme, with readable words on its colour, and the page’s own properties before it', async () => {
    const look: Look = { theme: { preset: 'sharp', color: '#ffd400', font: '"A Font", serif', scheme: 'dark' } };
    const head = '<style>:root{--asklet-background:#123}</style>';
    const page = await open({ look, head });
    await ask(page);
    await page.getByRole('radio', { name: '9' }).click();
    const [send, worn] = await page.locator('.go').evaluate((one) => {
      const style = getComputedStyle(one.closest('.card')!);
      const { backgroundColor, color } = getComputedStyle(one);
      const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const words = [...canvas.getImageData(0, 0, 1, 1).data];
      return [
        { backgroundColor, words },
        [style.borderTopLeftRadius, style.fontFamily, style.backgroundColor],
      ] as const;
    });
    expect(send).toEqual({ backgroundColor: 'rgb(255, 212, 0)', words: [0, 0, 0, 255] });
    expect(worn).toEqual(['0px', '"A Font", serif', 'rgb(17, 34, 51)']);
  });

  it('is not printed', async () => {
    const page = await open({});
    await ask(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.card').isVisible()).toBe(false);
  });
});

describe('a dialog', () => {
  it('keeps the focus, holds the page still without moving it, and gives both back', async () => {
    const body = `<header style="position:sticky;top:0">Shop</header>${button}<input id="name">${words}`;
    const page = await open({ look: { place: 'dialog' }, body, head: '<style>body{overflow-x:hidden}</style>' });
    await page.evaluate(() => scrollTo(0, 60));
    const before = await page.evaluate(() => document.documentElement.outerHTML.replace(/ style=""/g, ''));
    await page.getByRole('button', { name: 'Buy' }).focus();
    const scrolled = await page.evaluate(() => scrollY);
    expect(scrolled).toBeGreaterThan(24);
    await page.keyboard.press('Enter');
    await page.getByRole('radio').first().waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName ?? document.activeElement?.id);
    expect(await focused()).toBe('dialog');
    const seen = new Set<string | undefined>();
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab');
      seen.add(await focused());
    }
    expect(seen).not.toContain('name');
    expect(seen).toContain('input');
    await page.mouse.move(100, 500);
    await page.mouse.wheel(0, 300);
    await frames(page);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    expect((await box(page, 'header')).top).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('buy');
    expect(await page.evaluate(() => document.documentElement.outerHTML.replace(/ style=""/g, ''))).toBe(before);
    expect(await page.evaluate(() => window.shifted)).toBe(0);
  });

  it('is one dialog to a screen reader, named by its question', async () => {
    const page = await open({ look: { place: 'dialog' } });
    await ask(page);
    expect(await page.getByRole('dialog').count()).toBe(1);
    expect(await page.getByRole('dialog', { name: nps.title as string }).count()).toBe(1);
  });
});

describe('a prompt beside its anchor', () => {
  const body = `<div style="height:300px"></div>${button}<div style="height:2000px"></div>`;
  const gap = async (page: Page) => {
    const [at, own] = [await box(page, '#buy'), await card(page)];
    return [Math.round(own.top - at.bottom), Math.round(at.top - own.bottom), Math.round(own.left - at.left)];
  };

  it('opens below it, follows it, flips above it, and goes to the corner when it goes', async () => {
    const page = await open({ look: { place: 'anchor' }, body });
    await ask(page);
    expect(await gap(page)).toMatchObject([8, expect.anything(), 0]);
    await page.evaluate(() => scrollTo(0, 100));
    await frames(page);
    expect((await gap(page))[0]).toBe(8);
    expect(await page.evaluate(() => window.shifted)).toBe(0);
    await page.evaluate(() => scrollTo(0, 0));
    await page.setViewportSize({ width: 1_280, height: 400 });
    await frames(page);
    expect((await gap(page))[1]).toBe(8);
    await page.evaluate(() => document.querySelector('#buy')!.remove());
    await expect.poll(async () => Math.round((await card(page)).right)).toBe(1_264);
  });

  it('stands right on a page that is zoomed', async () => {
    const page = await open({ look: { place: 'anchor' }, body: button, html: 'style="zoom:1.25"' });
    await ask(page);
    expect(await gap(page)).toMatchObject([8, expect.anything(), 0]);
  });
});

describe('a tab', () => {
  it.each<Look>([
    { place: 'tab', label: { en: 'Tell us', de: 'Sag es' } },
    { place: 'tab', edge: 'bottom', side: 'start', label: 'Tell us' },
  ])('%j is there from the start, opens the prompt and is there after the answer', async (look) => {
    const page = await open({ look });
    const tab = page.getByRole('button', { name: 'Tell us' });
    await tab.waitFor();
    const { width, height } = (await tab.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    expect(await axe(page)).toEqual([]);
    await tab.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio').first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName)).toBe('input');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await tab.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one)).toBe(true);
    await tab.click();
    await page.getByRole('radio', { name: '9' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await tab.isVisible()).toBe(true);
    await page.evaluate(() => window.asklet('destroy'));
    expect(await tab.count()).toBe(0);
  });
});

describe('manners', () => {
  it('wait for a cookie banner and a modal dialog', async () => {
    const banner =
      '<div id="banner" class="cookie-notice" style="position:fixed;inset:auto 0 0;height:80px;background:#eee">We use cookies</div><dialog>Sure?</dialog>';
    const page = await open({ look: {}, body: button + words + banner });
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.waitForTimeout(1_200);
    expect(await page.locator('.card').count()).toBe(0);
    await page.evaluate(() => {
      document.querySelector('dialog')!.showModal();
      document.querySelector('#banner')!.remove();
    });
    await page.waitForTimeout(1_200);
    expect(await page.locator('.card').count()).toBe(0);
    await page.evaluate(() => document.querySelector('dialog')!.close());
    await page.locator('.card').waitFor();
  });

  it('keep off a chat bubble, and off the field the person goes to', async () => {
    const chat =
      '<button id="chat" style="position:fixed;inset:auto 20px 20px auto;width:60px;height:60px">Chat</button>';
    const field = '<input id="field" aria-label="Field" style="position:absolute;left:900px;top:300px;width:200px">';
    const page = await open({ look: {}, body: button + chat + field + words });
    await ask(page);
    const meets = async (selector: string) => {
      const [one, other] = [await card(page), await box(page, selector)];
      return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    };
    expect(await meets('#chat')).toBe(false);
    await page.getByRole('radio', { name: '9' }).click();
    await page.getByRole('textbox', { name: 'Why?' }).waitFor();
    await page.getByRole('textbox', { name: 'Field' }).focus();
    await frames(page);
    expect(await meets('#field')).toBe(false);
    expect(await meets('#chat')).toBe(false);
  });
});
