// Other people's pages, with their policies, shortcuts, layers, routers and libraries.
import { describe, expect, it } from 'vitest';
import { across, ALL } from '../support/across.ts';
import { launchFirefox } from '../support/firefox.ts';
import { toTab, type BrowserName } from '../support/browsers.ts';
import { ask, NINE } from '../support/moves.ts';
import { rigScript } from '../support/rig.ts';
import { pageWith } from '../support/site.ts';

const play = across();

const CHROMIUM: readonly BrowserName[] = ['chromium'];
const SEND = 'button.go';

describe('a strict page', () => {
  it.for(ALL)(
    'H01: is neither broken nor breaks the prompt by its policy and Trusted Types [%s]',
    play(async (scene) => {
      const head = `<script nonce="abc">violations = []; addEventListener('securitypolicyviolation', event => violations.push(event.effectiveDirective + ' ' + event.blockedURI))</script>`;
      const more: Record<string, { body: string; headers: Record<string, string> }> = {};
      const { url, proxy, answers } = await scene.stage({ more });
      const policy = `default-src 'none'; script-src 'nonce-abc'; connect-src ${proxy.url}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'`;
      const body = pageWith(proxy.url, { head: head + rigScript('abc'), tag: 'nonce="abc"' });
      // A page without an icon of its own: its absence is the page's affair.
      const page = body.replace('<link rel="icon" href="data:,">', '');
      more['/strict'] = { body: page, headers: { 'content-security-policy': policy } };
      const tab = await (await scene.visitor()).open(`${url}/strict`);
      await ask(tab);
      const radius = await tab.evaluate(() => getComputedStyle(window.rig.find('.card')!).borderTopLeftRadius);
      expect(radius).toBe('12px');
      await tab.click(NINE);
      // By script: WebKit's driver reports an error of its own into the page when what it clicks goes away at the click.
      await tab.evaluate((what) => window.rig.tap(what), SEND);
      await expect.poll(answers).toMatchObject([{ score: 9, status: 'completed' }]);
      const violations = await tab.evaluate(() => (window as unknown as { violations: string[] }).violations);
      expect(violations.filter((violation) => !violation.includes('favicon'))).toEqual([]);
      expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
    }),
  );
});

describe('a lively page', () => {
  it.for<BrowserName>(['chromium', 'firefox'])(
    'H03: does not take the letters typed in the prompt for its shortcuts [%s]',
    play(async (scene) => {
      const head = `<script>
      shortcuts = [];
      addEventListener('keydown', event => event.key === 's' && (shortcuts.push('s'), event.preventDefault()));
      addEventListener('keydown', event => {
        if (event.key === '/' && !/INPUT|TEXTAREA/.test(event.composedPath()[0].tagName)) event.preventDefault();
      }, true);
    </script>`;
      const { url, answers } = await scene.stage({ head });
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await ask(tab);
      await tab.click(NINE);
      await tab.click('textarea');
      await tab.type('s/');
      await tab.click(SEND);
      await expect.poll(answers).toMatchObject([{ score: 9, comment: 's/' }]);
      expect(await tab.evaluate(() => (window as unknown as { shortcuts: string[] }).shortcuts)).toEqual([]);
    }),
  );

  it.for(CHROMIUM)(
    'H06: may cover everything with its highest layer; the prompt is still clicked [%s]',
    play(async (scene) => {
      const body = '<div style="position:fixed;inset:0;z-index:2147483647;background:#0008"></div>';
      const { url, answers } = await scene.stage({ body });
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await ask(tab);
      // A real click at the place: it would hit the cover.
      await tab.click(NINE);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
    }),
  );

  it.for(CHROMIUM)(
    'H05: may make its body inert behind a dialog of its own; the prompt is usable all the same [%s]',
    play(async (scene) => {
      const { url, answers } = await scene.stage();
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await tab.evaluate(() => void (document.body.inert = true));
      await ask(tab);
      await tab.click(NINE);
      await tab.click(SEND);
      await expect.poll(answers).toMatchObject([{ score: 9, status: 'completed' }]);
    }),
  );

  it.for(CHROMIUM)(
    'H07: may hold the focus in a dialog of its own; the prompt does not fight for it [%s]',
    play(async (scene) => {
      const body = `<div id="modal" role="dialog" tabindex="-1"><input></div><script>
      bounces = 0;
      document.addEventListener('focusin', event => {
        if (modal.contains(event.target)) return;
        bounces++;
        modal.querySelector('input').focus();
      });
      modal.querySelector('input').focus();
    </script>`;
      const { url, answers } = await scene.stage({ body });
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await ask(tab);
      const bounces = () => tab.evaluate(() => (window as unknown as { bounces: number }).bounces);
      expect(await bounces()).toBe(0);
      await tab.click(NINE);
      await expect.poll(answers).toMatchObject([{ score: 9 }]);
      expect(await bounces()).toBeLessThan(3);
    }),
  );

  it.for(CHROMIUM)(
    'H08: reduced motion moves nothing, forced colours keep contrast and focus ring [%s]',
    play(async (scene) => {
      const { url } = await scene.stage();
      const context = await scene.context({ reducedMotion: 'reduce', forcedColors: 'active' });
      const page = await context.newPage();
      await page.goto(`${url}/shop`);
      await ask(toTab(page));
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
      expect(await page.locator('.card').evaluate((card) => getComputedStyle(card).animationName)).toBe('none');
      await page.locator('input[value="0"]').focus();
      await page.keyboard.press('Space');
      const looks = await page.locator('input[value="0"] + span').evaluate((span) => {
        const resolve = (color: string): string => {
          const probe = document.body.appendChild(document.createElement('i'));
          probe.style.color = color;
          const resolved = getComputedStyle(probe).color;
          probe.remove();
          return resolved;
        };
        const { outlineStyle, outlineWidth, color, backgroundColor, borderTopStyle } = getComputedStyle(span);
        return {
          ring: [outlineStyle, parseFloat(outlineWidth) >= 2],
          border: borderTopStyle,
          system: [resolve('CanvasText'), resolve('Highlight'), resolve('HighlightText')].includes(color),
          differ: color !== backgroundColor,
        };
      });
      expect(looks).toEqual({ ring: ['solid', true], border: 'solid', system: true, differ: true });
      // Without the preference it does move.
      await page.emulateMedia({ reducedMotion: 'no-preference', forcedColors: 'none' });
      expect(await page.locator('.card').evaluate((card) => getComputedStyle(card).animationName)).toBe('in');
    }),
  );

  it.for(CHROMIUM)(
    'H09: routes past every patch; the prompt sees the new place and history is untouched [%s]',
    play(async (scene) => {
      const head = '<script>original = [history.pushState, History.prototype.pushState]</script>';
      const { url, answers } = await scene.stage({ head });
      const page = await scene.page(`${url}/shop`);
      await page.waitForFunction(() => window.rig.events.includes('ready'));
      // A router that renders another page with an inline survey.
      await page.evaluate(() => {
        History.prototype.pushState.call(history, null, '', 'article');
        document.body.innerHTML = '<asklet-prompt survey="article-helpful"></asklet-prompt>';
      });
      await page.getByRole('radio', { name: '1, Yes' }).click();
      await expect.poll(answers).toMatchObject([{ score: 1, page: expect.stringMatching('/article$') }]);
      const untouched = await page.evaluate(() => {
        const [own, prototype] = (window as unknown as { original: unknown[] }).original;
        return (
          Object.hasOwn(history, 'pushState') || history.pushState !== own || History.prototype.pushState !== prototype
        );
      });
      expect(untouched).toBe(false);
    }),
  );

  // Not in WebKit: its driver itself fails where Object.prototype has a member.
  it.for<BrowserName>(['chromium', 'firefox'])(
    'H10: changes the language itself, and the prompt works all the same [%s]',
    play(async (scene) => {
      const head = `<script>
      Object.prototype.foo = function () { return 'polluted' };
      Array.prototype.last = function () { return this[this.length - 1] };
      const { parse, stringify } = JSON;
      JSON = { parse: text => parse(text), stringify: (...args) => stringify(...args) };
      Date = class extends Date { toString() { return 'a day' } };
      // As zone.js does: promises of its own class, timers and listeners wrapped.
      const zoned = run => typeof run === 'function' ? function (...args) { return run.apply(this, args) } : run;
      Promise = class ZoneAwarePromise extends Promise {};
      for (const name of ['setTimeout', 'setInterval', 'queueMicrotask'])
        window[name] = (native => (run, ...rest) => native.call(window, zoned(run), ...rest))(window[name]);
      const wrapped = new WeakMap();
      const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, run, options) {
        if (typeof run === 'function' && !wrapped.has(run)) wrapped.set(run, zoned(run));
        return add.call(this, type, wrapped.get(run) || run, options);
      };
      EventTarget.prototype.removeEventListener = function (type, run, options) {
        return remove.call(this, type, wrapped.get(run) || run, options);
      };
      fetch = (native => (...args) => new Promise((resolve, reject) => native(...args).then(resolve, reject)))(fetch);
    </script>`;
      const { url, answers } = await scene.stage({ head });
      const tab = await (await scene.visitor()).open(`${url}/shop`);
      await ask(tab);
      await tab.click(NINE);
      await tab.click('textarea');
      await tab.type('fine');
      await tab.click(SEND);
      await expect.poll(answers).toMatchObject([{ score: 9, comment: 'fine', status: 'completed' }]);
      await tab.until(() => window.rig.events.some((event) => event.startsWith('delivered')));
      expect(await tab.evaluate(() => window.rig.errors)).toEqual([]);
    }),
  );

  it.for(CHROMIUM)(
    'H12: destroyed, it leaves no listener, timer or connection; then forgotten, no data [%s]',
    play(async (scene) => {
      const { url, proxy } = await scene.stage({ head: `<script>(${String(countHeld)})()</script>` });
      proxy.fault({ type: 'refuse' });
      const page = await scene.page(`${url}/shop`);
      await ask(toTab(page));
      await page.locator(NINE).click();
      await page.waitForFunction(() => window.rig.events.includes('queued:2'));
      const held = () => page.evaluate(() => [...(window as unknown as Held).held].sort());
      expect((await held()).length).toBeGreaterThan(5);
      await page.evaluate(() => void window.asklet('destroy'));
      await expect.poll(held).toEqual([]);
      expect(await page.locator('[data-look]').count()).toBe(0);
      expect(await page.evaluate(async () => (await window.rig.database()).length)).toBe(1);
      const deleted = await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const request = indexedDB.deleteDatabase('asklet-pk_demo');
            request.onsuccess = () => resolve('deleted');
            request.onblocked = () => resolve('blocked by an open connection');
          }),
      );
      expect(deleted).toBe('deleted');
      // Starting again, saying no and ending leaves nothing on the device.
      await page.evaluate((host) => void window.asklet('init', { site: 'pk_demo', host }), proxy.url);
      await page.waitForFunction(() => window.rig.events.filter((event) => event === 'ready').length === 2);
      // The delivery is open, for the mark says that something may wait.
      await expect.poll(async () => (await held()).join()).toContain('window pagehide');
      await page.evaluate(() => void window.asklet('consent', 'denied'));
      await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([]);
      await page.evaluate(() => void window.asklet('destroy'));
      await expect.poll(held).toEqual([]);
      expect(await page.evaluate(async () => [await window.rig.database(), Object.keys(localStorage)])).toEqual([
        [],
        [],
      ]);
      expect(await page.evaluate(() => window.rig.errors)).toEqual([]);
    }),
  );
});

describe('a person who said no to tracking', () => {
  it.for<BrowserName>(['firefox'])(
    'H11: with Global Privacy Control no name leaves the page [%s]',
    play(async (scene) => {
      const browser = await launchFirefox({
        'privacy.globalprivacycontrol.enabled': true,
        'privacy.globalprivacycontrol.functionality.enabled': true,
      });
      scene.later(() => browser.close());
      const { url, proxy, answers } = await scene.stage();
      const page = await browser.newPage();
      await page.goto(`${url}/shop`);
      expect(await page.evaluate(() => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)).toBe(
        true,
      );
      await page.evaluate(() => void window.asklet('identify', 'ann@example.com', { plan: 'gold' }));
      await ask(toTab(page));
      await page.locator(NINE).click();
      await expect.poll(answers).toMatchObject([{ score: 9, person: null }]);
      expect(proxy.writes().filter(({ body }) => body.includes('ann@example.com'))).toEqual([]);
      // The collector learns why: the browser says it with every request.
      expect(proxy.writes().map(({ headers }) => headers['sec-gpc'])).toEqual(proxy.writes().map(() => '1'));
    }),
  );
});

interface Held {
  held: Set<string>;
}

/** Lists the listeners on window and document and the timers that are held, all but the tests' own. */
function countHeld(): void {
  const held = ((window as unknown as Held).held = new Set());
  const ids = new WeakMap<object, number>();
  let last = 0;
  const ours = (): boolean => /\/a(\.js|\/\w)/.test(new Error().stack ?? '');
  const key = (target: unknown, type: string, handler: object, options: unknown): string => {
    if (!ids.has(handler)) ids.set(handler, ++last);
    const capture = typeof options === 'object' && options ? (options as { capture?: boolean }).capture : options;
    return `${target === window ? 'window' : 'document'} ${type} ${ids.get(handler)} ${!!capture}`;
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    if ((this === window || this === document) && handler && ours()) held.add(key(this, type, handler, options));
    return add.call(this, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) {
    if (handler) held.delete(key(this, type, handler, options));
    return remove.call(this, type, handler, options);
  };
  const { setTimeout: start, clearTimeout: stop } = window;
  window.setTimeout = ((run: () => void, ms?: number) => {
    const id = start(() => {
      held.delete(`timer ${id}`);
      run();
    }, ms);
    if (ours()) held.add(`timer ${id}`);
    return id;
  }) as typeof setTimeout;
  window.clearTimeout = ((id: number) => {
    held.delete(`timer ${id}`);
    stop(id);
  }) as typeof clearTimeout;
}
