// A store in threads of its own, so that neither a report nor a commit delays the event loop. One thread has the only
// connection that writes; what reads goes through another, so that a report does not delay answers either.
import { Worker } from 'node:worker_threads';
import { StoreError } from './errors.ts';
import { isShared } from './index.ts';
import type { Store } from './store.ts';
import type { Method, Reply, Request } from './thread-worker.ts';

/** Opens the store in its threads; rejects as `openStore` does. A thread that ends rejects its calls with `stopped`. */
export async function openStoreThread(databaseUrl: string): Promise<Store> {
  // One after the other: the first brings the schema up to date.
  const writer = await startThread(databaseUrl);
  const reader = isShared(databaseUrl) ? await startThread(databaseUrl).catch(closing(writer)) : writer;
  return {
    site: (keyOrId) => reader.call('site', keyOrId),
    saveSite: (site) => writer.call('saveSite', site),
    surveys: (siteId) => reader.call('surveys', siteId),
    survey: (siteId, id, version) => reader.call('survey', siteId, id, version),
    publish: (siteId, survey) => writer.call('publish', siteId, survey),
    closeSurvey: (siteId, id, at) => writer.call('closeSurvey', siteId, id, at),
    save: (writes) => writer.call('save', writes),
    erase: (siteId, rids, at) => writer.call('erase', siteId, rids, at),
    tally: (query) => reader.call('tally', query),
    silence: (counts) => writer.call('silence', counts),
    funnel: (query) => reader.call('funnel', query),
    responses: (query) => reader.call('responses', query),
    lease: (now, until, limit) => writer.call('lease', now, until, limit),
    settle: (event, retryAt) => writer.call('settle', event, retryAt),
    saveToken: (token) => writer.call('saveToken', token),
    token: (hash) => reader.call('token', hash),
    close: async () => {
      // The writer last: the last connection to close folds the write-ahead log into the file.
      await reader.close();
      await writer.close();
    },
  };
}

function closing(thread: StoreThread): (error: unknown) => Promise<never> {
  return async (error) => {
    await thread.close();
    throw error;
  };
}

export interface StoreThread {
  /** Calls a method of the thread's store. Arguments and results are copied. */
  call<M extends Method>(method: M, ...args: Parameters<Store[M]>): ReturnType<Store[M]>;
  /** Lets calls that wait finish, closes the store and ends the thread. May be called again. */
  close(): Promise<void>;
}

/** Under Node's type stripping this file and the worker's are .ts, once emitted both are .js; no tool rewrites a URL. */
const WORKER = new URL(`./thread-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** The worker a store is served by; `connectThread` makes it callable. */
export function createStoreWorker(databaseUrl: string): Worker {
  return new Worker(WORKER, { workerData: databaseUrl });
}

function startThread(databaseUrl: string): Promise<StoreThread> {
  return connectThread(createStoreWorker(databaseUrl));
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Resolves once the worker has opened its store. */
export async function connectThread(worker: Worker): Promise<StoreThread> {
  const waiting = new Map<number, Waiting>();
  let requests = 0;
  let ended: StoreError | undefined;

  const end = (reason: StoreError): void => {
    ended ??= reason;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      end(new StoreError('stopped', `The store's thread ended by itself, with exit code ${code}.`));
      resolve();
    });
  });
  worker.on('error', (cause) => end(new StoreError('stopped', "The store's thread failed.", { cause })));
  worker.on('message', (reply: Reply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error) caller?.reject(errorOf(reply.error));
    else caller?.resolve(reply.value);
  });

  const reply = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  const send = async (method: Method | 'close', args: readonly unknown[]): Promise<unknown> => {
    if (ended) throw ended;
    const id = ++requests;
    const request: Request = { id, method, args };
    worker.postMessage(request);
    return reply(id);
  };
  const finish = async (): Promise<void> => {
    if (!ended) {
      await send('close', []);
      end(new StoreError('closed', 'The store is closed.'));
    }
    await exited;
  };

  let finished: Promise<void> | undefined;
  await reply(0);
  return {
    // The channel carries no types; the worker answers with what its store's method of that name returns.
    call: <M extends Method>(method: M, ...args: Parameters<Store[M]>) => send(method, args) as ReturnType<Store[M]>,
    close: () => (finished ??= finish()),
  };
}

function errorOf({ code, message }: NonNullable<Reply['error']>): Error {
  return code ? new StoreError(code, message) : new Error(message);
}
