// Pages that run the delivery chunk against a collector, and what they leave behind.
import { vi } from 'vitest';
import { openDelivery, type Delivery, type DeliveryOptions } from '../../../widget/delivery/index.ts';
import type { StoredResponse } from '../../../widget/queue/queue.ts';
import { freshDevice, leaveOnDisk, NOW, onDisk, rid, settle, SITE, stored } from '../queue/samples.ts';
import { startCollector, type Collector } from './collector.ts';

const open: Delivery[] = [];
const taken: (() => void)[] = [];
const unhandled = vi.fn<() => void>();

/** What the pages emitted. */
export const events: unknown[] = [];
export let collector: Collector;

/** A page load. */
export function deliver(over: Partial<DeliveryOptions> = {}): Delivery {
  const made = openDelivery({
    site: SITE,
    url: 'https://collector.example/c/v1/s',
    sdk: '1.0.0',
    actor: 'aaaaaaaa',
    storage: 'persist',
    emit: (event, detail) => events.push([event, detail]),
    ...over,
  });
  open.push(made);
  return made;
}

/** Gives jsdom what it lacks, for one test. */
export function give(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true });
  taken.push(() => Reflect.deleteProperty(target, name));
}

/** The state of the collector as it is stored. */
export const state = async (): Promise<unknown> => new Map<string, unknown>(await onDisk()).get('state');

/** A response an earlier page left, the lower the number the older. */
export const waiting = (n: number, over: Partial<StoredResponse> = {}): StoredResponse =>
  stored({ rid: rid(n), at: NOW - 1_000 + n, ...over });

export const leave = (many: readonly StoredResponse[]): Promise<void> =>
  leaveOnDisk(Object.fromEntries(many.map((one) => [one.rid, one])));

export function start(): void {
  freshDevice();
  events.length = 0;
  collector = startCollector();
  process.on('unhandledRejection', unhandled);
}

/** Throws when a page left a rejection unhandled. */
export async function end(): Promise<void> {
  for (const one of open.splice(0)) one.close();
  for (const take of taken.splice(0)) take();
  await settle();
  process.off('unhandledRejection', unhandled);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  if (unhandled.mock.calls.length) throw new Error('a rejection was not handled', { cause: unhandled.mock.calls });
}
