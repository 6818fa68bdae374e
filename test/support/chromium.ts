// Chromium for the browser tests: as a guest of this process, or as a process of its own that can be killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { chromium, type Browser } from 'playwright';
import { ensure, find, tellsVersion, type Installable } from './install.ts';

const CHROMIUM: Installable = {
  title: 'Chrome or Chromium',
  variables: ['CHROMIUM_PATH', 'CHROME_PATH'],
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  places: () => [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    chromium.executablePath(),
  ],
  packages: ['chromium', 'fonts-liberation'],
  download: 'chromium',
  works: tellsVersion,
};

/** The path of an installed Chromium. */
export const findChromium = (): string | undefined => find(CHROMIUM);

/** The path of a Chromium, installed if need be; throws a sentence that says what to do. */
export const ensureChromium = (): string => ensure(CHROMIUM);

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

/** `flags`: more of the command line, such as `--host-resolver-rules=…`. */
export function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: [...ARGUMENTS, ...flags] });
}

export interface StartedChromium {
  readonly browser: Browser;
  /** Where it can be debugged, `ws://127.0.0.1:<port>/…`. */
  readonly endpoint: string;
  kill(): Promise<void>;
}

/**
 * A browser on a profile folder of its own, as a process of ours: it can be killed like a battery pulled out.
 * Its pages really hide behind each other, go to the back/forward cache and prerender, and its profile survives it.
 */
export async function startChromium(profile: string, flags: readonly string[] = []): Promise<StartedChromium> {
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(ensureChromium(), [...ARGUMENTS, ...own, ...flags, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const endpoint = await debuggingEndpoint(child);
  // With the library's defaults every page would believe that it is in front.
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true });
  return {
    browser,
    endpoint,
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
