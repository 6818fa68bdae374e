// The thread that owns the only write connection. Raw bodies in, finished replies out, one group at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../store/index.ts';
import { createIngest, type Arrival, type Reply } from './ingest.ts';

export type ToWorker = { readonly group: readonly Arrival[] } | { readonly close: true };
export type FromWorker =
  | { readonly ready: true }
  | { readonly replies: readonly Reply[] }
  | { readonly error: string }
  | { readonly refused: { readonly message: string; readonly code: string | undefined } };

const port = parentPort!;
const send = (message: FromWorker): void => port.postMessage(message);

const store = await openStore(workerData as string).catch((cause: unknown) => {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  send({ refused: { message, code } });
});

if (store) {
  const ingest = createIngest(store, Date.now, (cause) => send({ error: String(cause) }));
  port.on('message', (message: ToWorker) => {
    // The main thread sends the next message only after the answer to this one, so none can overtake another.
    if ('close' in message) void store.close().then(() => port.close());
    else void ingest(message.group).then((replies) => send({ replies }));
  });
  send({ ready: true });
} else {
  port.close();
}
