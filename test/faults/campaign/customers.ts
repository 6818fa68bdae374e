// Whoever sits before one tab: opens a page of the shop, is asked once or several times, answers, and goes on.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import { PAGES, planOf } from './plan.ts';
import { soon, type Profile, type Tab } from './profile.ts';
import type { Random } from './random.ts';

/** An answer takes seconds; longer only on a frozen page. */
const PATIENCE = 30_000;

export interface Customers {
  /** What became of each attempt. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Resolves once everybody has gone home. */
  stop(): Promise<void>;
}

export function openShop(profiles: readonly Profile[], tabs: number, ledger: Ledger, random: Random): Customers {
  const outcomes = new Map<string, number>();
  let open = true;
  let visits = 0;
  const count = (outcome: string): void => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

  /** One page load; false when the tab is of no more use. */
  async function visit(profile: Profile, tab: Tab, dice: Random): Promise<boolean> {
    const { page } = tab;
    const touchpoint = dice.weighed({ 'checkout-completed': 40, 'chat-ended': 40, 'article-read': 20 });
    const clock = profile.clock ? `&clock=${profile.clock}` : '';
    const byCheckout = touchpoint === 'checkout-completed' && dice.chance(0.1);
    const path = byCheckout ? '/shop/checkout.html?' : PAGES[touchpoint];
    const opened = await soon(
      12_000,
      page.goto(`${profile.proxy.url}${path}${clock}`, { waitUntil: 'commit', timeout: 10_000 }),
    );
    if (!opened?.ok()) {
      count('page not opened');
      await sleep(700);
      return !page.isClosed();
    }
    if (byCheckout) {
      const ordered = page.getByRole('button', { name: 'Place the order' }).dispatchEvent('click');
      await soon(
        5_000,
        ordered.then(() => page.waitForURL('**/thank-you.html*', { waitUntil: 'commit' })),
      );
    }
    const rounds = dice.chance(0.4) ? 1 : dice.between(2, 10);
    for (let round = 0; open && round < rounds; round++) {
      const plan = planOf(`v${++visits}`, touchpoint, dice);
      ledger.open(plan, profile.index, profile.clock);
      if (dice.chance(0.2)) await soon(1_000, page.bringToFront());
      // When the page goes away under the answer, so does its promise.
      const outcome = await soon(
        PATIENCE,
        page.evaluate(([given, again]) => window.campaign.answer(given, again), [plan, round > 0] as const),
      );
      const left = plan.ending === 'leave' || plan.ending === 'write';
      count(outcome ?? (page.isClosed() ? 'page gone' : left ? 'left' : 'no word from the page'));
      if (outcome !== 'answered' || left) break;
    }
    return !page.isClosed();
  }

  async function sit(profile: Profile, dice: Random): Promise<void> {
    while (open) {
      const tab = await soon(10_000, profile.open());
      if (!tab) {
        await sleep(200);
        continue;
      }
      for (let pages = dice.between(1, 8); open && pages > 0; pages--) {
        if (!(await visit(profile, tab, dice))) break;
      }
      // Closed as the customer closes it: whatever is under way gets its page-end events.
      await soon(5_000, tab.page.close({ runBeforeUnload: dice.chance(0.5) }));
      await soon(1_000, tab.page.close());
    }
  }

  const seats = profiles.flatMap((profile) => Array.from({ length: tabs }, () => sit(profile, random.fork())));
  return {
    outcomes,
    async stop() {
      open = false;
      await Promise.all(seats);
    },
  };
}
