// How long the page is busy from the click to the prompt on view, on a processor four times slower: `node test/bench/show.ts`
// after `npm run build`. A script and no test: on a machine that does other work too, times prove nothing.
import { launchChromium } from '../support/chromium.ts';
import { startCollector } from '../support/collector.ts';
import { rigged } from '../support/rig.ts';
import { pageWith, startSite } from '../support/site.ts';

const RUNS = 7;
const SLOWDOWN = 4;
/** From here on the browser calls a task long, milliseconds: https://w3c.github.io/longtasks/ */
const LONG = 50;

const body = '<h1>A shop</h1><button onclick="rig.ask()">Buy</button>';
const collector = await startCollector();
const site = await startSite({ '/': pageWith(collector.url, { head: rigged, body }) });
const browser = await launchChromium();

/** Milliseconds from the click to the first frame with the prompt, and the long tasks between. */
async function run(): Promise<{ shown: number; long: number[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.rig.events.includes('ready'));
  // Its parts are there before anybody is asked.
  await page.waitForLoadState('networkidle');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.evaluate(() => {
    const measured = { start: 0, shown: 0, long: [] as number[] };
    Object.assign(window, { measured });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (measured.start && startTime + duration > measured.start) measured.long.push(Math.round(duration));
    }).observe({ type: 'longtask' });
    addEventListener('click', () => (measured.start = performance.now()), true);
    const look = (): void => {
      if (!window.rig.find('input')) return void requestAnimationFrame(look);
      // Painted by the frame after the one that finds it.
      requestAnimationFrame(() => setTimeout(() => (measured.shown = performance.now())));
    };
    look();
  });
  await page.getByRole('button', { name: 'Buy' }).click();
  const result = await page.waitForFunction(() => {
    const { measured } = window as unknown as { measured: { start: number; shown: number; long: number[] } };
    // The observer hears of a task after its end.
    return measured.shown && performance.now() > measured.shown + 500 ? measured : null;
  });
  const { start, shown, long } = (await result.jsonValue())!;
  await context.close();
  return { shown: Math.round(shown - start), long };
}

const runs = [];
for (let i = 0; i < RUNS; i++) runs.push(await run());
const times = runs.map(({ shown }) => shown).toSorted((one, other) => one - other);
const longest = runs.map(({ long }) => Math.max(0, ...long)).toSorted((one, other) => one - other);
console.log(`click to prompt painted, ${SLOWDOWN}x slower, ${RUNS} runs: ${times.join(', ')} ms`);
console.log(`longest task over ${LONG} ms in each run, 0 for none: ${longest.join(', ')} ms`);
await browser.close();
await site.stop();
await collector.remove();
