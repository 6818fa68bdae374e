// Firefox for the browser tests: the one that people have, driven over WebDriver BiDi.
import { firefox, type Browser } from 'playwright';
import { ensure, find, tellsVersion, type Installable } from './install.ts';

const FIREFOX: Installable = {
  title: 'Firefox',
  variables: ['FIREFOX_PATH'],
  names: ['firefox-esr', 'firefox'],
  places: () => ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  packages: ['firefox-esr'],
  works: tellsVersion,
};

export const findFirefox = (): string | undefined => find(FIREFOX);
export const ensureFirefox = (): string => ensure(FIREFOX);

/**
 * `preferences` as in about:config. The channel is the library's undocumented way to a stock Firefox, and one reason
 * why its version is pinned: 1.65 calls what Firefox ESR 153 does not know.
 */
export function launchFirefox(preferences: Readonly<Record<string, boolean | number | string>> = {}): Promise<Browser> {
  return firefox.launch({
    executablePath: ensureFirefox(),
    channel: 'moz-firefox',
    firefoxUserPrefs: { ...preferences },
    timeout: 90_000,
  });
}
