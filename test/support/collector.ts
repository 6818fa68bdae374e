// The real collector as a process of its own, as `npm start` runs it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MetricReply, Page, ResponseItem } from '../../server/contract/api.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Collector {
  readonly url: string;
  readonly dataDir: string;
  metrics(query: string): Promise<MetricReply>;
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
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0' };
  let child: ReturnType<typeof spawn> | undefined;
  let url = '';

  async function start(): Promise<void> {
    child = spawn(process.execPath, [join(root, 'dist/server/main.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    url = await new Promise<string>((done, fail) => {
      let said = '';
      child!.stdout!.on('data', (data) => {
        said += data;
        const [origin] = /http:\/\/[\w.[\]:]+:\d+/.exec(said) ?? [];
        if (origin) done(origin);
      });
      child!.once('exit', (code) => fail(new Error(`The collector ended with ${code}: ${said}`)));
    });
    env.PORT = new URL(url).port;
  }

  async function stop(): Promise<void> {
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child!.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  }

  let secret: string | undefined;
  async function read<T>(path: string): Promise<T> {
    secret ??= execFileSync(
      process.execPath,
      [
        join(root, 'dist/server/cli.js'),
        'token',
        'create',
        '--site',
        'pk_demo',
        '--scopes',
        'metrics:read,responses:read',
      ],
      { env, encoding: 'utf8' },
    ).trim();
    const response = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  await start();
  return {
    get url() {
      return url;
    },
    dataDir,
    metrics: (query) => read<MetricReply>(`metrics?site=pk_demo&${query}`),
    responses: async (query = '') => (await read<Page<ResponseItem>>(`responses?site=pk_demo&${query}`)).data,
    stop,
    start,
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
