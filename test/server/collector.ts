// The real application on a real database in a folder of its own, without a socket.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type AppConfig, createApp } from '../../server/app.ts';
import type { Receipt, Refusal, Scope } from '../../server/contract/api.ts';
import { type Ingest, openIngest } from '../../server/ingest/open.ts';
import { hashOf } from '../../server/routes/auth.ts';
import { openStore } from '../../server/store/index.ts';
import type { Store } from '../../server/store/store.ts';
import { site, survey } from './documents.ts';

export interface TestCollector {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly ingest: Ingest;
  readonly databaseUrl: string;
  readonly folder: string;
  /** Posts a body to the write route and reads the answer. */
  post(
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; json: Receipt & Refusal; headers: Readonly<Record<string, unknown>> }>;
  /** A new token's secret. */
  token(scopes: readonly Scope[], siteId?: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * With the sample site and survey in it; `config` overrides, `replace` swaps a part for a broken one. `clock` is that of
 * the application; what writes answers has its own.
 */
export async function openCollector(
  config: Partial<AppConfig> = {},
  replace: (parts: { store: Store; ingest: Ingest }) => Partial<{ store: Store; ingest: Ingest }> = () => ({}),
  clock: () => number = Date.now,
): Promise<TestCollector> {
  const folder = mkdtempSync(join(tmpdir(), 'asklet-test-'));
  const databaseUrl = `sqlite:${join(folder, 'asklet.db')}`;
  const store = await openStore(databaseUrl);
  await store.saveSite(site);
  await store.publish(site.id, survey);
  const ingest = await openIngest(databaseUrl);
  const app = await createApp({
    store,
    ingest,
    ...replace({ store, ingest }),
    config: { publicPrefix: '/c', logLevel: 'silent', dist: join(folder, 'dist'), ...config },
    clock,
  });
  return {
    app,
    store,
    ingest,
    databaseUrl,
    folder,
    async post(body, headers = {}) {
      const payload = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
      const response = await app.inject({
        method: 'POST',
        url: '/c/v1/s',
        headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
        payload,
      });
      return { status: response.statusCode, json: response.json(), headers: response.headers };
    },
    async token(scopes, siteId = site.id) {
      const secret = randomBytes(16).toString('hex');
      await store.saveToken({ id: `tok_${secret}`, hash: hashOf(secret), siteId, scopes, createdAt: 0 });
      return secret;
    },
    async close() {
      await app.close();
      await ingest.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
