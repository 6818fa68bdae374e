// After the last fault: how long until nothing waits any more.
import { openStore } from '../../../server/store/index.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profile } from './profile.ts';

/** The longest backoff and a request that takes as long as it may, and what it takes to see it. */
const MOST = 5 * 60_000 + 30_000;

export interface Recovery {
  readonly violations: readonly string[];
  /** Answers that still waited when all was well again, and the seconds until none did. */
  readonly waiting: number;
  readonly seconds: number;
}

/**
 * Publishes every survey anew, for people who were not asked for a long while: so the last pages ask nobody, and what
 * waits must find its way without a prompt that would load the delivery.
 */
export async function askNobody(databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl);
  for (const survey of await store.surveys('demo')) {
    const pacing = { ...survey.pacing, gap: 14, waits: { answered: 90, dismissed: 30, ignored: 14 } };
    await store.publish('demo', { ...survey, version: survey.version + 1, pacing });
  }
  await store.close();
}

/** Every profile opens one page of the shop and leaves it open until nothing waits on it. */
export async function recover(profiles: readonly Profile[]): Promise<Recovery> {
  const start = Date.now();
  const drain = async (profile: Profile): Promise<{ waiting: number; violation?: string }> => {
    profile.proxy.weather = undefined;
    profile.clock = 0;
    await profile.start();
    const { page, cdp } = await profile.open();
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true }); // or the surveys of before answer
    await page.goto(`${profile.proxy.url}/shop/index.html`);
    let first: number | undefined;
    // Twice nothing: between the journal and the database an answer is in neither for whoever reads one after the other.
    for (let calm = 0; calm < 2; await sleep(500)) {
      const left = (await profile.measure())?.waiting;
      first ??= left;
      calm = left === 0 ? calm + 1 : 0;
      if (Date.now() - start > MOST) {
        return {
          waiting: first ?? 0,
          violation: `profile ${profile.index}: ${left ?? 'unknown'} answers still wait in peace`,
        };
      }
    }
    return { waiting: first ?? 0 };
  };
  const drained = await Promise.all(profiles.map(drain));
  return {
    violations: drained.flatMap(({ violation }) => violation ?? []),
    waiting: drained.reduce((sum, { waiting }) => sum + waiting, 0),
    seconds: (Date.now() - start) / 1_000,
  };
}
