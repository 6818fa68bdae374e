import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../server/contract/api.ts';
import { openStore } from '../../server/store/index.ts';
import { document, envelope } from './documents.ts';
import { runToEnd, type Running, start } from '../support/process.ts';

let folder: string;
let running: Running | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asklet-test-'));
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  rmSync(folder, { recursive: true });
});

const demo = (changes = {}) =>
  document({ s: 'checkout-nps', q: { recommend: { v: 9, n: 1, a: '7f3a01bc' } }, ...changes });

async function post(base: string, documents: readonly unknown[]): Promise<Receipt> {
  const body = JSON.stringify(envelope(documents, { k: 'pk_demo' }));
  const response = await fetch(`${base}/c/v1/s`, { method: 'POST', body });
  expect(response.status).toBe(200);
  return (await response.json()) as Receipt;
}

async function stop({ child, ended }: Running): Promise<number | string> {
  child.kill('SIGTERM');
  return ended;
}

async function stored(): Promise<string[]> {
  const store = await openStore(`sqlite:${join(folder, 'asklet.db')}`);
  const rids: string[] = [];
  for (let after; ;) {
    const page = await store.responses({ siteId: 'demo', limit: 100, after });
    rids.push(...page.map(({ snapshot }) => snapshot.rid));
    const last = page.at(-1);
    if (!last) break;
    after = { answered: last.answered, rid: last.snapshot.rid };
  }
  await store.close();
  return rids;
}

describe('the process', () => {
  it('starts with nothing, says where everything is, and asks what the demo shop needs', async () => {
    running = await start({ DATA_DIR: join(folder, 'new/data') });
    const lines = running.said().trim().split('\n');
    expect(lines.length).toBeLessThanOrEqual(10);
    for (const word of ['/shop/', '/dashboard/', '/c/v1/s', join(folder, 'new/data'), 'data-site="pk_demo"']) {
      expect(running.said()).toContain(word);
    }
    const config = (await (await fetch(`${running.base}/c/v1/pk_demo/config`)).json()) as { surveys: { id: string }[] };
    expect(config.surveys.map(({ id }) => id)).toContain('checkout-nps');
    expect((await post(running.base, [demo()])).r[0]!.s).toBe('ok');
    expect(await (await fetch(`${running.base}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await stop(running)).toBe(0);
  });

  it('keeps everything when it starts again', async () => {
    const env = { DATA_DIR: folder };
    running = await start(env);
    const sent = demo();
    await post(running.base, [sent]);
    const made = await runToEnd(env, 'server/cli.ts', [
      'token',
      'create',
      '--site',
      'pk_demo',
      '--scopes',
      'responses:read',
    ]);
    expect([made.code, made.err]).toEqual([0, '']);
    const list = async (base: string): Promise<{ data: { id: string }[] }> => {
      const response = await fetch(`${base}/api/v1/responses?site=demo`, {
        headers: { authorization: `Bearer ${made.out.trim()}` },
      });
      return (await response.json()) as { data: { id: string }[] };
    };
    const before = await list(running.base);
    expect(before.data).toHaveLength(1);
    expect(await stop(running)).toBe(0);
    running = await start(env);
    expect(await list(running.base)).toEqual(before);
    expect((await post(running.base, [sent])).r[0]!.s).toBe('dup');
  });

  it('says in one sentence that the port is taken', async () => {
    running = await start({ DATA_DIR: join(folder, 'one') });
    const second = await runToEnd({ DATA_DIR: join(folder, 'two'), PORT: new URL(running.base).port });
    expect(second).toEqual({
      code: 78,
      out: '',
      err: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken[^\n]*\.\n$/),
    });
  });

  it('says in one sentence that the data folder cannot be written', async () => {
    writeFileSync(join(folder, 'data'), 'a file');
    for (const DATA_DIR of [join(folder, 'data'), join(folder, 'data/deeper')]) {
      const ended = await runToEnd({ DATA_DIR });
      expect(ended).toEqual({
        code: 78,
        out: '',
        err: expect.stringMatching(/^The data folder [^\n]* \(a file is in the way\)[^\n]*\.\n$/),
      });
    }
  });

  it.skipIf(process.platform !== 'linux')(
    'says in one sentence that a folder cannot be made, and does not hang',
    async () => {
      for (const env of [
        { DATA_DIR: '/proc/asklet/data' },
        { DATA_DIR: folder, DATABASE_URL: 'sqlite:/proc/asklet/a.db' },
      ]) {
        expect(await runToEnd(env)).toEqual({ code: 78, out: '', err: expect.stringMatching(/^[^\n]+\.\n$/) });
      }
    },
  );

  it('says in one sentence that the database is none', async () => {
    writeFileSync(join(folder, 'asklet.db'), 'This is a text file, and no database at all.'.repeat(100));
    const ended = await runToEnd({ DATA_DIR: folder });
    expect(ended).toEqual({ code: 78, out: '', err: expect.stringMatching(/^[^\n]+\.\n$/) });
    expect((await runToEnd({ DATABASE_URL: 'mysql:x', DATA_DIR: folder })).code).toBe(78);
  });

  it('says every problem of the configuration at once', async () => {
    const ended = await runToEnd({ DATA_DIR: folder, PORT: 'http', LOG_LEVEL: 'loud' });
    expect(ended).toEqual({ code: 78, out: '', err: expect.stringMatching(/^PORT [^\n]+\.\nLOG_LEVEL [^\n]+\.\n$/) });
  });

  it('finishes what it took when it is stopped under load, and loses none of it', async () => {
    running = await start({ DATA_DIR: folder });
    const { base, ended, child } = running;
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    let down = false;
    const client = async (): Promise<void> => {
      while (!down) {
        const sent = [demo(), demo()];
        try {
          const body = JSON.stringify(envelope(sent, { k: 'pk_demo' }));
          const response = await fetch(`${base}/c/v1/s`, { method: 'POST', body });
          statuses.add(response.status);
          if (response.status === 200) {
            const { r } = (await response.json()) as Receipt;
            acknowledged.push(...r.filter(({ s }) => s === 'ok').map(({ rid }) => rid));
          }
        } catch {
          // Refused or cut: not acknowledged.
          down = child.exitCode !== null;
        }
      }
    };
    const clients = Promise.all(Array.from({ length: 20 }, client));
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    down = true;
    await clients;
    expect(acknowledged.length).toBeGreaterThan(20);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    const kept = new Set(await stored());
    expect(acknowledged.filter((rid) => !kept.has(rid))).toEqual([]);
  });

  it('ends at once at the second signal', async () => {
    running = await start({ DATA_DIR: folder });
    // A request that never ends would hold an orderly stop up.
    const { port } = new URL(running.base);
    const { connect } = await import('node:net');
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) =>
      socket.write('POST /c/v1/s HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx', () => resolve()),
    );
    await fetch(`${running.base}/healthz`);
    running.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(running.child.exitCode).toBeNull();
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(130);
    socket.destroy();
  });
});
