// The built collector as `npm start` runs it, and a reader of its API.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricReply, Page, ResponseItem } from '../../server/contract/api.ts';
import { openStore } from '../../server/store/index.ts';
import { runToEnd, start, type Running } from './process.ts';

export interface Collector {
  readonly url: string;
  /** A score of the demo site. */
  metrics(query: string): Promise<MetricReply>;
  /** The demo site's latest responses. */
  responses(query?: string): Promise<readonly ResponseItem[]>;
  /** Ends it in an orderly way, keeping its data. */
  stop(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** `origins`: where the demo site's pages may live besides this machine, as in Site. */
export async function startCollector({ origins = [] }: { origins?: readonly string[] } = {}): Promise<Collector> {
  const dataDir = mkdtempSync(join(tmpdir(), 'asklet-'));
  if (origins.length) await allow(dataDir, origins);
  const run = (port: string): Promise<Running> => start({ DATA_DIR: dataDir, PORT: port }, 'dist/server/main.js');
  let running = await run('0');
  const url = running.base;
  const scopes = 'metrics:read,responses:read';
  const command = ['token', 'create', '--site', 'pk_demo', '--scopes', scopes];
  const token = await runToEnd({ DATA_DIR: dataDir }, 'dist/server/cli.js', command);

  async function read<T>(path: string): Promise<T> {
    const response = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token.out.trim()}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async function stop(): Promise<void> {
    running.child.kill('SIGTERM');
    await running.ended;
  }

  return {
    url,
    metrics: (query) => read<MetricReply>(`metrics?site=pk_demo&${query}`),
    responses: async (query = '') => (await read<Page<ResponseItem>>(`responses?site=pk_demo&${query}`)).data,
    stop,
    async start() {
      running = await run(new URL(url).port);
    },
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The demo site as a new collector makes it, with more origins: there is no command for that yet. */
async function allow(dataDir: string, origins: readonly string[]): Promise<void> {
  const store = await openStore(`sqlite:${join(dataDir, 'asklet.db')}`);
  await store.saveSite({
    id: 'demo',
    key: 'pk_demo',
    name: 'Demo shop',
    origins: ['loopback', 'absent', ...origins],
    zone: 'UTC',
    segments: [],
    secret: Buffer.alloc(32, 1).toString('base64'),
  });
  await store.close();
}
