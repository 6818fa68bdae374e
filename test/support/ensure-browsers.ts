import { ensureChromium } from './chromium.ts';
import { ensureFirefox } from './firefox.ts';
import { ensureWebKit } from './webkit.ts';

/**
 * Before the browser tests: fails at once, and says what to do, when there is no Chromium to be had. Firefox and WebKit
 * are installed where that is possible; where it is not, their cases are skipped.
 */
export function setup(): void {
  ensureChromium();
  for (const ensure of [ensureFirefox, ensureWebKit]) {
    try {
      ensure();
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
    }
  }
}
