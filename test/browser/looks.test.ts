// Every look in a real browser: where it opens, what it does to the page, whether everybody can use it.
import { describe, expect, it } from 'vitest';
import type { Look } from '../../server/contract/look.ts';
import type { Page } from 'playwright';
import { ask, axe, box, button, card, frames, open, serveLooks, words } from '../support/looks.ts';
import { nps } from '../support/surveys.ts';

serveLooks();

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
    await page.evaluate(() => window.asklet('setLocale', 'ar'));
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

  it.each([
    ['#ffd400', [0, 0, 0]],
    ['#787878', [0, 0, 0]],
    ['#757575', [255, 255, 255]],
    ['#5b21b6', [255, 255, 255]],
  ] as const)(
    'wears its theme, with the words on %s that read better, and the page’s own properties before it',
    async (color, words) => {
      const look: Look = { theme: { preset: 'sharp', color, font: '"A Font", serif', scheme: 'dark' } };
      const head = '<style>:root{--asklet-background:#123}</style>';
      const page = await open({ look, head });
      await ask(page);
      await page.getByRole('radio', { name: '9' }).click();
      const [send, worn] = await page.locator('.go').evaluate((one) => {
        const style = getComputedStyle(one.closest('.card')!);
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
        const drawn = (paint: string): number[] => {
          canvas.fillStyle = paint;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const { backgroundColor, color: own } = getComputedStyle(one);
        return [
          [drawn(own), drawn(backgroundColor)],
          [style.borderTopLeftRadius, style.fontFamily, style.backgroundColor],
        ] as const;
      });
      expect(send).toEqual([words, [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))]);
      expect(worn).toEqual(['0px', '"A Font", serif', 'rgb(17, 34, 51)']);
    },
  );

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
