import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricReply, Receipt, Refusal } from '../../server/contract/api.ts';
import { runToEnd, type Running, start } from '../support/process.ts';
import { type SmallDisk, smallDisk } from '../support/small-disk.ts';
import { answer, document, envelope } from './documents.ts';

let disk: SmallDisk;
let running: Running | undefined;
beforeEach(() => {
  disk = smallDisk();
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  disk.remove();
});

async function post(base: string, documents: readonly unknown[]) {
  const body = JSON.stringify(envelope(documents, { k: 'pk_demo' }));
  const response = await fetch(`${base}/c/v1/s`, { method: 'POST', body });
  const { status, headers } = response;
  return { status, headers, json: (await response.json()) as Receipt & Refusal };
}

const batch = () =>
  Array.from({ length: 20 }, () =>
    document({ s: 'checkout-nps', q: { recommend: answer(9), reason: answer('x'.repeat(1_000)) } }),
  );

describe('a full disk', () => {
  it('M13: is answered with 503, reads go on, and so does everything once there is room', async () => {
    const env = { DATA_DIR: disk.folder, ...disk.env };
    running = await start(env);
    const { base, child } = running;
    const scopes = ['token', 'create', '--site', 'pk_demo', '--scopes', 'metrics:read'];
    const made = await runToEnd(env, 'server/cli.ts', scopes);
    const count = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${made.out.trim()}` };
      const response = await fetch(`${base}/api/v1/metrics?site=demo&metric=nps`, { headers });
      return ((await response.json()) as MetricReply).n;
    };
    let acknowledged = 0;
    const deliver = async (documents: readonly unknown[]): Promise<number> => {
      const { status, json, headers } = await post(base, documents);
      if (status === 200) acknowledged += json.r.filter(({ s }) => s === 'ok').length;
      else expect([json, headers.get('access-control-allow-origin')]).toMatchObject([{ e: 'busy', ms: 5_000 }, '*']);
      return status;
    };

    expect(await deliver(batch())).toBe(200);
    disk.fill();
    // The log may have room of its own left for a few.
    let status = 200;
    for (let more = 0; status === 200 && more < 200; more++) status = await deliver(batch());
    expect(status).toBe(503);
    expect(await deliver(batch())).toBe(503);

    expect(await count()).toBe(acknowledged);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    expect((await fetch(`${base}/c/v1/pk_demo/config`)).status).toBe(200);
    expect(child.exitCode).toBeNull();

    disk.free();
    const last = batch();
    expect(await deliver(last)).toBe(200);
    expect((await post(base, last)).json.r.map(({ s }) => s)).toEqual(last.map(() => 'dup'));
    expect(await count()).toBe(acknowledged);
    child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    running = await start(env);
    expect((await post(running.base, last)).json.r.map(({ s }) => s)).toEqual(last.map(() => 'dup'));
  });
});
