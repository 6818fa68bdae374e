// Runs in a worker thread: opens the store its `workerData` names and answers requests with it, in order of arrival.
import { parentPort, workerData } from 'node:worker_threads';
import { StoreError } from './errors.ts';
import type { StoreErrorCode } from './errors.ts';
import { openStore } from './index.ts';
import type { Store } from './store.ts';

export type Method = Exclude<keyof Store, 'close'>;

export interface Request {
  /** From 1. */
  readonly id: number;
  readonly method: keyof Store;
  readonly args: readonly unknown[];
}

/** Reply 0 says that the store is open, or why not. A copied Error would lose its code. */
export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code?: StoreErrorCode; readonly message: string };
}

async function reply(id: number, work: () => Promise<unknown>): Promise<void> {
  let result: Reply;
  try {
    result = { id, value: await work() };
  } catch (error) {
    result = { id, error: describe(error) };
  }
  parentPort?.postMessage(result);
}

function describe(error: unknown): NonNullable<Reply['error']> {
  if (error instanceof StoreError) return { code: error.code, message: error.message };
  return { message: error instanceof Error ? error.message : String(error) };
}

await reply(0, async () => {
  const store = await openStore(String(workerData));
  parentPort?.on('message', ({ id, method, args }: Request) => {
    // thread.ts pairs each method with its arguments; the channel between carries no types.
    const call = store[method] as (...args: readonly unknown[]) => Promise<unknown>;
    void reply(id, () => call(...args)).then(() => {
      if (method === 'close') parentPort?.close();
    });
  });
});
