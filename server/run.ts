// From configuration to listening, and back.
import { accessSync, constants } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { openIngest } from './ingest/open.ts';
import { projectRoot } from './root.ts';
import { EXIT } from './runtime.ts';
import { seed, SEEDS, SeedError } from './seed.ts';
import { StoreError } from './store/errors.ts';
import { makeFolder } from './store/folder.ts';
import { openStore } from './store/index.ts';
import { openStoreThread } from './store/thread.ts';

/** After this long a stop no longer waits for clients that are slow to finish, in milliseconds. */
const GRACE = 10_000;

/** What keeps the collector from starting and is for the operator to change: sentences, no stack trace. */
class StartError extends Error {}

/** Starts the collector and stops it on SIGTERM or SIGINT. Sets exit code 78 when it cannot start as configured. */
export async function run(): Promise<void> {
  const read = readConfig();
  if ('problems' in read) return fail(read.problems);
  try {
    await start(read.config);
  } catch (cause) {
    const problems = problemsOf(cause);
    if (!problems) throw cause;
    fail(problems);
  }
}

async function start(config: Config): Promise<void> {
  const root = projectRoot();
  makeDataDir(config.dataDir);
  const first = await openStore(config.databaseUrl);
  try {
    for (const [id, { folder }] of Object.entries(SEEDS))
      await seed(first, join(root, folder), id as keyof typeof SEEDS);
  } finally {
    await first.close();
  }

  let app: FastifyInstance | undefined;
  // Threads take a while to start, so they start at once.
  const opening = {
    ingest: openIngest(config.databaseUrl, { report: (message) => app?.log.error(message) }),
    store: openStoreThread(config.databaseUrl),
  };
  const stop = async (): Promise<void> => {
    const impatient = setTimeout(() => app?.server.closeAllConnections(), GRACE);
    // In the direction of the data: no new answers, those under way to the disk, then the database.
    await app?.close();
    clearTimeout(impatient);
    for (const part of [opening.ingest, opening.store]) await (await part.catch(() => undefined))?.close();
  };
  try {
    const [ingest, store] = await Promise.all([opening.ingest, opening.store]);
    const { publicPrefix, logLevel } = config;
    app = await createApp({
      store,
      ingest,
      config: { publicPrefix, logLevel, dist: join(root, 'dist') },
      clock: Date.now,
    });
    await listen(app, config);
  } catch (cause) {
    await stop();
    throw cause;
  }
  onSignal(stop);
  announce(app, config);
}

function makeDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // all that node:fs throws
    const why = { EEXIST: 'a file is in the way', ENOTDIR: 'a file is in the way', EACCES: 'access is denied' };
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${why[code as keyof typeof why] ?? code}); set DATA_DIR to another.`,
    );
  }
}

async function listen(app: FastifyInstance, { port, host }: Config): Promise<void> {
  try {
    await app.listen({ port, host });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // all that node:net rejects with
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${port} on ${host} is taken; set PORT to another, or stop what uses it.`);
    }
    if (code === 'EACCES')
      throw new StartError(`Port ${port} needs more rights than this user has; set PORT above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartError(`HOST ${host} is no address of this machine.`);
    }
    throw cause;
  }
}

/** The first signal stops in order, the second at once. */
function onSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const [signal, number] of [['SIGTERM', 15] as const, ['SIGINT', 2] as const]) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + number);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (cause: unknown) => {
          process.stderr.write(`Asklet did not stop in order: ${String(cause)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

function announce(app: FastifyInstance, { host, dataDir, publicPrefix }: Config): void {
  const { port } = app.server.address() as AddressInfo; // it listens on TCP
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const base = `http://${name}:${port}`;
  process.stdout.write(
    [
      'Asklet is running.',
      `  Shop       ${base}/shop/`,
      `  Dashboard  ${base}/dashboard/`,
      `  Collector  ${base}${publicPrefix}/v1/s`,
      `  Data       ${dataDir}`,
      `  Snippet    <script async src="${base}/a.js" data-site="pk_demo"></script>`,
      '',
    ].join('\n'),
  );
}

function problemsOf(cause: unknown): readonly string[] | undefined {
  if (cause instanceof SeedError) return cause.problems;
  if (cause instanceof StartError || cause instanceof StoreError) return [cause.message];
  return undefined;
}

function fail(problems: readonly string[]): void {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = EXIT.config;
}
