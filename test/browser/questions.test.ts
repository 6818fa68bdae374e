// Every type of question as a customer meets it: on the narrowest phone, by keyboard alone, from right to left.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PublicSurvey } from '../../server/contract/api.ts';
import type { Question, QuestionType } from '../../server/contract/questions.ts';
import { launchChromium } from '../support/chromium.ts';
import { startCollector, type Collector } from '../support/collector.ts';
import { startSite } from '../support/site.ts';

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

const ends5 = { low: 'Very bad', high: 'Very good' };
const labels = ['Very dissatisfied', 'Dissatisfied', 'Neither', 'Satisfied', 'Very satisfied'];
const options = ['Price', 'Delivery', 'Quality of the goods'].map((label, i) => ({ id: `o${i}`, label }));

type Asked = { [T in QuestionType]: Omit<Question<T>, 'id' | 'title'> }[QuestionType];

/** One question of every type, and of every shape. */
const ASKED: { readonly [T in QuestionType | 'word']: Asked } = {
  nps: { type: 'nps', ...ends5 },
  csat5: { type: 'csat5', labels },
  csat7: { type: 'csat7', ...ends5 },
  ces1: { type: 'ces1', ...ends5 },
  ces2: { type: 'ces2', ...ends5 },
  service10: { type: 'service10', ...ends5 },
  stars: { type: 'stars', ...ends5 },
  emoji3: { type: 'emoji3', ...ends5 },
  emoji5: { type: 'emoji5', labels },
  thumbs: { type: 'thumbs', low: 'No', high: 'Yes' },
  word: { type: 'csat5', shape: 'word', labels },
  choice: { type: 'choice', options, random: true, other: {} },
  choices: { type: 'choices', options, other: {}, min: 1, max: 2 },
  text: { type: 'text', minLength: 5, placeholder: 'Optional' },
  contact: { type: 'contact', consent: 'You may write to me about this answer, and about nothing else.' },
};
const all = Object.keys(ASKED) as (keyof typeof ASKED)[]; // Object.keys forgets that they are the keys of ASKED

/** A page whose snippet brings surveys of its own, one a question, and one of nothing but numbers. */
async function open(context: BrowserContextOptions = {}, html = 'lang="en"') {
  const surveys: PublicSurvey[] = all.map((id) => {
    // Another after it, so that an answer that goes on is seen to.
    const questions = [
      { id: 'q', title: `Question ${id}`, ...ASKED[id] },
      { id: 'r', title: 'R', ...ASKED.contact },
    ];
    return { id, version: 1, touchpoint: id, questions };
  });
  const [first] = surveys;
  surveys.push({ ...first!, id: 'numbers', questions: [{ id: 'q', title: 'Question numbers', ...ASKED.nps }] });
  const init = `asklet('init',${JSON.stringify({ site: 'pk_demo', surveys })})`;
  const stub = 'window.asklet=window.asklet||function(){(asklet.q=asklet.q||[]).push(arguments)}';
  const site = await startSite({
    '/': `<!doctype html><html ${html}><head><title>A shop</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"><script>${stub};${init}</script><script async src="${collector.url}/a.js"></script></head><body><main><h1>A shop</h1></main></body></html>`,
  });
  const own = await browser.newContext({ reducedMotion: 'reduce', ...context });
  ends.push(() => own.close(), site.stop);
  const page = await own.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => 'asklet' in window && 'show' in (window.asklet as object));
  return page;
}

async function show(page: Page, id: string): Promise<void> {
  await page.evaluate((survey) => {
    const { asklet } = window as unknown as { asklet: { close(): void; show(id: string): void } }; // our own global
    asklet.close();
    asklet.show(survey);
  }, id);
  await page.getByRole('heading', { name: `Question ${id}`, exact: true }).waitFor();
}

/** Where each control lies; of a label the whole of it is one. */
const boxesOf = (page: Page) =>
  page
    .locator('section :is(input,textarea,button)')
    .evaluateAll((found) => found.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);

describe('every type of question', () => {
  it('fits a phone of 320 pixels in targets of 44, and has no accessibility violation', async () => {
    const page = await open({ viewport: { width: 320, height: 640 } });
    for (const id of all) {
      await show(page, id);
      const boxes = await boxesOf(page);
      expect(boxes.length).toBeGreaterThan(2);
      for (const { width, height, left, right } of boxes) {
        expect([id, width >= 44, height >= 44, left >= 0, right <= 320]).toEqual([id, true, true, true, true]);
      }
      expect([id, await violationsOf(page)]).toEqual([id, []]);
    }
  });

  it.each(['light', 'dark'] as const)('can be told apart when it is answered: %s', async (colorScheme) => {
    const page = await open({ colorScheme, viewport: { width: 480, height: 640 } });
    for (const id of ['stars', 'word', 'choices']) {
      await show(page, id);
      await page.locator('section :is([type=radio],[type=checkbox])').nth(0).press('Space');
      if (id === 'choices') await page.getByRole('checkbox', { name: 'Other' }).press('Space');
      expect([id, await violationsOf(page)]).toEqual([id, []]);
    }
  });
});

describe('by keyboard alone', () => {
  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document.querySelector('html > div')!.shadowRoot!;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.closest('label')?.textContent;
    });

  it.each([
    ['stars', ['1 star, Very bad', '2 stars', '3 stars', '2 stars']],
    ['word', ['5, Very satisfied', '4, Satisfied', '3, Neither', '4, Satisfied']],
    ['thumbs', ['1, Yes', '0, No', '1, Yes', '0, No']],
    ['choice', undefined],
  ] as const)('%s is walked along with the arrow keys, and nothing is sent on', async (id, walk) => {
    const page = await open();
    await show(page, id);
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('Space');
    const seen = [await focused(page)];
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp']) {
      await page.keyboard.press(key);
      seen.push(await focused(page));
      expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
    }
    if (walk) expect(seen).toEqual(walk);
    expect(new Set(seen).size).toBeGreaterThan(1);
    expect(await page.getByRole('heading', { name: `Question ${id}`, exact: true }).isVisible()).toBe(true);
  });

  it('own words and an address are typed, a tick is set with Space', async () => {
    const page = await open();
    await show(page, 'choices');
    await page.getByRole('checkbox', { name: 'Other' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('The tea');
    expect(await page.getByRole('textbox', { name: 'Other' }).inputValue()).toBe('The tea');
    await show(page, 'contact');
    const email = page.getByRole('textbox', { name: 'E-mail address' });
    await email.focus();
    await page.keyboard.type('ann@example');
    await page.keyboard.press('Tab');
    await page.getByText('Please enter an e-mail address').waitFor();
    await page.keyboard.press('Space');
    expect(await email.inputValue()).toBe('ann@example');
    await email.focus();
    await page.keyboard.press('End');
    await page.keyboard.type('.com');
    expect(await email.inputValue()).toBe('ann@example.com');
    await page.keyboard.press('Tab');
    expect(await page.getByText('Please enter an e-mail address').isVisible()).toBe(false);
    expect(await page.getByRole('checkbox').isChecked()).toBe(true);
  });
});

describe('from right to left', () => {
  it('scales run from the right, and words begin there', async () => {
    const page = await open({}, 'lang="ar" dir="rtl"');
    for (const id of ['nps', 'csat5', 'stars', 'emoji5']) {
      await show(page, id);
      const lefts = (await boxesOf(page)).slice(0, 5).map(({ left }) => left);
      expect([id, lefts]).toEqual([id, lefts.toSorted((one, other) => other - one)]);
    }
    await show(page, 'word');
    const [label, words] = await page
      .locator('section .word span')
      .first()
      .evaluate((span) => {
        const range = document.createRange();
        range.selectNodeContents(span);
        return [span.getBoundingClientRect().right, range.getBoundingClientRect().right];
      });
    expect(label! - words!).toBeLessThan(24);
  });
});

describe('a survey of a rating in numbers', () => {
  it('does not load the other questions; one with stars loads them, and they draw with the same Preact', async () => {
    const page = await open();
    const loaded = (): Promise<readonly string[]> =>
      page.evaluate(() => performance.getEntriesByType('resource').flatMap(({ name }) => /\/a\/\w.*/.exec(name) ?? []));
    await show(page, 'numbers');
    const before = await loaded();
    await show(page, 'stars');
    expect((await loaded()).length - before.length).toBe(1);
    expect(new Set(await loaded()).size).toBe((await loaded()).length);
  });
});
