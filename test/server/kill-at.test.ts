// kill -9 at the two worst moments of a request, with the real process.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../server/contract/api.ts';
import { openStore } from '../../server/store/index.ts';
import { type Running, start } from '../support/process.ts';
import { document, envelope } from './documents.ts';

let folder: string;
let running: Running | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asklet-kill-at-'));
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  rmSync(folder, { recursive: true });
});

const sent = () => document({ s: 'checkout-nps' });

async function post(base: string, one: unknown): Promise<string> {
  const body = JSON.stringify(envelope([one], { k: 'pk_demo' }));
  const response = await fetch(`${base}/c/v1/s`, { method: 'POST', body });
  return ((await response.json()) as Receipt).r[0]!.s;
}

/** Starts a collector that dies at `at`, gives it the document, and starts it again: is it there, and what is said to it now? */
async function afterKill(at: 'commit' | 'reply', one: unknown) {
  const mark = join(folder, 'killed');
  const env = {
    DATA_DIR: folder,
    NODE_OPTIONS: `--import=${new URL('./kill-at.ts', import.meta.url).href}`,
    ASKLET_KILL_AT: at,
    ASKLET_KILL_MARK: mark,
  };
  const { base, ended } = await start(env);
  await expect(post(base, one)).rejects.toThrow('fetch failed');
  expect(await ended).toBe('SIGKILL');
  const db = new DatabaseSync(join(folder, 'asklet.db'));
  const kept = Number(db.prepare('SELECT count(*) AS n FROM responses').get()?.['n']);
  const events = Number(db.prepare('SELECT count(*) AS n FROM outbox').get()?.['n']);
  db.close();
  running = await start(env);
  const verdicts = [await post(running.base, one), await post(running.base, one)];
  const store = await openStore(`sqlite:${join(folder, 'asklet.db')}`);
  const { answers, funnel } = await store.tally({ siteId: 'demo', metric: 'nps' });
  const told = await store.lease(Date.now(), Date.now(), 9);
  await store.close();
  const done: unknown = JSON.parse(readFileSync(mark, 'utf8'));
  return { done, kept, events, verdicts, answers, shown: funnel.shown, told: told.map(({ milestone }) => milestone) };
}

const ONCE = { answers: { 9: 1 }, shown: 1, told: ['first', 'completed'] };

describe('kill -9', () => {
  it('N03: between commit and reply keeps the answer, and the next attempt is a dup', async () => {
    const after = await afterKill('reply', sent());
    expect(after).toMatchObject({ kept: 1, events: 2, verdicts: ['dup', 'dup'], ...ONCE });
    expect(after.done).toMatchObject({ reply: { replies: [{ status: 200 }] } });
  });

  it('N04: between savepoint and commit keeps nothing, and the next attempt is stored', async () => {
    const after = await afterKill('commit', sent());
    expect(after).toMatchObject({ kept: 0, events: 0, verdicts: ['ok', 'dup'], ...ONCE });
    expect(after.done).toEqual({ written: 1, inTransaction: true });
  });
});
