// What a customer of the tests' shops does, alike in every browser.
import type { Tab } from './browsers.ts';

/**
 * For the head of a page that is not to wait for anybody: every wait by chance is as short as it may be, and the clocks of
 * the site's tabs can be put on together (`putOn`).
 */
export const SWIFT = `<script>
  Math.random = () => 0;
  (now => Date.now = () => now() + +(localStorage.shift || 0))(Date.now);
</script>`;

/** Puts the clocks of all pages of this site that have `SWIFT` on, from now on. */
export const putOn = (tab: Tab, ms: number): Promise<void> =>
  tab.evaluate((shift) => localStorage.setItem('shift', `${shift}`), ms);

export const NINE = 'input[value="9"]';

/** Opens the recommendation survey and waits for it. */
export async function ask(tab: Tab): Promise<void> {
  await tab.until(() => 'rig' in window && window.rig.events.includes('ready'));
  await tab.evaluate(() => window.rig.ask());
  await tab.until(() => !!window.rig.find('input[value="9"]'));
}

/** Points at a rating until it counts: what is tapped the moment it appears does not. */
export async function rate(tab: Tab, selector: string): Promise<void> {
  const answered = (): Promise<boolean> => tab.evaluate(() => window.rig.events.includes('answered'));
  for (; !(await answered()); await new Promise((resolve) => setTimeout(resolve, 100))) await tab.click(selector);
}

/** In one task: the tap, and the way to another page. */
export async function tapAndLeave(tab: Tab, selector: string, there: string): Promise<void> {
  await tab.evaluate(
    (what, where) => {
      window.rig.tap(what);
      location.href = where;
    },
    selector,
    there,
  );
  await tab.until((where) => location.href === where && document.readyState === 'complete', there);
}

/** The answers on the device, database and journal together. */
export const kept = (tab: Tab): Promise<{ rev: number; v: unknown }[]> =>
  tab.evaluate(async () =>
    [...(await window.rig.database()), ...window.rig.journal()].map(({ rev, q }) => ({ rev, v: q['recommend']?.v })),
  );
