// One customer's device: a Chromium on a profile folder that outlives it, and its tabs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import { journalKey } from '../../../widget/queue/mark.ts';
import { texts } from '../../../widget/prompt/texts.ts';
import { startChromium } from '../../support/chromium.ts';
import { agent, type AgentOptions, type Measured, type Report } from './agent.ts';
import type { Proxy } from './proxy.ts';

export const SITE = 'pk_demo';

export interface Tab {
  readonly page: Page;
  readonly cdp: CDPSession;
}

export interface Profile {
  readonly index: number;
  readonly proxy: Proxy;
  /** The device's clock, in milliseconds off the true time: for pages that are opened from now on. */
  clock: number;
  /** Opens an empty tab; waits until there is a browser. */
  open(): Promise<Tab>;
  tabs(): readonly Tab[];
  /** Undefined while there is no browser. */
  context(): BrowserContext | undefined;
  /** A session of a tab that stays. */
  keeper(): CDPSession | undefined;
  start(): Promise<void>;
  /** kill -9; nothing when it does not run. */
  kill(): Promise<void>;
  /** Bytes on the device; undefined when no page could tell. */
  measure(): Promise<Measured | undefined>;
  /** Kills it and removes the folder. */
  remove(): Promise<void>;
}

const OPTIONS: AgentOptions = {
  notes: { sent: texts.sent, saved: texts.saved, unsaved: texts.unsaved },
  name: journalKey(SITE), // the database has the same name
  send: '/v1/s',
};

/** The promise's result, or undefined when it takes longer or rejects: a page may be frozen, or gone. */
export async function soon<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
  const result = await Promise.race([promise.catch(() => undefined), late]);
  over.abort();
  return result;
}

type Running = Awaited<ReturnType<typeof startChromium>> & { context: BrowserContext; keeper: CDPSession };

export function createProfile(
  index: number,
  proxy: Proxy,
  report: (report: Report) => void,
  killed: () => void,
): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'asklet-campaign-profile-'));
  let starting: Promise<void> | undefined;
  let running: Running | undefined;
  let tabs: Tab[] = [];
  let removed = false;

  async function start(): Promise<void> {
    const chromium = await startChromium(folder);
    const end = chromium.kill;
    try {
      const context = chromium.browser.contexts()[0]!;
      await context.exposeBinding('campaignReport', (_source, told: Report) => report(told));
      await context.addInitScript(agent, OPTIONS);
      const keeper = await context.newCDPSession(context.pages()[0] ?? (await context.newPage()));
      running = { ...chromium, context, keeper };
    } catch (error) {
      await end();
      throw error;
    }
    if (removed) await profile.kill();
  }

  const profile: Profile = {
    index,
    proxy,
    clock: 0,
    async open() {
      await starting;
      if (!running) throw new Error('no browser');
      const page = await running.context.newPage();
      const cdp = await running.context.newCDPSession(page);
      // Or every tab is as good as in front: Playwright's default.
      await cdp.send('Emulation.setFocusEmulationEnabled', { enabled: false });
      const tab = { page, cdp };
      tabs = [...tabs, tab];
      page.once('close', () => (tabs = tabs.filter((one) => one !== tab)));
      return tab;
    },
    tabs: () => tabs,
    context: () => running?.context,
    keeper: () => running?.keeper,
    async start() {
      if (running || removed) return;
      starting ??= start().finally(() => (starting = undefined));
      await starting;
    },
    async kill() {
      const ending = running;
      running = undefined;
      tabs = [];
      if (!ending) return;
      const gone = ending.kill();
      killed();
      await gone;
    },
    async measure() {
      for (const { page } of tabs.toReversed()) {
        const measured = await soon(
          1_500,
          page.evaluate(() => window.campaign.measure()),
        );
        if (measured) return measured;
      }
      return undefined;
    },
    async remove() {
      removed = true;
      await starting?.catch(() => {});
      await profile.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  return profile;
}
