import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Ingest, openIngest } from '../../../server/ingest/open.ts';
import { openStore } from '../../../server/store/index.ts';
import { bytes, document, envelope, site, survey } from '../documents.ts';

let folder: string;
let databaseUrl: string;
let ingest: Ingest | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asklet-test-'));
  databaseUrl = `sqlite:${join(folder, 'asklet.db')}`;
  const store = await openStore(databaseUrl);
  await store.saveSite(site);
  await store.publish(site.id, survey);
  await store.close();
});
afterEach(async () => {
  await ingest?.close();
  ingest = undefined;
  rmSync(folder, { recursive: true });
});

const arrival = (): { body: Uint8Array; origin: undefined } => ({
  body: bytes(envelope([document()])),
  origin: undefined,
});

describe('open', () => {
  it('answers many arrivals at once, each its own', async () => {
    ingest = await openIngest(databaseUrl);
    const sent = Array.from({ length: 200 }, () => document());
    const replies = await Promise.all(
      sent.map((one) => ingest!.add({ body: bytes(envelope([one])), origin: undefined })),
    );
    expect(replies.map(({ body }) => JSON.parse(body).r[0])).toEqual(
      sent.map(({ rid, rev, a }) => ({ rid, rev, a, s: 'ok' })),
    );
  });

  it('answers 503 when the writer dies, and starts another', async () => {
    const reports: string[] = [];
    ingest = await openIngest(databaseUrl, {
      worker: new URL('./dying-worker.ts', import.meta.url),
      report: (message) => reports.push(message),
    });
    const lost = await Promise.all([ingest.add(arrival()), ingest.add(arrival())]);
    expect(lost.map(({ status }) => status)).toEqual([503, 503]);
    expect(JSON.parse(lost[0]!.body)).toMatchObject({ e: 'busy', ms: 2_000 });
    await vi.waitFor(() => expect(ingest!.ready()).toBe(true), { timeout: 10_000 });
    expect((await ingest.add(arrival())).status).toBe(200);
  });

  it('finishes what was added before it closes, and takes nothing after', async () => {
    ingest = await openIngest(databaseUrl);
    const replies = Array.from({ length: 50 }, () => ingest!.add(arrival()));
    const closed = ingest.close();
    expect((await ingest.add(arrival())).status).toBe(503);
    await closed;
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(Array(50).fill(200));
    const store = await openStore(databaseUrl);
    expect(await store.responses({ siteId: site.id, limit: 100 })).toHaveLength(50);
    await store.close();
  });

  it('rejects in the words of the store when the database cannot be opened', async () => {
    writeFileSync(join(folder, 'no.db'), 'This is a text file, and no database at all.'.repeat(100));
    await expect(openIngest(`sqlite:${join(folder, 'no.db')}`)).rejects.toMatchObject({
      name: 'StoreError',
      code: 'corrupt',
    });
    await expect(openIngest('mysql:x')).rejects.toMatchObject({ name: 'StoreError', code: 'unknown-scheme' });
  });
});
