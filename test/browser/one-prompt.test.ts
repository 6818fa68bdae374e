// One prompt at a time in all tabs of a person.
import { describe, expect, it } from 'vitest';
import { across, ALL } from '../support/across.ts';
import type { Tab } from '../support/browsers.ts';

const play = across();

const ask = (tab: Tab) => tab.evaluate(() => window.rig.ask());
const asked = (tab: Tab) => tab.until(() => window.rig.find('[type=radio]'));
const ready = (tab: Tab) => tab.until(() => window.rig.events.includes('ready'));
/** Asks again and again: the other tab gives the claim back in its own time. */
const askUntilAsked = (tab: Tab) =>
  tab.until(() => {
    if (!window.rig.find('[type=radio]')) window.rig.ask();
    return window.rig.find('[type=radio]');
  });

describe('in all tabs', () => {
  it.for(ALL)('one prompt is open at a time, and the next when it is closed or its tab is (%s)', async (name, test) =>
    play(async ({ stage, visitor }) => {
      const { url } = await stage();
      const person = await visitor();
      const [one, other] = [await person.open(`${url}/one`), await person.open(`${url}/other`)];
      await ready(one);
      await ready(other);
      await ask(one);
      await asked(one);
      await ask(other);
      // Nothing tells that nothing will come: long enough for a prompt that was not held back, which took less.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await other.evaluate(() => window.rig.find('[type=radio]'))).toBeNull();
      await one.evaluate(() => void window.asklet('close'));
      await askUntilAsked(other);
      // A tab that goes elsewhere gives it back too, be it kept for "back" or not.
      await other.goto(`${url}/elsewhere`);
      await askUntilAsked(one);
      await one.evaluate(() => void window.asklet('close'));
      await askUntilAsked(other);
      await other.close();
      await askUntilAsked(one);
      expect(await one.evaluate(() => window.rig.errors)).toEqual([]);
    })(name, test),
  );
});
