// What every customer does, in every browser: the rating, the words, the thanks; by pointer, by keyboard, in the page.
import { describe, expect, it } from 'vitest';
import { across, ALL, type Scene } from '../support/across.ts';
import { launch, type Tab } from '../support/browsers.ts';
import { startHostile } from '../support/hostile.ts';
import { ask, NINE, rate } from '../support/moves.ts';
import type { Stage, StageOptions } from '../support/stage.ts';

const play = across();

async function open(scene: Scene, options?: StageOptions): Promise<{ stage: Stage; tab: Tab }> {
  const stage = await scene.stage(options);
  const tab = await (await scene.visitor()).open(`${stage.url}/page`);
  await tab.until(() => window.rig.events.includes('ready'));
  return { stage, tab };
}

const opened = (tab: Tab): Promise<void> => tab.until(() => !!window.rig.find('input[type=radio]'));
const closed = (tab: Tab): Promise<void> => tab.until(() => !window.rig.find('.card'));
const done = (tab: Tab): Promise<void> => tab.until(() => window.rig.events.includes('completed'));
/** The element with the focus, also inside open shadow roots: its text or what its name says. */
const focused = (tab: Tab): Promise<string> =>
  tab.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.localName === 'input' ? (element as HTMLInputElement).value : (element?.localName ?? '');
  });

/** Says `words` of its rating, by the one who has just given it, and looks what the collector has in the end. */
async function finish(tab: Tab, stage: Stage, score: number): Promise<void> {
  await tab.click('textarea');
  await tab.type('So fine');
  await tab.click('.go');
  await done(tab);
  await expect.poll(stage.answers).toMatchObject([{ score, comment: 'So fine', status: 'completed' }]);
  expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
}

/** Light or dark, as the words of the card and what is behind them really are: 0 is black, 255 white. */
const shades = (tab: Tab): Promise<readonly number[]> =>
  tab.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(window.rig.find('.card')!);
    return [color, backgroundColor].map((text) => Number(/\d+/.exec(text)![0]));
  });

describe('a customer', () => {
  it.for(ALL)(
    'rates by pointer, says why, is thanked, and the collector has it, in %s',
    play(async (scene) => {
      const { stage, tab } = await open(scene);
      await ask(tab);
      await rate(tab, NINE);
      await finish(tab, stage, 9);
      const last = (): Promise<string | undefined> => tab.evaluate(() => window.rig.events.at(-1));
      await expect.poll(last).toMatch(/^delivered/);
      await tab.click('.close');
      await closed(tab);
    }),
  );

  it.for(ALL)(
    'does it all with the keyboard: into the prompt by Tab, along the scale by arrows, out by Esc, in %s',
    play(async (scene) => {
      const { stage, tab } = await open(scene, { body: '<button onclick="rig.ask()">Ask me</button>' });
      await tab.evaluate(() => document.querySelector('button')!.focus());
      await tab.press('Enter');
      await opened(tab);
      // It opened and left the focus where it was.
      expect(await focused(tab)).toBe('button');
      await tab.press('Tab');
      expect(await focused(tab)).toBe('0');
      await tab.press('Space');
      for (let i = 0; i < 3; i++) await tab.press('ArrowRight');
      await tab.press('ArrowLeft');
      expect(await focused(tab)).toBe('2');
      // Walking along the scale sends nothing off.
      expect(await tab.evaluate(() => window.rig.events.includes('completed'))).toBe(false);
      await tab.press('Tab');
      expect(await focused(tab)).toBe('textarea');
      await tab.type('by keyboard');
      await tab.press('Tab');
      await tab.press('Enter');
      await done(tab);
      await expect.poll(stage.answers).toMatchObject([{ score: 2, comment: 'by keyboard', status: 'completed' }]);
      await tab.press('Escape');
      await closed(tab);
    }),
  );

  it.for(ALL)(
    'answers right there in the page, in %s',
    play(async (scene) => {
      const body = '<main><asklet-prompt survey="article-helpful"></asklet-prompt></main>';
      const { stage, tab } = await open(scene, { body });
      await opened(tab);
      await rate(tab, 'input[value="1"]');
      await done(tab);
      await expect.poll(stage.answers).toMatchObject([{ survey: 'article-helpful', score: 1, status: 'completed' }]);
      // Where the page wants it: in its own flow, and not above it.
      expect(await tab.evaluate(() => document.querySelector('main')!.offsetHeight)).toBeGreaterThan(40);
    }),
  );

  it.for(ALL)(
    'types what is meant for the prompt into the prompt, whatever the page does with keys and focus, in %s',
    play(async ({ collector, later, visitor }) => {
      const site = await startHostile(collector.url);
      later(site.stop);
      const somebody = await visitor();
      for (const name of ['shortcuts-early', 'focus-trap-early']) {
        const tab = await somebody.open(`${site.url}/guest/${name}`);
        await ask(tab);
        await rate(tab, NINE);
        await tab.click('textarea');
        await tab.type('So fine');
        expect(await focused(tab)).toBe('textarea');
        expect(await tab.evaluate(() => (window.rig.find('textarea') as HTMLTextAreaElement).value)).toBe('So fine');
        expect(await tab.evaluate(() => (window as { strokes?: number }).strokes ?? 0)).toBe(0);
        await tab.press('Escape');
        await closed(tab);
        expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
      }
    }),
  );

  it.for(ALL)(
    'finds it on the other side, and as good, in a page that runs from right to left, in %s',
    play(async (scene) => {
      const head = `<script>document.documentElement.lang='ar';document.documentElement.dir='rtl'</script>`;
      const { stage, tab } = await open(scene, { head });
      await ask(tab);
      const [zero, nine, left, right] = await tab.evaluate(() => {
        const box = (selector: string): DOMRect => window.rig.find(selector)!.getBoundingClientRect();
        return [
          box('input[value="0"]').left,
          box('input[value="9"]').left,
          box('.card').left,
          innerWidth - box('.card').right,
        ];
      });
      expect(left).toBeLessThan(right!);
      expect(nine).toBeLessThan(zero!);
      await rate(tab, NINE);
      await finish(tab, stage, 9);
    }),
  );

  it.for(ALL)(
    'has it light on dark where the system is dark, in %s',
    play(async (scene) => {
      const stage = await scene.stage();
      const dark = await launch(scene.name, 'dark');
      scene.later(dark.close);
      const tab = await (await dark.visitor()).open(`${stage.url}/page`);
      await ask(tab);
      const [words, behind] = await shades(tab);
      expect(words).toBeGreaterThan(200);
      expect(behind).toBeLessThan(60);
      await rate(tab, NINE);
      await finish(tab, stage, 9);
    }),
  );
});
