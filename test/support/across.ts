// One case in several browsers: the browsers and the collector are shared by a file, everything else is the case's own.
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { isThere, launch, type BrowserName, type TestBrowser, type Visitor } from './browsers.ts';
import { startCollector, type Collector } from './collector.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export interface Scene {
  readonly name: BrowserName;
  readonly collector: Collector;
  /** A shop of the case's own. */
  stage(options?: StageOptions): Promise<Stage>;
  /** A visitor of the case's own. */
  visitor(): Promise<Visitor>;
  /** The same with all that the test library can do; not in WebKit. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  page(url: string): Promise<Page>;
  /** Runs after the case, the latest first. */
  later(end: () => Promise<unknown>): void;
}

/** Makes the body of `it.for(browsers)`: plays the scene in that browser, or skips it with the reason why. */
export type Play = (run: (scene: Scene) => Promise<void>) => (name: BrowserName, test: TestContext) => Promise<void>;

export const ALL: readonly BrowserName[] = ['chromium', 'firefox', 'webkit'];

/** Call once a file. `origins` as in `startCollector`. */
export function across(options: { origins?: readonly string[] } = {}): Play {
  const browsers = new Map<BrowserName, TestBrowser>();
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector(options);
  });
  afterAll(async () => {
    for (const browser of browsers.values()) await browser.close();
    await collector.remove();
  });

  async function running(name: BrowserName): Promise<TestBrowser> {
    const browser = browsers.get(name) ?? (await launch(name));
    browsers.set(name, browser);
    return browser;
  }

  return (run) =>
    async (name, { skip }) => {
      skip(!isThere(name), `no ${name} on this machine`);
      const ends: (() => Promise<unknown>)[] = [];
      const later: Scene['later'] = (end) => void ends.unshift(end);
      const browser = await running(name);
      const context: Scene['context'] = async (more) => {
        const opened = await browser.library!.newContext(more);
        later(() => opened.close());
        return opened;
      };
      try {
        await run({
          name,
          collector,
          later,
          context,
          async stage(more) {
            const stage = await openStage(collector, more);
            later(stage.stop);
            return stage;
          },
          async visitor() {
            const visitor = await browser.visitor();
            later(visitor.close);
            return visitor;
          },
          async page(url) {
            const page = await (await context()).newPage();
            await page.goto(url);
            return page;
          },
        });
      } finally {
        for (const end of ends) await end();
      }
    };
}
