// The prompt for everybody: axe-core in every look, scheme, direction and size, and what axe cannot see.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { openPixels, type Pixels } from '../support/pixels.ts';
import { rigged } from '../support/rig.ts';
import { pageWith, startSite } from '../support/site.ts';

/** What is asked, and how; more looks and kinds of question are more lines. `inline`: the survey is in the page. */
const ASKED: readonly { readonly what: string; readonly survey: string; readonly inline?: true }[] = [
  { what: 'a recommendation in the corner', survey: 'checkout-nps' },
  { what: 'a satisfaction in the corner', survey: 'chat-csat' },
  { what: 'thumbs in the page', survey: 'article-helpful', inline: true },
];
const SCHEMES = ['light', 'dark'] as const;
const DIRECTIONS = ['ltr', 'rtl'] as const;
const SIZES = [
  { what: 'a phone', width: 320, height: 640 },
  { what: 'a desk', width: 1_280, height: 800 },
  // What WCAG 1.4.10 means by 400 %: a desk of 1280 by 1024 has so few CSS pixels then.
  { what: 'a desk at 400 %', width: 320, height: 256 },
];

let browser: Browser;
let collector: Collector;
let site: Awaited<ReturnType<typeof startSite>>;
let pixels: Pixels;
let ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  collector = await startCollector();
  pixels = await openPixels(browser);
  const body = '<main><h1>A shop</h1><p>Tea.</p></main>';
  const inline = '<main><h1>Help</h1><asklet-prompt survey="article-helpful"></asklet-prompt></main>';
  const page = (content: string): string => pageWith(collector.url, { head: rigged, body: content });
  site = await startSite({ '/': page(body), '/article-helpful': page(inline) });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.remove();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A page on which the survey is shown. */
async function ask(survey: string, { inline = false, ...options }: BrowserContextOptions & { inline?: boolean } = {}) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  ends.push(() => context.close());
  const page = await context.newPage();
  await page.goto(`${site.url}/${inline ? survey : ''}`);
  await page.waitForFunction(() => window.rig.events.includes('ready'));
  if (!inline) await page.evaluate((id) => window.asklet('show', id), survey);
  await page.getByRole('radio').first().waitFor();
  return page;
}

const card = (page: Page) => page.locator('.card');

async function violations(page: Page): Promise<unknown> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

/** Controls that cannot be brought into sight, or are wider than the window. */
const outOfReach = (page: Page): Promise<string[]> =>
  card(page).evaluate((element) =>
    [...element.querySelectorAll<HTMLElement>('button,label,textarea,h2')]
      .filter((one) => {
        one.scrollIntoView({ block: 'nearest' });
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
      })
      .map((one) => one.outerHTML),
  );

async function rate(page: Page): Promise<void> {
  // Again until it counts: what is tapped the moment it appears does not.
  await expect
    .poll(async () => {
      await page.locator('.card label').last().click();
      return page.evaluate(() => window.rig.events.includes('answered'));
    })
    .toBe(true);
}

describe('the prompt', () => {
  it.each(ASKED)(
    'has no violation and nothing out of reach: $what, in both schemes, both directions and every size',
    async ({ survey, inline = false }) => {
      const page = await ask(survey, { inline });
      const check = async (step: string, sizes: readonly (typeof SIZES)[number][]): Promise<void> => {
        for (const size of sizes) {
          await page.setViewportSize(size);
          for (const dir of DIRECTIONS) {
            await page.evaluate((way) => void (document.documentElement.dir = way), dir);
            expect(await outOfReach(page), `${step}, ${size.what}, ${dir}`).toEqual([]);
            // Colours have nothing to do with the direction: one scheme each.
            const colorScheme = SCHEMES[DIRECTIONS.indexOf(dir)]!;
            await page.emulateMedia({ colorScheme });
            expect(await violations(page), `${step}, ${size.what}, ${dir}, ${colorScheme}`).toEqual([]);
          }
        }
      };
      await check('question', SIZES);
      await rate(page);
      const send = page.getByRole('button', { name: 'Send' });
      if (await send.count()) {
        await send.waitFor();
        await check('words', SIZES.slice(-1));
        await send.click();
      }
      await page.getByText(/Thank you/).waitFor();
      await check('thanks', SIZES.slice(0, 1));
    },
  );

  it('is read as a dialog with its question, a group of eleven ratings with the meaning of both ends, and a way out', async () => {
    const page = await ask('checkout-nps');
    const name = 'How likely are you to recommend Leaf & Kettle to a friend?';
    const read = await page.getByRole('dialog').ariaSnapshot();
    const lines = read.split('\n').map((line) => line.trim());
    expect(lines.slice(0, 2)).toEqual([`- dialog "${name}":`, expect.stringMatching(/^- status/)]);
    const group = lines.indexOf(`- radiogroup "${name}":`);
    expect(lines[group - 1]).toBe(`- heading "${name}" [level=2]`);
    expect(lines.slice(group + 1, group + 12)).toEqual([
      '- radio "0, Not at all likely"',
      ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((value) => `- radio "${value}"`),
      '- radio "10, Extremely likely"',
    ]);
    expect(lines.at(-1)).toBe('- button "Close"');
  });

  it('announces its question politely and takes no focus', async () => {
    const page = await ask('checkout-nps');
    const status = page.getByRole('status');
    await expect.poll(() => status.textContent()).toContain('How likely are you to recommend');
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
  });

  it('is legible where the visitor chose the colours: words, ratings, and which one is chosen', async () => {
    const page = await ask('checkout-nps', { forcedColors: 'active' });
    await rate(page);
    await page.getByRole('button', { name: 'Send' }).waitFor();
    const image = await page.screenshot();
    const boxes = await card(page).evaluate((element) =>
      [...element.querySelectorAll('h2,label span,.ends span,button')].map((one) =>
        one.getBoundingClientRect().toJSON(),
      ),
    );
    expect(boxes.length).toBeGreaterThan(14);
    for (const box of boxes) expect((await pixels.colours(image, box)).contrast).toBeGreaterThanOrEqual(4.5);
    const [nine, ten] = await card(page).evaluate((element) =>
      [...element.querySelectorAll('label span')].slice(-2).map((one) => getComputedStyle(one).outlineStyle),
    );
    expect([nine, ten]).toEqual(['none', 'solid']);
  });

  it('moves for nobody who asked for less motion, and briefly for the others', async () => {
    const most = async (reducedMotion: 'reduce' | 'no-preference'): Promise<number> => {
      const context = await browser.newContext({ reducedMotion });
      ends.push(() => context.close());
      const page = await context.newPage();
      await page.goto(site.url);
      await page.waitForFunction(() => window.rig.events.includes('ready'));
      return page.evaluate(async (id) => {
        let running = 0;
        window.asklet('show', id);
        // From before the first frame with it until everything has ended.
        for (let frames = 0; frames < 30; frames++) {
          await new Promise(requestAnimationFrame);
          const root = window.rig.find('input')?.getRootNode() as ShadowRoot | undefined;
          if (root) running = Math.max(running, root.getAnimations().length);
          else frames--;
        }
        return running;
      }, 'checkout-nps');
    };
    expect(await most('reduce')).toBe(0);
    expect(await most('no-preference')).toBeGreaterThan(0);
  });
});
