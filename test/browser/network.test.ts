// A bad network between a page and the collector: a real proxy that misbehaves on purpose.
import { describe, expect, it } from 'vitest';
import { across, ALL } from '../support/across.ts';
import { toTab, type BrowserName } from '../support/browsers.ts';
import { ask, kept, NINE, putOn, SWIFT, tapAndLeave } from '../support/moves.ts';
import { envelopeOf, verdictsOf, type Fault, type Logged } from '../support/proxy.ts';
import { startSite } from '../support/site.ts';

const play = across();

/** Dice that always fall high, so that every wait is as long as it may be, or always low. */
const dice = (value: number): string => `<script>Math.random = () => ${value}</script>`;
const carries = (answer: number) => (write: Logged) => write.body.includes(`"v":${answer}`);

describe('what the collector has but the page does not know', () => {
  it.for(ALL)(
    'N01: is sent again after a reload, and counted once [%s]',
    play(async ({ stage, visitor }) => {
      const { url, proxy, answers } = await stage({ head: SWIFT });
      proxy.fault({ type: 'lose' });
      const tab = await (await visitor()).open(`${url}/shop`);
      await ask(tab);
      await tab.click(NINE);
      await expect.poll(() => proxy.writes().filter(carries(9)).length).toBeGreaterThan(0);
      await expect.poll(answers).toHaveLength(1);
      expect(await tab.evaluate(() => window.rig.events)).not.toContain('delivered:2');
      proxy.fault(undefined);
      await putOn(tab, 60_000);
      await tab.goto(`${url}/next`);
      await tab.until(() => window.rig.events.some((event) => event.startsWith('delivered')));
      const verdicts = verdictsOf(proxy.writes().findLast(carries(9))!);
      expect(verdicts).toMatchObject([{ s: 'dup' }]);
      expect(await answers()).toMatchObject([{ score: 9 }]);
    }),
  );
});

describe('what is no receipt', () => {
  it.for(ALL)(
    'N09: a redirection is not followed, and the answer stays [%s]',
    play(async ({ stage, visitor, later }) => {
      const seen: string[] = [];
      const elsewhere = await startSite((path) => {
        seen.push(path);
        return 'elsewhere';
      });
      later(elsewhere.stop);
      const { url, proxy, answers } = await stage();
      proxy.fault({ type: 'answer', status: 301, headers: { Location: `${elsewhere.url}/c/v1/s` } });
      const tab = await (await visitor()).open(`${url}/shop`);
      await ask(tab);
      await tab.click(NINE);
      await expect.poll(() => proxy.writes().length).toBeGreaterThan(0);
      await expect.poll(() => kept(tab)).toContainEqual({ rev: 2, v: 9 });
      expect(seen).toEqual([]);
      proxy.fault(undefined);
      await tab.goto(`${url}/next`);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
    }),
  );

  it.for<BrowserName>(['chromium'])(
    'N10: a reply without an end is given up after 15 s, and asked for again [%s]',
    play(async (scene) => {
      const { url, proxy } = await scene.stage({ head: dice(0) });
      const page = await (await scene.context()).newPage();
      await page.clock.install();
      proxy.fault([{ type: 'stall' }, undefined]);
      await page.goto(`${url}/shop`);
      const tab = toTab(page);
      await ask(tab);
      await tab.click(NINE);
      await expect.poll(() => proxy.writes().length).toBe(1);
      expect(await tab.evaluate(() => window.rig.events.filter((event) => event.startsWith('delivered')))).toEqual([]);
      await page.clock.fastForward(16_000);
      await expect.poll(async () => (await page.clock.runFor(1_000), proxy.writes().filter(carries(9)).length)).toBe(1);
      await expect.poll(() => tab.evaluate(() => window.rig.events)).toContain('delivered:2');
    }),
  );
});

describe('requests of the page', () => {
  it.for<BrowserName>(['chromium', 'firefox'])(
    'N13: a used-up keepalive budget costs one more request [%s]',
    play(async (scene) => {
      const greedy = `<script>
      fetches = [];
      (native => fetch = (url, options) => {
        const result = native(url, options);
        if (options?.method === 'POST') result.then(() => fetches.push([options.keepalive, true]), () => fetches.push([options.keepalive, false]));
        return result;
      })(fetch);
    </script>`;
      const { url, proxy, answers } = await scene.stage({ head: greedy });
      const writes = () => proxy.writes().filter(({ path }) => path === '/c/v1/s');
      proxy.fault(({ path }) => (path === '/greedy' ? { type: 'hang' } : undefined));
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await ask(tab);
      await tab.until(() => window.rig.events.includes('delivered:1'));
      await tab.evaluate((address) => {
        const body = 'x'.repeat(65_500);
        void fetch(address, { method: 'POST', mode: 'no-cors', keepalive: true, body });
      }, `${proxy.url}/greedy`);
      await expect.poll(() => proxy.writes().some(({ path }) => path === '/greedy')).toBe(true);
      await tab.click(NINE);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
      const fetches = await tab.evaluate(() => (window as unknown as { fetches: unknown }).fetches);
      expect(fetches).toEqual([
        [true, true],
        [true, false],
        [false, true],
      ]);
      // One attempt for the collector, who saw neither failure nor repetition.
      expect(writes().map((write) => envelopeOf(write).n)).toEqual([1, 1]);
    }),
  );

  it.for(ALL)(
    'N14: sends one request as the page goes away, and leaves the database alone [%s]',
    play(async (scene) => {
      const watch = `<script>
      addEventListener('pagehide', () => { leaving = true; localStorage.late = 0 }, true);
      leaving = false;
      (transaction => IDBDatabase.prototype.transaction = function (...args) {
        if (leaving) localStorage.late++;
        return transaction.apply(this, args);
      })(IDBDatabase.prototype.transaction);
      (open => IDBFactory.prototype.open = function (...args) {
        if (leaving) localStorage.late++;
        return open.apply(this, args);
      })(IDBFactory.prototype.open);
    </script>`;
      const { url, proxy, answers } = await scene.stage({ head: dice(0.99) + watch });
      // The showing fails, so that nothing else is due for two seconds.
      proxy.fault([{ type: 'answer', status: 500 }, undefined]);
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await ask(tab);
      await expect.poll(() => proxy.writes().length).toBe(1);
      await tapAndLeave(tab, NINE, `${url}/bare`);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
      const sent = proxy.writes().filter(carries(9));
      expect(sent).toHaveLength(1);
      expect(sent[0]!.body.length).toBeLessThanOrEqual(12 * 1024);
      expect(await tab.evaluate(() => localStorage['late'])).toBe('0');
    }),
  );

  it.for<BrowserName>(['chromium'])(
    'N18: a blocker that kills our address is left alone after 3 tries [%s]',
    // On a busy machine a failure may take longer than a quick one does.
    { retry: 3 },
    play(async (scene) => {
      const { url, proxy, answers } = await scene.stage({ head: dice(0) });
      const page = await (await scene.context()).newPage();
      let killed = 0;
      await page.route('**/c/v1/s', (route) => {
        killed++;
        return route.abort('blockedbyclient');
      });
      await page.clock.install();
      await page.goto(`${url}/shop`);
      const tab = toTab(page);
      await tab.until(() => window.rig.events.includes('ready'));
      // No time passes while a request fails, however busy this machine is.
      await page.clock.pauseAt(Date.now() + 60_000);
      await ask(tab);
      // What has just appeared takes no pointer for a moment.
      await page.clock.runFor(500);
      await tab.click(NINE);
      // The first try is two requests, with keepalive and without.
      // In steps shorter than a quick failure, and the page's clock stands while a request fails.
      for (let steps = 0; killed < 4 && steps < 600; steps++) {
        const before = killed;
        await page.clock.runFor(40);
        await new Promise((resolve) => setTimeout(resolve, 15));
        if (killed > before) await new Promise((resolve) => setTimeout(resolve, 400));
      }
      expect(killed).toBe(4);
      for (let second = 0; second < 60; second++) await page.clock.runFor(1_000);
      expect(killed).toBe(4);
      expect(proxy.writes()).toEqual([]);
      await page.unroute('**/c/v1/s');
      await page.goto(`${url}/next`);
      await expect.poll(async () => (await page.clock.runFor(1_000), answers())).toMatchObject([{ score: 9 }]);
    }),
  );

  it.for<BrowserName>(['chromium'])(
    'N19: a browser that wrongly believes to be offline is not believed for long [%s]',
    play(async (scene) => {
      const lie = `<script>Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })</script>`;
      const { url, proxy, answers } = await scene.stage({ head: lie });
      const page = await (await scene.context()).newPage();
      await page.clock.install();
      await page.goto(`${url}/shop`);
      const tab = toTab(page);
      await ask(tab);
      await tab.click(NINE);
      await tab.until(() => window.rig.events.includes('queued:2'));
      expect(proxy.writes()).toEqual([]);
      // By seconds: the minute begins when the page has looked, a moment after this.
      for (let second = 0; second < 62; second++) await page.clock.runFor(1_000);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
    }),
  );

  it.for<BrowserName>(['chromium'])(
    'N25: refusals that the page may not read cause no tight loop [%s]',
    play(async (scene) => {
      const { url, proxy, answers } = await scene.stage();
      const refusal = (status: number): Fault => ({ type: 'answer', status, body: '<h1>no</h1>', cors: false });
      const statuses = [413, 502, 429];
      let next = 0;
      proxy.fault(() => refusal(statuses[next++ % 3]!));
      const page = await (await scene.context()).newPage();
      await page.clock.install();
      await page.goto(`${url}/shop`);
      const tab = toTab(page);
      await ask(tab);
      await tab.click(NINE);
      await expect.poll(() => proxy.writes().length).toBeGreaterThan(0);
      for (let second = 0; second < 60; second++) await page.clock.runFor(1_000);
      expect(proxy.writes().length).toBeGreaterThan(2);
      expect(proxy.writes().length).toBeLessThanOrEqual(12);
      expect(await kept(tab)).toContainEqual({ rev: 2, v: 9 });
      proxy.fault(undefined);
      await expect.poll(async () => (await page.clock.runFor(10_000), answers())).toMatchObject([{ score: 9 }]);
    }),
  );
});
