// A Chromium for the browser tests: the one named by the environment, one on this machine, Debian's package where we
// are root on Debian, or the test library's own download; else a sentence that says what to do.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const PACKAGES = ['chromium', 'fonts-liberation'];

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A name on the path can be a stub that only asks for another installation: believe what tells its version. */
function tellsVersion(path: string): boolean {
  return /\d+\.\d+/.test(spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 }).stdout ?? '');
}

/** The path of an installed browser. A path in the environment that cannot be run is an error, not a hint. */
export function findChromium(): string | undefined {
  for (const name of ['CHROMIUM_PATH', 'CHROME_PATH']) {
    const path = process.env[name];
    if (!path) continue;
    if (!runs(path)) throw new Error(`${name} is ${path}, which cannot be run.`);
    return path;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const path of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (runs(path) && tellsVersion(path)) return path;
  }
  return [...FIXED, chromium.executablePath()].find((path) => existsSync(path));
}

function isRootOnDebian(): boolean {
  const release = '/etc/os-release';
  return process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}

/** The path of a browser, installed if need be. Set NO_BROWSER_INSTALL to forbid installing. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const tried: string[] = [];
  const attempt = (what: string, run: () => void): string | undefined => {
    try {
      run();
    } catch (error) {
      tried.push(`${what} failed: ${(error as Error).message.split('\n')[0]}`);
    }
    return findChromium();
  };
  const output = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  let path: string | undefined;
  if (!process.env['NO_BROWSER_INSTALL']) {
    if (isRootOnDebian()) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      path = attempt('apt-get install chromium', () => {
        execFileSync('apt-get', ['update', '-qq'], { ...output, env });
        const flags = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600'];
        execFileSync('apt-get', ['install', ...flags, ...PACKAGES], { ...output, env });
      });
    }
    const cli = join(createRequire(import.meta.url).resolve('playwright/package.json'), '../cli.js');
    path ??= attempt('playwright install chromium', () => {
      execFileSync(process.execPath, [cli, 'install', 'chromium'], output);
    });
  }
  if (path) return path;
  throw new Error(
    ['No Chromium for the browser tests. Install Chrome or Chromium, or set CHROMIUM_PATH.', ...tried].join('\n  '),
  );
}

// Root needs --no-sandbox; the rest keeps a browser that is only a test tool from calling home.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: ARGUMENTS });
}

/**
 * A browser on a profile folder of its own, as a process of ours: it can be killed like a battery pulled out.
 * Its pages really hide, and its profile survives it.
 */
export async function startChromium(profile: string): Promise<{ browser: Browser; kill(): Promise<void> }> {
  const flags = [...ARGUMENTS, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(ensureChromium(), [...flags, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const endpoint = await debuggingEndpoint(child);
  const browser = await chromium.connectOverCDP(endpoint);
  return {
    browser,
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // The whole process group: the browser, its renderers and its helpers.
      process.kill(-child.pid!, 'SIGKILL');
      await gone;
    },
  };
}

function debuggingEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (data) => {
      said += data;
      const [, endpoint] = /listening on (ws:\S+)/.exec(said) ?? [];
      if (endpoint) resolve(endpoint);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-500)}`)));
  });
}
