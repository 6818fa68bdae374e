// Finds a browser for the tests: the one named by the environment, one on this machine, Debian's package where we are
// root on Debian, or the test library's own download; else a sentence that says what to do.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

export interface Installable {
  /** As people call it. */
  readonly title: string;
  /** Environment variables that may name its file. */
  readonly variables: readonly string[];
  /** Names on the path. */
  readonly names: readonly string[];
  /** Where it lies when it is not on the path. */
  readonly places: () => readonly string[];
  readonly packages: readonly string[];
  /** The test library's name for it, if that can download one we can use. */
  readonly download?: string;
  /** Does this file run, and is it the browser? */
  readonly works: (path: string) => boolean;
}

export function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A name on the path can be a stub that only asks for another installation: believe what tells its version. */
export function tellsVersion(path: string): boolean {
  return (
    runs(path) && /\d+\.\d+/.test(spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 }).stdout ?? '')
  );
}

/** The path of an installed one. A path in the environment that cannot be run is an error, not a hint. */
export function find({ variables, names, places, works }: Installable): string | undefined {
  for (const name of variables) {
    const path = process.env[name];
    if (!path) continue;
    if (!runs(path)) throw new Error(`${name} is ${path}, which cannot be run.`);
    return path;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(works);
  return onPath ?? places().find((path) => existsSync(path));
}

function isRootOnDebian(): boolean {
  const release = '/etc/os-release';
  return process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}

/** The path of one, installed if need be. Set NO_BROWSER_INSTALL to forbid installing. */
export function ensure(wanted: Installable): string {
  const found = find(wanted);
  if (found) return found;
  const tried: string[] = [];
  const attempt = (what: string, run: () => void): string | undefined => {
    try {
      run();
    } catch (error) {
      tried.push(`${what} failed: ${(error as Error).message.split('\n')[0]}`);
    }
    return find(wanted);
  };
  const output = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  const { title, variables, packages, download } = wanted;
  let path: string | undefined;
  if (!process.env['NO_BROWSER_INSTALL']) {
    if (isRootOnDebian()) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      path = attempt(`apt-get install ${packages.join(' ')}`, () => {
        execFileSync('apt-get', ['update', '-qq'], { ...output, env });
        const flags = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600'];
        execFileSync('apt-get', ['install', ...flags, ...packages], { ...output, env });
      });
    }
    if (download) {
      const cli = join(createRequire(import.meta.url).resolve('playwright/package.json'), '../cli.js');
      path ??= attempt(`playwright install ${download}`, () => {
        execFileSync(process.execPath, [cli, 'install', download], output);
      });
    }
  }
  if (path) return path;
  const what = `No ${title} for the browser tests. Install it (Debian: ${packages.join(' ')}), or set ${variables[0]}.`;
  throw new Error([what, ...tried].join('\n  '));
}
