// Loaded into the collector before its own code (node --import): kills the process, once, at a chosen instruction of the
// writer thread. ASKLET_KILL_AT is `commit`, with the group's rows written and not committed, or `reply`, with them
// committed and nobody told. ASKLET_KILL_MARK is a file that says what had been done; while it is there, nobody dies.
import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort } from 'node:worker_threads';

const at = process.env['ASKLET_KILL_AT'];
const mark = process.env['ASKLET_KILL_MARK'];

function die(done: unknown): void {
  if (mark === undefined || existsSync(mark)) return;
  writeFileSync(mark, JSON.stringify(done));
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way to all threads; this one must not take another step.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

if (!isMainThread && at === 'commit') {
  const exec = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function (sql) {
    if (sql === 'COMMIT') {
      const { n } = this.prepare('SELECT count(*) AS n FROM responses').get()!;
      if (Number(n) > 0) die({ written: n, inTransaction: this.isTransaction });
    }
    exec.call(this, sql);
  };
}

if (!isMainThread && at === 'reply') {
  const post = parentPort!.postMessage.bind(parentPort);
  parentPort!.postMessage = (message: unknown): void => {
    const text = JSON.stringify(message);
    if (text.includes('"replies"') && text.includes(String.raw`\"s\":\"ok\"`)) die({ reply: message });
    post(message);
  };
}
