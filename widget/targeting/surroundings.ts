// What rules look at that is the browser's to tell. Part of the rules' chunk.
import type { Device } from '../../server/contract/targeting.ts';
import { device } from '../platform/device.ts';

export interface Surroundings {
  /** Whole address of the page. */
  readonly url: string;
  /** Address this page was reached from, as far as the browser tells; empty when it was typed. */
  readonly referrer: string;
  readonly device: Device;
}

export const surroundings = (): Surroundings => ({
  url: location.href,
  referrer: document.referrer,
  device: device(),
});
