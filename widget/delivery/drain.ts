// The loop that empties the queue: one request at a time, as soon as there is something to send and the collector may
// be asked.
import type { Verdict } from '../../server/contract/api.ts';
import { LIMITS } from '../../server/contract/response.ts';
import { tryLock } from '../platform/lock.ts';
import type { OpenQueue } from '../queue/open.ts';
import { isWaiting, LOSSES, type Losses, type StoredResponse } from '../queue/queue.ts';
import { backoff, DAY, left, park, pause, wait } from './backoff.ts';
import { pick, toSent } from './batch.ts';
import type { Receipt } from './receipt.ts';
import type { Outcome } from './status.ts';
import type { Transport } from './transport.ts';

/** At most one request a second. */
const SPACING = 1_000;
/** How long `navigator.onLine === false` is believed: on Windows it is false behind some VPNs. */
const OFFLINE = 60_000;
/** How long a lock that another tab holds is respected: a frozen tab keeps its locks. */
const PATIENCE = 30_000;
const BLOCKED = 5 * 60_000;

export type Emit = (
  event: 'queued' | 'delivered' | 'rejected',
  detail: { survey: string; revision: number; code?: string },
) => void;

export interface Drain {
  /** Looks at the queue; sends if something is due. `online`: the network has just come back. */
  flush(online?: boolean): void;
  close(): void;
}

export interface DrainOptions {
  readonly site: string;
  readonly queue: OpenQueue;
  readonly transport: Transport;
  readonly emit: Emit;
  /** The site is closed for good. */
  killed(): void;
}

export function openDrain({ site, queue, transport, emit, killed }: DrainOptions): Drain {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let closed = false;
  let lastTry = -Infinity;
  let blockedUntil = 0;
  let offlineSince: number | undefined;
  let busySince: number | undefined;
  let skipBackoff = false;
  /** Most responses a request may hold on this page, learnt from 413; and how many are left of a refused request. */
  let most: number = LIMITS.batch;
  let suspects = 0;
  let reported: Losses = queue.state().loss;

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(flush, Math.min(Math.ceil(ms), DAY));
  }

  /** Milliseconds until the next request, by what this page and the collector's state say. */
  function rest(now: number): number {
    if (navigator.onLine === false) offlineSince ??= now;
    else offlineSince = undefined;
    return Math.max(
      wait(queue.state(), now, !skipBackoff),
      left(lastTry + SPACING, now, SPACING),
      left(blockedUntil, now, BLOCKED),
      offlineSince === undefined ? 0 : left(offlineSince + OFFLINE, now, OFFLINE),
    );
  }

  async function run(): Promise<void> {
    for (;;) {
      again = false;
      const waiting = (await queue.responses()).filter(isWaiting);
      if (closed) return;
      if (!waiting.length) {
        await queue.unmark();
        if (again) continue;
        return;
      }
      const now = Date.now();
      const delay = Math.max(rest(now), Math.min(...waiting.map(({ next = 0 }) => left(next, now, 1.1 * DAY))));
      if (delay) return schedule(delay);
      const due = waiting.filter(({ next = 0 }) => !left(next, now, 1.1 * DAY));
      const batch = pick(due, suspects ? Math.ceil(suspects / 2) : most);
      // The lock only saves double work: what two tabs send twice is joined once.
      const turn = async (): Promise<true> => {
        await apply(await send(batch), batch);
        return true;
      };
      const patient = now - (busySince ?? now) < PATIENCE;
      if (await (patient ? tryLock(`asklet-${site}`, turn) : turn())) busySince = undefined;
      else {
        busySince ??= now;
        return schedule(2 * SPACING);
      }
      if (closed) return;
    }
  }

  function send(batch: readonly StoredResponse[]): Promise<Outcome> {
    lastTry = Date.now();
    offlineSince = undefined;
    skipBackoff = false;
    const { fails, loss } = queue.state();
    reported = loss;
    return transport.send(
      batch.map((response) => toSent(response, queue.sinceChange(response))),
      { n: fails + 1, ...(Object.values(loss).some(Boolean) && { loss }) },
    );
  }

  async function apply(outcome: Outcome, batch: readonly StoredResponse[]): Promise<void> {
    const now = Date.now();
    const random = Math.random();
    switch (outcome.type) {
      case 'receipt':
        return receive(outcome.receipt, batch, now);
      case 'refused':
        if (batch.length === 1) {
          most = LIMITS.batch;
          suspects = 0;
          return quarantine(batch[0]!, outcome.code);
        }
        if (outcome.large) most = Math.ceil(batch.length / 2);
        else suspects = batch.length;
        return;
      case 'pause':
        return queue.changeState(() => ({ pausedUntil: now + pause(outcome.ms, random) }));
      case 'park':
        return queue.changeState(({ parks }) => ({
          parks: parks + 1,
          parkedUntil: now + park(outcome.rung + parks, random),
        }));
      case 'kill':
        return killed();
      case 'blocked':
        blockedUntil = now + BLOCKED;
        if (outcome.sure) return;
        return fail(now);
      case 'failed':
        return fail(now);
    }
  }

  function fail(now: number): Promise<void> {
    const random = Math.random();
    return queue.changeState(({ fails }) => ({ fails: fails + 1, nextAt: now + backoff(fails, random) }));
  }

  async function receive(receipt: Receipt, batch: readonly StoredResponse[], now: number): Promise<void> {
    suspects = Math.max(0, suspects - batch.length);
    for (const reason of LOSSES) if (reported[reason]) await queue.countLoss(reason, -reported[reason]);
    await queue.changeState(() => ({
      fails: 0,
      nextAt: 0,
      parks: 0,
      parkedUntil: 0,
      clock: receipt.now,
      ...(receipt.pause > 0 && { pausedUntil: now + pause(receipt.pause, Math.random()) }),
    }));
    for (const response of batch) await judge(response, receipt.verdicts.get(response.rid), now);
  }

  async function judge(response: StoredResponse, verdict: Verdict | undefined, now: number): Promise<void> {
    switch (verdict?.s) {
      case 'ok':
      case 'dup':
      case 'held':
        await queue.acknowledge(response);
        return emit('delivered', { survey: response.s, revision: response.rev });
      case 'gone':
        return queue.remove(response.rid);
      case 'drop':
        return quarantine(response, verdict.c ?? 'drop', true);
      default:
        return queue.settle(response, (held) => {
          const tries = (held.tries ?? 0) + 1;
          const asked = Number.isFinite(verdict?.ms) ? verdict!.ms! : 0;
          return { ...held, tries, next: now + Math.min(Math.max(asked, backoff(tries, Math.random())), DAY) };
        });
    }
  }

  /** Set aside and tried again slowly; given up after the third time on different days that the collector dropped it. */
  async function quarantine(response: StoredResponse, code: string, dropped = false): Promise<void> {
    const now = Date.now();
    let lost = false;
    await queue.settle(response, (held) => {
      const quar = (held.quar ?? 0) + 1;
      const counts = dropped && !(now - (held.dropped ?? -Infinity) < DAY);
      const drops = (held.drops ?? 0) + (counts ? 1 : 0);
      lost = drops > 2;
      if (lost) return null;
      return { ...held, quar, next: now + park(quar, Math.random()), ...(counts && { drops, dropped: now }) };
    });
    if (lost) await queue.countLoss('bad');
    emit('rejected', { survey: response.s, revision: response.rev, code });
  }

  function flush(online = false): void {
    again = true;
    // Back online: one attempt at once, whatever the failures before; not if one has just failed.
    if (online && Date.now() - lastTry > 5 * SPACING) skipBackoff = true;
    if (running || closed) return;
    running = true;
    void run()
      .catch(() => schedule(OFFLINE))
      .finally(() => {
        running = false;
        if (again) flush();
      });
  }

  return {
    flush,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
