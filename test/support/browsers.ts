// Three browsers behind one narrow interface, so that a case is written once and runs in each.
import type { Browser, BrowserContext, Page } from 'playwright';
import { findChromium, launchChromium } from './chromium.ts';
import { findFirefox, launchFirefox } from './firefox.ts';
import { findWebKit, launchWebKit, type WebDriver } from './webkit.ts';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';

/** Functions given to a page are sent as text: they see their arguments, which JSON must hold, and nothing else. */
type InPage<A extends readonly unknown[], R> = (...args: A) => R | Promise<R>;

export interface Tab {
  goto(url: string): Promise<void>;
  evaluate<A extends readonly unknown[], R>(run: InPage<A, R>, ...args: A): Promise<R>;
  /** The same inside the page's only frame. */
  inFrame<A extends readonly unknown[], R>(run: InPage<A, R>, ...args: A): Promise<R>;
  /** Resolves once `run` returns something true; survives navigations. */
  until<A extends readonly unknown[]>(run: InPage<A, unknown>, ...args: A): Promise<void>;
  /** Points at the first match and clicks, looking into open shadow roots too. */
  click(selector: string): Promise<void>;
  /** Types with the keyboard wherever the focus is. */
  type(text: string): Promise<void>;
  /** Presses one key, wherever the focus is. */
  press(key: Key): Promise<void>;
  close(): Promise<void>;
}

/** Keys that no text has, by what WebDriver calls them (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
const KEYS = {
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  Space: ' ',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
} as const;
export type Key = keyof typeof KEYS;

/** Somebody with a browser and storage of their own; in WebKit the storage is one per origin and browser. */
export interface Visitor {
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

export interface TestBrowser {
  readonly name: BrowserName;
  visitor(): Promise<Visitor>;
  /** The test library's own view of it; WebKit has none. */
  readonly library: Browser | undefined;
  close(): Promise<void>;
}

const PATIENCE = 15_000;

async function until(look: () => Promise<unknown>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (let last: unknown; ; await new Promise((resolve) => setTimeout(resolve, 30))) {
    try {
      last = await look();
      if (last) return;
    } catch (error) {
      // The page is just being left.
      last = error;
    }
    if (Date.now() > end) throw new Error(`Never came true: ${what}; last: ${String(last)}`);
  }
}

const call = (run: unknown, args: readonly unknown[]): string => `(${String(run)})(...${JSON.stringify(args)})`;

/** A page of the test library as a tab of ours. */
export function toTab(page: Page): Tab {
  const tab: Tab = {
    goto: async (url) => void (await page.goto(url)),
    evaluate: (run, ...args) => page.evaluate(call(run, args)),
    inFrame: (run, ...args) => page.frames()[1]!.evaluate(call(run, args)),
    until: (run, ...args) => until(() => tab.evaluate(run, ...args), String(run)),
    click: (selector) => page.locator(selector).first().click(),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    close: () => page.close(),
  };
  return tab;
}

function playwright(name: BrowserName, browser: Browser, scheme?: Scheme): TestBrowser {
  return {
    name,
    library: browser,
    async visitor() {
      const context: BrowserContext = await browser.newContext(scheme && { colorScheme: scheme });
      return {
        async open(url) {
          const tab = toTab(await context.newPage());
          await tab.goto(url);
          return tab;
        },
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** The first match, also inside open shadow roots. */
function findDeep(selector: string): Element | null {
  const find = (root: Document | ShadowRoot): Element | null => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll('*')) {
      const inside = shadowRoot && find(shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  return find(document);
}

async function webkit(driver: WebDriver): Promise<TestBrowser> {
  // The window it began with stays empty and opens the others.
  const home = await driver.command<string>('window', undefined, 'GET');
  // One window has the driver's attention at a time: commands queue up, each for its own window.
  let turn: Promise<unknown> = Promise.resolve();
  let current = '';

  function inWindow<T>(handle: string, run: () => Promise<T>): Promise<T> {
    const next = turn.then(async () => {
      if (current !== handle) await driver.command('window', { handle });
      current = handle;
      return run();
    });
    turn = next.catch(() => {});
    return next;
  }

  async function script<R>(run: unknown, args: readonly unknown[]): Promise<R> {
    const text = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => ${call(run, args)}).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
    const result = await driver.command<{ value: R; error?: string }>('execute/async', { script: text, args: [] });
    if (result.error) throw new Error(result.error);
    return result.value;
  }

  const tabOf = (handle: string): Tab => {
    const tab: Tab = {
      goto: (url) => inWindow(handle, () => driver.command('url', { url })),
      evaluate: (run, ...args) => inWindow(handle, () => script(run, args)),
      inFrame: (run, ...args) =>
        inWindow(handle, async () => {
          await driver.command('frame', { id: 0 });
          try {
            return await script(run, args);
          } finally {
            await driver.command('frame', { id: null });
          }
        }),
      until: (run, ...args) => until(() => tab.evaluate(run, ...args), String(run)),
      async click(selector) {
        await tab.until(findDeep, selector);
        // Pointer actions at a place hang in WebKitGTK 2.50 once there is a second window; clicks at an element do not.
        const point = () =>
          inWindow(handle, async () => {
            const [reference] = Object.values(await script<Record<string, string>>(findDeep, [selector]));
            await driver.command(`element/${reference}/click`);
            return true;
          });
        // What has just appeared takes no pointer yet: as the test library does, it is tried until it does.
        await until(point, `a click on ${selector}`);
      },
      type: (text) =>
        inWindow(handle, () => {
          const keys = [...text].flatMap((value) => [
            { type: 'keyDown', value },
            { type: 'keyUp', value },
          ]);
          return driver.command('actions', { actions: [{ type: 'key', id: 'keyboard', actions: keys }] });
        }),
      press: (key) => tab.type(KEYS[key]),
      close: () =>
        inWindow(handle, async () => {
          await driver.command('window', undefined, 'DELETE');
          current = '';
        }),
    };
    return tab;
  };

  return {
    name: 'webkit',
    library: undefined,
    async visitor() {
      const tabs: Tab[] = [];
      return {
        async open(url) {
          const { handle } = await inWindow(home, () =>
            driver.command<{ handle: string }>('window/new', { type: 'tab' }),
          );
          const tab = tabOf(handle);
          tabs.push(tab);
          await tab.goto(url);
          return tab;
        },
        async close() {
          for (const tab of tabs) await tab.close().catch(() => {});
        },
      };
    },
    close: () => driver.close(),
  };
}

/** Which of both the system prefers. Firefox and WebKit take it from their system, for the whole browser. */
export type Scheme = 'light' | 'dark';

interface Kind {
  readonly found: () => string | undefined;
  readonly launch: (scheme?: Scheme) => Promise<TestBrowser>;
}

const KINDS: Readonly<Record<BrowserName, Kind>> = {
  chromium: {
    found: findChromium,
    launch: async (scheme) => playwright('chromium', await launchChromium(), scheme),
  },
  firefox: {
    found: findFirefox,
    launch: async (scheme) =>
      playwright('firefox', await launchFirefox(scheme && { 'ui.systemUsesDarkTheme': scheme === 'dark' ? 1 : 0 })),
  },
  webkit: {
    found: findWebKit,
    launch: async (scheme) =>
      webkit(await launchWebKit(scheme && { GTK_THEME: scheme === 'dark' ? 'Adwaita:dark' : 'Adwaita' })),
  },
};

/** Is that browser on this machine? Chromium is taken for granted: the run fails before without one. */
export const isThere = (name: BrowserName): boolean => name === 'chromium' || !!KINDS[name].found();

export const launch = (name: BrowserName, scheme?: Scheme): Promise<TestBrowser> => KINDS[name].launch(scheme);
