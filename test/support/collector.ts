// The built collector as `npm start` runs it, and a reader of its API.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricReply, Page, ResponseItem } from '../../server/contract/api.ts';
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

export async function startCollector(): Promise<Collector> {
  const dataDir = mkdtempSync(join(tmpdir(), 'asklet-'));
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
