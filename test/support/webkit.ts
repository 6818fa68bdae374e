// WebKit for the browser tests: WebKitGTK's MiniBrowser under a virtual screen, driven over WebDriver
// (https://www.w3.org/TR/webdriver2/). Linux only. Its sessions are ephemeral: nothing outlives the browser.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure, find, runs, type Installable } from './install.ts';

const MINIBROWSER = '/usr/lib/*/webkit2gtk-4.*/MiniBrowser';

const WEBKIT: Installable = {
  title: 'WebKitGTK',
  variables: ['WEBKIT_DRIVER_PATH'],
  names: ['WebKitWebDriver'],
  places: () => [],
  packages: ['webkit2gtk-driver', 'xvfb'],
  // All three parts; the driver tells no version.
  works: (path) => runs(path) && globSync(MINIBROWSER).length > 0 && existsSync('/usr/bin/Xvfb'),
};

export const findWebKit = (): string | undefined => find(WEBKIT);
export const ensureWebKit = (): string => ensure(WEBKIT);

export interface WebDriver {
  /** One command of the session: `POST /session/<id>/<path>`, or another method. */
  command<T>(path: string, body?: object, method?: 'POST' | 'GET' | 'DELETE'): Promise<T>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Xvfb chooses a free display itself and writes its number to the file descriptor it is given. */
async function startScreen(): Promise<{ display: string; screen: ChildProcess }> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]!.once('data', (data) => resolve(`:${String(data).trim()}`));
    screen.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { display, screen };
}

async function end(child: ChildProcess, stop: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  stop();
  await gone;
}

/** Starts a browser with one window. `more`: of its environment. */
export async function launchWebKit(more: Readonly<Record<string, string>> = {}): Promise<WebDriver> {
  const driver = ensureWebKit();
  const { display, screen } = await startScreen();
  const home = mkdtempSync(join(tmpdir(), 'asklet-webkit-'));
  const port = await freePort();
  // Nothing else in its environment: some variables that are said to help make screenshots hang.
  const env = {
    ...process.env,
    ...more,
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
  };
  const child = spawn(driver, ['-p', String(port)], { stdio: 'ignore', detached: true, env });

  async function request<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(40_000),
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`WebKit ${path}: ${value?.error} ${value?.message}`);
    return value;
  }

  for (let tries = 0; ; tries++) {
    try {
      await request('GET', '/status');
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const { sessionId } = await request<{ sessionId: string }>('POST', '/session', {
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: globSync(MINIBROWSER)[0], args: ['--automation'] } },
    },
  });
  const command: WebDriver['command'] = (path, body, method = 'POST') =>
    request(method, `/session/${sessionId}/${path}`, method === 'POST' ? (body ?? {}) : undefined);
  await command('timeouts', { script: 30_000, pageLoad: 30_000 });
  return {
    command,
    async close() {
      await request('DELETE', `/session/${sessionId}`).catch(() => {});
      await end(child, () => process.kill(-child.pid!, 'SIGTERM'));
      await end(screen, () => screen.kill());
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
