// The widget as a guest on pages that make it hard: it looks the same, changes nothing, takes the answer, and leaves.
import type { Browser, BrowserContext, Frame, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { countHeld, stillHeld } from '../support/held.ts';
import { FIXTURES, startHostile, titleOf } from '../support/hostile.ts';
import { openPixels, type Box, type Pixels } from '../support/pixels.ts';
import '../support/rig.ts';

let browser: Browser;
let collector: Collector;
let site: Awaited<ReturnType<typeof startHostile>>;
let pixels: Pixels;
const empty = new Map<string, Promise<Shown>>();

beforeAll(async () => {
  browser = await launchChromium();
  // A sandboxed frame has no origin.
  collector = await startCollector({ origins: ['null'] });
  site = await startHostile(collector.url);
  pixels = await openPixels(browser);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.remove();
});

/** The page whose prompt is the model for another page's. */
const MODELS: Readonly<Record<string, string>> = { language: 'empty-rtl' };
/** How far the prompt's shadow reaches, and its corners; pixels. */
const SHADOW = 48;
const CORNER = 16;

/** Where pages say what happens around the opening of the prompt. */
interface Playing {
  before?: () => unknown;
  after?: () => unknown;
  /** How often a shortcut of the page was taken for meant. */
  strokes?: number;
}

const call = (frame: Frame, when: 'before' | 'after'): Promise<void> =>
  frame.evaluate(async (name) => void (await (window as Playing)[name]?.()), when);

async function visit(context: BrowserContext, path: string): Promise<{ page: Page; frame: Frame; said: string[] }> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  await page.goto(site.url + path);
  return { page, frame: page.frames().at(-1)!, said };
}

const look = (page: Page): Promise<Buffer> => page.screenshot({ animations: 'disabled', caret: 'initial' });
const nine = (frame: Frame) => frame.getByRole('radio', { name: '9', exact: true });
const elements = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => [...document.querySelectorAll('*')].map(({ localName }) => localName));

interface Shown {
  readonly image: Buffer;
  readonly card: Box;
}

async function show(page: Page, frame: Frame): Promise<Shown> {
  await frame.waitForFunction(() => window.rig.events.includes('ready'));
  await call(frame, 'before');
  await frame.evaluate(() => window.rig.ask());
  await frame.waitForTimeout(100);
  await call(frame, 'after');
  await nine(frame).waitFor();
  const image = await look(page);
  return { image, card: (await frame.locator('.card').boundingBox())! };
}

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_000, height: 700 } });
  await countHeld(context);
  return context;
}

/** The prompt as it is where nothing disturbs it. */
async function model(name: string): Promise<Shown> {
  const context = await newContext();
  const { page, frame } = await visit(context, `/guest/${name}`);
  const shown = await show(page, frame);
  await context.close();
  return shown;
}

const grown = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** The squares in which the card's round corners show what is behind it. */
const corners = ({ x, y, width, height }: Box): Box[] =>
  [x, x + width - CORNER].flatMap((left) =>
    [y, y + height - CORNER].map((top) => ({ x: left, y: top, width: CORNER, height: CORNER })),
  );

async function answer(page: Page, frame: Frame): Promise<void> {
  // Again until it counts: what is tapped the moment it appears does not.
  await expect
    .poll(async () => {
      await nine(frame).click();
      return frame.evaluate(() => window.rig.events.includes('answered'));
    })
    .toBe(true);
  await frame.getByRole('textbox', { name: 'What is the main reason' }).click();
  await page.keyboard.type('So fine');
  await frame.getByRole('button', { name: 'Send' }).press('Enter');
  await frame.getByText('We read every answer').waitFor();
  await frame.waitForFunction(() => window.rig.events.includes('completed'));
}

describe('a page that is a difficult host', () => {
  const guests = FIXTURES.filter((name) => !name.startsWith('empty')).map((name) => ({ name, does: titleOf(name) }));

  it.each(guests)('$name ($does) has the same prompt, is not changed, and gets rid of it', async ({ name }) => {
    const context = await newContext();
    try {
      const bare = await visit(context, `/bare/${name}`);
      await call(bare.frame, 'before');
      await call(bare.frame, 'after');
      const without = await look(bare.page);
      await bare.page.close();

      const { page, frame, said } = await visit(context, `/guest/${name}`);
      const before = await elements(frame);
      const like = MODELS[name] ?? 'empty';
      if (!empty.has(like)) empty.set(like, model(like));
      const expected = await empty.get(like)!;
      const { image, card } = await show(page, frame);
      expect(card, 'place of the prompt').toEqual(expected.card);
      expect(await pixels.compare(image, expected.image, { within: card, except: corners(card) }), 'prompt').toEqual({
        pixels: 0,
      });
      expect(await pixels.compare(image, without, { except: [grown(card, SHADOW)] }), 'page').toEqual({ pixels: 0 });

      await answer(page, frame);
      expect(await frame.evaluate(() => (window as Playing).strokes ?? 0)).toBe(0);
      const path = new URL(frame.url()).pathname;
      await expect
        .poll(async () => (await collector.responses('limit=100')).find((one) => one.page === path))
        .toMatchObject({ score: 9, comment: 'So fine', status: 'completed' });

      await frame.evaluate(() => window.asklet('destroy'));
      expect(await elements(frame)).toEqual(before);
      await expect.poll(() => stillHeld(frame)).toEqual([]);
      expect(said).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
