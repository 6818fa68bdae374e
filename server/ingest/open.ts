// The main thread's end of ingest: gathers arrivals into groups, hands them to the writer thread, and replaces that
// thread when it dies.
import { Worker } from 'node:worker_threads';
import { StoreError, type StoreErrorCode } from '../store/errors.ts';
import { createGroup } from './group.ts';
import { type Arrival, type Reply, refuse } from './ingest.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export interface Ingest {
  /** Always resolves; 503 when the writer cannot take it now. A 200 means that what it acknowledges is on disk. */
  add(arrival: Arrival): Promise<Reply>;
  /** Is the writer there? */
  ready(): boolean;
  /** Finishes what was added, then closes the writer's store. Later arrivals get 503. */
  close(): Promise<void>;
}

export interface IngestOptions {
  /** Hears of errors inside the writer and of its death. */
  readonly report?: (message: string) => void;
  /** For tests: another thread entry. */
  readonly worker?: URL;
}

const LIMITS = { size: 500, waiting: 2_000 };
const WAIT = 2_000;
const SLOWEST_RESTART = 10_000;

interface Writer {
  commit(group: readonly Arrival[]): Promise<readonly Reply[]>;
  close(): Promise<void>;
}

/** Rejects with a StoreError when the database cannot be opened. */
export async function openIngest(databaseUrl: string, options: IngestOptions = {}): Promise<Ingest> {
  // Beside this file and of its kind: .ts when run from source, .js when run from dist.
  const entry = options.worker ?? new URL(import.meta.url.replace(/open(?=\.[jt]s$)/, 'worker'));
  const report = options.report ?? (() => undefined);
  let closing = false;
  let writer: Writer | undefined;
  let restart: NodeJS.Timeout | undefined;

  const start = async (): Promise<void> => {
    writer = await startWriter(entry, databaseUrl, report, () => {
      writer = undefined;
      if (!closing) again(0);
    });
  };
  const again = (delay: number): void => {
    restart = setTimeout(() => {
      start().catch((cause: unknown) => {
        report(String(cause));
        if (!closing) again(Math.min(SLOWEST_RESTART, Math.max(500, delay * 2)));
      });
    }, delay);
  };
  const unavailable = (): Reply => refuse(503, 'busy', Date.now(), WAIT);

  const group = createGroup<Arrival, Reply>(
    async (arrivals) => (writer ? await writer.commit(arrivals) : arrivals.map(unavailable)),
    LIMITS,
  );
  await start();
  return {
    async add(arrival) {
      if (closing) return unavailable();
      try {
        return (await group.add(arrival)) ?? unavailable();
      } catch {
        // The writer died with this group. Whatever it had committed, the browser's next attempt finds as `dup`.
        return unavailable();
      }
    },
    ready: () => writer !== undefined && !closing,
    async close() {
      closing = true;
      clearTimeout(restart);
      await group.idle();
      await writer?.close();
    },
  };
}

function startWriter(
  entry: URL,
  databaseUrl: string,
  report: (message: string) => void,
  onDeath: () => void,
): Promise<Writer> {
  const worker = new Worker(entry, { workerData: databaseUrl });
  const post = (message: ToWorker): void => worker.postMessage(message);
  let pending: { resolve: (replies: readonly Reply[]) => void; reject: (cause: unknown) => void } | undefined;
  let exited = false;

  const writer: Writer = {
    commit: (group) =>
      new Promise((resolve, reject) => {
        if (exited) return reject(new Error('The writer thread has ended.'));
        pending = { resolve, reject };
        post({ group });
      }),
    close: () =>
      new Promise((resolve) => {
        if (exited) return resolve();
        worker.once('exit', () => resolve());
        post({ close: true });
      }),
  };

  return new Promise((resolve, reject) => {
    let ready = false;
    worker.on('message', (message: FromWorker) => {
      if ('ready' in message) {
        ready = true;
        resolve(writer);
      } else if ('replies' in message) {
        pending?.resolve(message.replies);
        pending = undefined;
      } else if ('error' in message) {
        report(message.error);
      } else {
        // Errors lose their class on the way between threads.
        const { code, message: sentence } = message.refused;
        reject(code ? new StoreError(code as StoreErrorCode, sentence) : new Error(sentence));
      }
    });
    worker.on('error', (cause) => report(`The writer thread failed: ${String(cause)}`));
    worker.on('exit', (code) => {
      exited = true;
      const cause = new Error(`The writer thread ended with code ${code}.`);
      pending?.reject(cause);
      reject(cause);
      if (ready) onDeath();
    });
  });
}
