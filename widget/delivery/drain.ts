// The loop that empties the queue: one request at a time, as soon as there is something to send and the collector may
// be asked.
import { LIMITS } from '../../server/contract/response.ts';
import { DAY, left, waits } from '../queue/backoff.ts';
import type { OpenQueue } from '../queue/open.ts';
import type { StoredResponse } from '../queue/queue.ts';
import { dueIn, LEASE, type Look } from '../queue/state.ts';
import { pick, toSent } from './batch.ts';
import { judge } from './judge.ts';
import { report, type Report } from './report.ts';
import type { Outcome } from './status.ts';
import type { Tabs } from './tabs.ts';
import type { Transport } from './transport.ts';

/** At most one request a second. */
const SPACING = 1_000;
/** How long `navigator.onLine === false` is believed: on Windows it is false behind some VPNs. */
const OFFLINE = 60_000;
const BLOCKED = 5 * 60_000;

export type Emit = (
  event: 'queued' | 'delivered' | 'rejected',
  detail: { survey: string; revision: number; code?: string },
) => void;

export interface Drain {
  /** Looks at the queue; sends if something is due. `online`: the network has just come back. */
  flush(online?: boolean): void;
  /** Another tab kept an answer: looks in a while whether it could deliver it. */
  wake(): void;
  report(): Report;
  close(): void;
}

export interface DrainOptions {
  readonly sdk: string;
  readonly queue: OpenQueue;
  readonly transport: Transport;
  readonly tabs: Tabs;
  readonly emit: Emit;
  /** The site is closed for good. */
  killed(): void;
}

export function openDrain({ sdk, queue, transport, tabs, emit, killed }: DrainOptions): Drain {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextTry: number | null = null;
  let running = false;
  let again = false;
  let closed = false;
  let lastTry = 0;
  let blockedUntil = 0;
  let offlineSince = 0;
  let skipBackoff = false;
  /** What waited at the last look. */
  let waiting: readonly StoredResponse[] = [];
  /** Most responses a request may hold on this page, learnt from 413; and how many are left of a refused request. */
  let most: number = LIMITS.batch;
  let suspects = 0;

  const here = (): Look => ({ sdk, now: Date.now(), random: Math.random() });

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (closed) return;
    nextTry = Date.now() + ms;
    timer = setTimeout(flush, Math.min(Math.ceil(ms), DAY));
  }

  /** Milliseconds of everything that is in the way of the next request. */
  function obstacles(now: number) {
    offlineSince = navigator.onLine === false ? offlineSince || now : 0;
    const asked = waits(queue.state(), now);
    if (skipBackoff) asked.backoff = 0;
    return {
      blocked: left(blockedUntil, now, BLOCKED),
      ...asked,
      offline: left(offlineSince + OFFLINE, now, OFFLINE),
      sending: left(lastTry + SPACING, now, SPACING),
    };
  }

  /** Which of those that wait are sent now; when none is due, it sees to it that they will be. */
  function choose(all: readonly StoredResponse[]): readonly StoredResponse[] {
    waiting = all;
    const look = here();
    const soonest = Math.min(...all.map((response) => dueIn(response, look)));
    const delay = Math.max(soonest, ...Object.values(obstacles(look.now)));
    if (!delay)
      return pick(
        all.filter((response) => !dueIn(response, look)),
        suspects ? Math.ceil(suspects / 2) : most,
      );
    if (all.length) schedule(delay);
    return [];
  }

  async function run(): Promise<void> {
    for (;;) {
      again = false;
      await queue.take(choose);
      const batch = queue.taken();
      if (closed || !batch.length) return;
      await send(batch);
    }
  }

  async function send(batch: readonly StoredResponse[]): Promise<void> {
    lastTry = Date.now();
    offlineSince = 0;
    skipBackoff = false;
    const { fails, loss } = queue.state();
    const documents = batch.map((response) => toSent(response, queue.sinceChange(response)));
    const lost = Object.values(loss).some(Boolean);
    const outcome = await transport.send(
      documents,
      { n: fails + 1, ...(lost && { loss }) },
      () => !closed && queue.taken() === batch,
    );
    if (outcome.type === 'kill') return killed();
    const look = here();
    learn(outcome, batch.length, look.now);
    const { events, change } = judge(outcome, { batch, reported: loss, look });
    await queue.apply(events, change);
    for (const [revision, event] of events) {
      const detail = { survey: revision.s, revision: revision.rev };
      if (event.type === 'accepted') {
        tabs.tell({ sent: revision });
        emit('delivered', detail);
      } else if (event.type === 'gone') tabs.tell({ over: revision.rid });
      else if (event.type === 'refused') emit('rejected', { ...detail, code: event.code });
    }
  }

  /** What this page remembers of an outcome. */
  function learn(outcome: Outcome, count: number, now: number): void {
    if (outcome.type === 'receipt') suspects = Math.max(0, suspects - count);
    else if (outcome.type === 'blocked') blockedUntil = now + BLOCKED;
    else if (outcome.type !== 'refused') return;
    else if (count === 1) {
      most = LIMITS.batch;
      suspects = 0;
    } else if (outcome.large) most = Math.ceil(count / 2);
    else suspects = count;
  }

  function flush(online = false): void {
    again = true;
    // Back online: one attempt at once, whatever the failures before; not if one has just failed.
    if (online && Date.now() - lastTry > 5 * SPACING) skipBackoff = true;
    if (running || closed) return;
    running = true;
    clearTimeout(timer);
    nextTry = null;
    void run()
      .catch(() => schedule(OFFLINE))
      .finally(() => {
        running = false;
        if (again) flush();
      });
  }

  return {
    flush,
    wake() {
      if (!nextTry || nextTry - Date.now() > LEASE) schedule(LEASE);
    },
    report: () => report(waiting, obstacles(Date.now()), nextTry, queue.isSaved()),
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
