// The loop that empties the queue: one request at a time, as soon as there is something to send and the collector may
// be asked.
import { LIMITS } from '../../server/contract/response.ts';
import { waits } from '../queue/backoff.ts';
import type { OpenQueue, Sent } from '../queue/open.ts';
import type { CollectorState, StoredResponse } from '../queue/queue.ts';
import { dueIn, isAccepted, LEASE, type Look } from '../queue/state.ts';
import { pick, toSent } from './batch.ts';
import { toEvent } from './outcome.ts';
import type { Facts } from './report.ts';
import type { Tabs } from './tabs.ts';
import type { Transport } from './transport.ts';

/** At most one request a second. */
const SPACING = 1_000;
/** How long `navigator.onLine === false` is believed: on Windows it is false behind some VPNs. */
const OFFLINE = 60_000;
/** At the start of many tabs at once their requests spread over this time. The chunk itself is loaded at idle. */
const SPREAD = 3_000;
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
  facts(): Facts;
  close(): void;
}

/** `killed` is called when the site is closed for good. */
export function openDrain(
  sdk: string,
  queue: OpenQueue,
  transport: Transport,
  tabs: Tabs,
  emit: Emit,
  killed: () => void,
): Drain {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextTry: number | null = null;
  let running = false;
  let again = false;
  let closed = false;
  // By the page's monotonic clock.
  let lastTry = -Infinity;
  let blockedUntil = 0;
  let offlineUntil = 0;
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
    timer = setTimeout(flush, Math.ceil(ms));
  }

  /** Milliseconds of everything that is in the way of the next request, the gravest first; none is in the way below 1. */
  function obstacles(state: CollectorState) {
    const now = performance.now();
    offlineUntil = !navigator.onLine ? offlineUntil || now + OFFLINE : 0;
    const asked = waits(state, Date.now());
    if (skipBackoff) asked.backoff = 0;
    return {
      blocked: blockedUntil - now,
      ...asked,
      offline: offlineUntil - now,
      sending: lastTry + SPACING - now,
    };
  }

  /** Which of those that wait are sent now; when none is due, it sees to it that they will be. */
  function choose(all: readonly StoredResponse[], state: CollectorState): readonly StoredResponse[] {
    waiting = all;
    const look = here();
    const dues = all.map((response) => dueIn(response, look));
    const delay = Math.max(Math.min(...dues), ...Object.values(obstacles(state)));
    if (delay && all.length) schedule(delay);
    const due = all.filter((_response, i) => !dues[i] && !delay);
    return pick(due, suspects ? Math.ceil(suspects / 2) : most);
  }

  async function send(batch: readonly StoredResponse[]): Promise<Sent> {
    lastTry = performance.now();
    offlineUntil = 0;
    skipBackoff = false;
    const { fails, loss } = queue.state();
    const count = batch.length;
    const outcome = await transport.send(
      batch.map((response) => toSent(response, queue.sinceChange(response))),
      { n: fails + 1, loss },
      () => !closed && queue.taken() === batch,
    );
    const { verdicts, clock, refused, large, kill, blocked, learn } = outcome;
    if (kill) killed();
    // What this page remembers of it.
    if (verdicts) suspects = Math.max(0, suspects - count);
    if (blocked) blockedUntil = performance.now() + BLOCKED;
    if (refused) {
      if (count < 2) {
        most = LIMITS.batch;
        suspects = 0;
      } else if (large) most = Math.ceil(count / 2);
      else suspects = count;
    }
    const look = { ...here(), clock: clock || undefined };
    return {
      events: batch.map((response) => [response, toEvent(outcome, response, count)]),
      look,
      change: (state) => learn?.(state, look, loss),
    };
  }

  function tell({ events }: Sent): void {
    for (const [revision, event] of events) {
      const { s, c = s } = event;
      const detail = { survey: revision.s, revision: revision.rev };
      if (isAccepted(event)) {
        tabs.tell({ sent: revision });
        emit('delivered', detail);
      } else if (s === 'gone') tabs.tell({ over: revision.rid });
      else if (s === 'drop' || s === 'refused') emit('rejected', { ...detail, code: c });
    }
  }

  async function run(): Promise<void> {
    let sent: Sent | undefined;
    running = true;
    do {
      again = false;
      clearTimeout(timer);
      nextTry = null;
      await queue.turn(choose, sent).catch(() => schedule(OFFLINE));
      if (sent) tell(sent);
      const batch = queue.taken();
      sent = batch.length && !closed ? await send(batch) : undefined;
    } while ((sent || again) && !closed);
    running = false;
  }

  function flush(online = false): void {
    again = true;
    // Back online: one attempt at once, whatever the failures before; not if one has just failed.
    if (online && performance.now() - lastTry > 5 * SPACING) skipBackoff = true;
    if (!running && !closed) void run();
  }

  schedule(Math.random() * SPREAD);

  return {
    flush,
    wake() {
      if (!nextTry || nextTry - Date.now() > LEASE) schedule(LEASE);
    },
    facts: () => ({ waiting, obstacles: obstacles(queue.state()), nextTry, saved: queue.isSaved() }),
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
