// The real collector as a process of its own, from source unless another file is named.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../server/root.ts';

const ROOT = projectRoot();

export interface Running {
  readonly child: ChildProcess;
  /** `http://127.0.0.1:<port>`, as the process printed it. */
  readonly base: string;
  /** What it printed so far. */
  readonly said: () => string;
  /** Resolves with exit code or signal. */
  readonly ended: Promise<number | string>;
}

export interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

type Env = Readonly<Record<string, string>>;

/** Starts it, on a free port unless `env` names one; rejects with what it said when it ends before it listens. */
export async function start(env: Env, file?: string): Promise<Running> {
  const { child, out, err, ended } = launch(env, file);
  const base = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', () => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(out()) ?? [];
      // The last line: it listens, and whoever stops reading loses nothing.
      if (found && out().includes('Snippet')) resolve(found);
    });
    void ended.then((code) => reject(new Error(`The collector ended with ${code}: ${err()}`)));
  });
  return { child, base, said: out, ended };
}

/** Runs it until it ends by itself. */
export async function runToEnd(env: Env, file = 'server/main.ts', args: readonly string[] = []): Promise<Ended> {
  const { out, err, ended } = launch(env, file, args);
  return { code: await ended, out: out(), err: err() };
}

function launch(env: Env, file = 'server/main.ts', args: readonly string[] = []) {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], {
    env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complained = '';
  child.stdout.on('data', (data) => (said += String(data)));
  child.stderr.on('data', (data) => (complained += String(data)));
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  );
  return { child, out: () => said, err: () => complained, ended };
}
