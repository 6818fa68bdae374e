import { ensureChromium } from './chromium.ts';

/** Before the browser tests: fails at once, and says what to do, when there is no browser to be had. */
export function setup(): void {
  ensureChromium();
}
