// A writer thread that dies with its first group, whatever it was, and is the real one from then on.
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const mark = `${String(workerData).replace('sqlite:', '')}.died`;
if (existsSync(mark)) {
  await import('../../../server/ingest/worker.ts');
} else {
  parentPort!.postMessage({ ready: true });
  parentPort!.once('message', () => {
    writeFileSync(mark, '');
    process.exit(1);
  });
}
