// The fault injector: what can go wrong, one entry each. Every fault heals by itself after a while, and at once when
// its signal says so.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, start } from '../../support/process.ts';
import type { Ledger } from './ledger.ts';
import { soon, type Profile } from './profile.ts';
import { TROUBLES } from './proxy.ts';
import type { Random } from './random.ts';

const SECOND = 1_000;
const DAY = 86_400_000;

/** The real collector on one port and one data folder, whichever process it is. */
export interface CollectorProcess {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** For good. */
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export async function startCollectorProcess(dataDir: string): Promise<CollectorProcess> {
  const launch = (port: string): Promise<Running> => start({ DATA_DIR: dataDir, PORT: port }, 'dist/server/main.js');
  let running: Running | undefined = await launch('0');
  let starting: Promise<Running> | undefined;
  const { base } = running;
  let over = false;
  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await starting?.catch(() => {});
    const ending = running;
    running = undefined;
    ending?.child.kill(signal);
    await ending?.ended;
  }
  return {
    url: base,
    kill: () => end('SIGKILL'),
    async start() {
      if (running || over) return;
      starting = launch(new URL(base).port);
      running = await starting;
      starting = undefined;
    },
    async stop(signal) {
      over = true;
      await end(signal);
    },
  };
}

interface World {
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly collector: CollectorProcess;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Ends early when it must be calm. */
  hold(least: number, most: number): Promise<void>;
}

/** Resolves once it has healed. */
type Fault = (world: World) => Promise<void>;

/** Runs `during` with a profile, which counts as troubled meanwhile. */
async function on({ profiles, random, ledger }: World, during: (profile: Profile) => Promise<void>): Promise<void> {
  const profile = random.pick(profiles);
  const healed = ledger.trouble([profile.index]);
  await during(profile).finally(healed);
}

const FAULTS = {
  'collector killed': async ({ collector, profiles, ledger, hold }) => {
    const healed = ledger.trouble(profiles.map(({ index }) => index));
    await collector.kill();
    await hold(0, 6 * SECOND);
    await collector.start().finally(healed);
  },
  'browser killed': (world) =>
    on(world, async (profile) => {
      await profile.kill();
      await world.hold(0, 3 * SECOND);
      await profile.start();
    }),
  network: (world) =>
    on(world, async ({ proxy }) => {
      const { random } = world;
      const weather = { trouble: random.pick(TROUBLES), share: random.pick([0.4, 1]), everything: random.chance(0.2) };
      proxy.weather ??= weather;
      await world.hold(2 * SECOND, 12 * SECOND);
      if (proxy.weather === weather) proxy.weather = undefined;
    }),
  // Pages load, answers do not get through: more and more of them wait, and the waits grow.
  outage: (world) =>
    on(world, async ({ proxy }) => {
      const weather = { trouble: world.random.pick(['drop', 'error 5xx', 'false 200'] as const), share: 1 };
      const outage = (proxy.weather = { ...weather, everything: false });
      await world.hold(50 * SECOND, 90 * SECOND);
      if (proxy.weather === outage) proxy.weather = undefined;
    }),
  offline: (world) =>
    on(world, async (profile) => {
      const context = profile.context();
      if (context) await soon(SECOND, context.setOffline(true));
      await world.hold(2 * SECOND, 15 * SECOND);
      if (context) await soon(SECOND, context.setOffline(false));
    }),
  'tab frozen': (world) =>
    on(world, async (profile) => {
      const [tab] = profile.tabs();
      if (!tab) return;
      await soon(SECOND, tab.cdp.send('Page.setWebLifecycleState', { state: 'frozen' }));
      await world.hold(2 * SECOND, world.random.chance(0.1) ? 40 * SECOND : 8 * SECOND);
      await soon(SECOND, tab.cdp.send('Page.setWebLifecycleState', { state: 'active' }));
    }),
  'clock wrong': (world) =>
    on(world, async (profile) => {
      // Further off than any wait was meant, or back: see widget/delivery/backoff.ts. Hours ahead delay what follows.
      const set = async (ms: number): Promise<void> => {
        profile.clock = ms;
        const all = profile.tabs().map(({ page }) => page.evaluate((by) => window.campaign.skew(by), ms));
        await soon(SECOND, Promise.allSettled(all));
      };
      await set(world.random.pick([-400, -20, -0.1, 2, 400]) * DAY);
      await world.hold(5 * SECOND, 20 * SECOND);
      await set(0);
    }),
  'disk full': (world) =>
    on(world, async (profile) => {
      const life = world.ledger.lives[profile.index]!;
      const origin = profile.proxy.url;
      const quota = async (size?: number): Promise<void> => {
        const override = { origin, ...(size !== undefined && { quotaSize: size }) };
        await soon(SECOND, Promise.resolve(profile.keeper()?.send('Storage.overrideQuotaForOrigin', override)));
      };
      life.full = true;
      await quota(1);
      // What a page may still write it has been promised for half a minute: Chromium asks for the space that rarely.
      await world.hold(35 * SECOND, 60 * SECOND);
      await quota();
      life.full = false;
    }),
} satisfies Record<string, Fault>;

type FaultName = keyof typeof FAULTS;
const WEIGHTS: Readonly<Record<FaultName, number>> = {
  network: 44,
  outage: 2,
  'collector killed': 15,
  'browser killed': 15,
  offline: 10,
  'tab frozen': 7,
  'clock wrong': 4,
  'disk full': 3,
};
/** At work at the same time. */
const MOST = 8;

export interface Injector {
  /** How often each fault was injected. */
  readonly injected: ReadonlyMap<string, number>;
  count(): number;
  /** Injects one if there is room for it. */
  inject(): void;
  /** Heals everything; resolves once nothing is at work. */
  calm(): Promise<void>;
}

export function createInjector(parts: Pick<World, 'profiles' | 'collector' | 'ledger' | 'random'>): Injector {
  const injected = new Map<string, number>();
  const active = new Map<Promise<void>, FaultName>();
  const calming = new AbortController();
  const { random } = parts;
  const world: World = {
    ...parts,
    hold: (least, most) => sleep(random.between(least, most), undefined, { signal: calming.signal }).catch(() => {}),
  };
  /** There is one collector; and the long ones must not be everywhere at once. */
  const alone: readonly FaultName[] = ['collector killed', 'outage', 'disk full', 'clock wrong'];
  return {
    injected,
    count: () => [...injected.values()].reduce((sum, count) => sum + count, 0),
    inject() {
      if (active.size >= MOST || calming.signal.aborted) return;
      const name = random.weighed(WEIGHTS);
      if (alone.includes(name) && [...active.values()].includes(name)) return;
      injected.set(name, (injected.get(name) ?? 0) + 1);
      // A browser that is killed meanwhile takes the fault with it.
      const done: Promise<void> = FAULTS[name](world)
        .catch(() => {})
        .finally(() => active.delete(done));
      active.set(done, name);
    },
    async calm() {
      calming.abort();
      await Promise.all(active.keys());
    },
  };
}
