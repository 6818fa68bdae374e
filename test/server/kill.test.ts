// kill -9, again and again, while fifty browsers answer: what was acknowledged is there afterwards, once.
// ASKLET_KILLS sets how often (default 50), ASKLET_SEED repeats a run's choices.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../../server/contract/api.ts';
import { isLater, join as joined, type Snapshot } from '../../server/contract/response.ts';
import { openStore } from '../../server/store/index.ts';
import type { StoredResponse } from '../../server/store/store.ts';
import { answer, document, envelope } from './documents.ts';
import { type Running, start } from '../support/process.ts';

const KILLS = Number(process.env['ASKLET_KILLS'] ?? 50);
const SEED = Number(process.env['ASKLET_SEED'] ?? Date.now() % 1_000_000);
const CLIENTS = 50;

const folder = mkdtempSync(join(tmpdir(), 'asklet-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** mulberry32: small, and the same on every run with the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(SEED);
const upTo = (count: number): number => Math.floor(random() * count);

/** What one browser knows: the revision it is at, everything it ever sent of it, and what it was told is safe. */
interface Known {
  latest: Snapshot;
  readonly sent: Snapshot[];
  acknowledged: number;
}

describe('kill -9', () => {
  it(
    `M14: loses nothing that was acknowledged and counts nothing twice, ${KILLS} times (seed ${SEED})`,
    { timeout: 60_000 + KILLS * 6_000 },
    async () => {
      const everything: Known[] = [];
      let running: Running | undefined;
      let over = false;
      const tally = { requests: 0, cut: 0, retried: 0, ok: 0, dup: 0 };

      const client = async (): Promise<void> => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const queue: Known[] = [];
        let unsure: readonly Snapshot[] | undefined;
        while (!over) {
          const base = running?.base;
          if (!base) {
            await pause();
            continue;
          }
          // What was cut off goes first, exactly as it was: nobody knows whether it arrived.
          if (unsure) tally.retried++;
          const batch: readonly Snapshot[] = unsure ?? nextBatch(queue, everything);
          tally.requests++;
          const receipt = await post(base, agent, batch).catch(() => undefined);
          if (!receipt) {
            tally.cut++;
            unsure = batch;
            await pause();
            continue;
          }
          unsure = undefined;
          for (const { rid, rev, s } of receipt.r) {
            const known = queue.find(({ latest }) => latest.rid === rid)!;
            if (s === 'ok' || s === 'dup') {
              tally[s]++;
              known.acknowledged = Math.max(known.acknowledged, rev);
            } else if (s !== 'retry') throw new Error(`Unexpected verdict ${s}.`);
          }
        }
        agent.destroy();
      };
      const clients = Array.from({ length: CLIENTS }, client);

      for (let kill = 0; kill < KILLS; kill++) {
        running = await start({ DATA_DIR: folder });
        await new Promise((resolve) => setTimeout(resolve, 20 + upTo(300)));
        const { child, ended } = running;
        running = undefined;
        child.kill('SIGKILL');
        expect(await ended).toBe('SIGKILL');
      }
      // Once more in peace, so that what was cut off is delivered too.
      running = await start({ DATA_DIR: folder });
      const before = tally.requests;
      while (tally.requests < before + CLIENTS * 3) await pause();
      over = true;
      await Promise.all(clients);
      running.child.kill('SIGTERM');
      expect(await running.ended).toBe(0);

      expect(tally.ok).toBeGreaterThan(KILLS);
      expect(tally.cut).toBeGreaterThan(0);
      await check(everything);
    },
  );
});

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** One to three new responses or later revisions of old ones; now and then an older revision once more. */
function nextBatch(queue: Known[], everything: Known[]): readonly Snapshot[] {
  const batch = new Map<string, Snapshot>();
  for (let wanted = 1 + upTo(3); wanted > 0; wanted--) {
    const known = random() < 0.4 ? queue[upTo(queue.length)] : undefined;
    if (!known) {
      const { el: _el, ...latest } = document({
        s: 'checkout-nps',
        st: 'started',
        q: { recommend: answer(upTo(11)) },
        x: {},
      });
      const fresh = { latest, sent: [latest], acknowledged: 0 };
      queue.push(fresh);
      everything.push(fresh);
      batch.set(latest.rid, latest);
    } else if (random() < 0.2) {
      const old = known.sent[upTo(known.sent.length)]!;
      batch.set(old.rid, old);
    } else {
      const rev = known.latest.rev + 1;
      const changed = random() < 0.5 ? { recommend: answer(upTo(11), rev) } : { reason: answer(`Reason ${rev}`, rev) };
      known.latest = { ...known.latest, rev, st: 'completed', at: Date.now(), q: { ...known.latest.q, ...changed } };
      known.sent.push(known.latest);
      batch.set(known.latest.rid, known.latest);
    }
  }
  return [...batch.values()];
}

function post(base: string, agent: Agent, batch: readonly Snapshot[]): Promise<Receipt> {
  const body = JSON.stringify(envelope(batch, { k: 'pk_demo' }));
  return new Promise((resolve, reject) => {
    const sent = request(`${base}/c/v1/s`, { method: 'POST', agent, headers: { 'content-type': 'text/plain' } });
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (data) => (text += String(data)));
      response.on('error', reject);
      response.on('close', () => {
        // Half an answer is none.
        if (response.complete && response.statusCode === 200) resolve(JSON.parse(text) as Receipt);
        else reject(new Error(`Status ${response.statusCode}.`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function check(everything: readonly Known[]): Promise<void> {
  const store = await openStore(`sqlite:${join(folder, 'asklet.db')}`);
  const stored: StoredResponse[] = [];
  for (let after; ;) {
    const page = await store.responses({ siteId: 'demo', limit: 100, after });
    stored.push(...page);
    const last = page.at(-1);
    if (!last) break;
    after = { answered: last.answered, rid: last.snapshot.rid };
  }
  const byRid = new Map(stored.map((one) => [one.snapshot.rid, one.snapshot]));
  expect(byRid.size).toBe(stored.length);

  const lost = everything.filter(({ latest, acknowledged }) => (byRid.get(latest.rid)?.rev ?? 0) < acknowledged);
  expect(lost.map(({ latest }) => latest.rid)).toEqual([]);

  for (const { latest, sent } of everything) {
    const kept = byRid.get(latest.rid);
    if (!kept) continue;
    // Nothing but what was sent, and all of it up to the revision that is kept.
    const upToKept = sent.filter((one) => !isLater(one, kept));
    const expected = upToKept.reduce((one, other) => joined(one, other));
    expect({ q: kept.q, st: kept.st, rev: kept.rev }).toEqual({ q: expected.q, st: expected.st, rev: expected.rev });
  }

  const recount: Record<string, number> = {};
  for (const { q } of byRid.values()) {
    const { v } = q['recommend']!;
    recount[JSON.stringify(v)] = (recount[JSON.stringify(v)] ?? 0) + 1;
  }
  const { answers, funnel } = await store.tally({ siteId: 'demo', metric: 'nps' });
  expect(answers).toEqual(recount);
  expect(funnel).toMatchObject({ shown: stored.length, answered: stored.length });

  // Milestones are written with the answers: none is missing, none is there twice.
  const events = await store.lease(Number.MAX_SAFE_INTEGER, 0, 1_000_000);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const told = (name: string) => events.filter(({ milestone }) => milestone === name).length;
  expect(told('first')).toBe(stored.length);
  expect(told('completed')).toBe(stored.filter(({ snapshot }) => snapshot.st === 'completed').length);
  await store.close();
}
