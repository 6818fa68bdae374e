// What the campaign prints in the end, and the bounds it holds the widget to.
import { MOST_BYTES, MOST_RESPONSES } from '../../../widget/queue/eviction.ts';
import type { Judgement } from './check.ts';
import type { Figures, Ledger } from './ledger.ts';
import type { Recovery } from './recovery.ts';

/** Of each profile. */
export const TABS = 3;
const LOCAL_STORAGE = 32 * 1024;
const A_MINUTE = 12;
const RECOVERY = 5 * 60_000 + 15_000;

/** The bounds that were broken. */
export function limits(figures: Figures): string[] {
  const { mostFlying, mostFailing, mostIndexedDb, mostLocalStorage, mostRecords, recoveries, broken } = figures;
  const bounds: [string, number, number][] = [
    ['bytes in IndexedDB', mostIndexedDb, MOST_BYTES],
    ['responses in IndexedDB', mostRecords, MOST_RESPONSES + TABS], // the collector's state, and one of each other tab that asked for room at once
    ['bytes in localStorage', mostLocalStorage, LOCAL_STORAGE],
    ['requests in flight per page', mostFlying, 1],
    ['requests a minute while failing', mostFailing, A_MINUTE],
    ['ms from recovery to delivery', Math.max(0, ...recoveries), RECOVERY],
  ];
  const over = bounds.filter(([, most, limit]) => most > limit);
  return [
    ...over.map(([what, most, limit]) => `${most} ${what}; the limit is ${limit}`),
    ...[...broken].map(([what, count]) => `${what}, ${count} times`),
  ];
}

export interface TableInput {
  readonly seed: number;
  readonly minutes: number;
  readonly ledger: Ledger;
  readonly injected: ReadonlyMap<string, number>;
  readonly hits: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly judgement: Judgement;
  readonly recovery: Recovery;
}

export function table({ seed, minutes, ledger, injected, hits, outcomes, judgement, recovery }: TableInput): string {
  const { figures } = ledger;
  const answered = [...ledger.visits.values()].filter(({ acts }) => acts.length);
  const shown = (what: string): number => answered.filter(({ acts }) => acts.some((act) => act.shown === what)).length;
  const times = [...figures.recoveries].sort((one, other) => one - other).map((ms) => Math.round(ms / 100) / 10);
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
  const rows: [string, unknown][] = [
    ['seed', seed],
    ['minutes', minutes.toFixed(1)],
    ['answers given', answered.length],
    ['  stored, each once, with its last value', judgement.whole],
    ['  shown as sent', shown('sent')],
    ['  shown as saved on the device', shown('saved')],
    ['  shown as not saved', shown('unsaved')],
    ['faults injected', [...injected.values()].reduce((sum, count) => sum + count, 0)],
    ...rowsOf(injected),
    ['requests hit by the network', [...hits.values()].reduce((sum, count) => sum + count, 0)],
    ...rowsOf(hits),
    ['visits', [...outcomes.values()].reduce((sum, count) => sum + count, 0)],
    ...rowsOf(outcomes),
    ['losses, none of them promised', [...judgement.losses.values()].reduce((sum, lost) => sum + lost.length, 0)],
    ...[...judgement.losses].map(([why, lost]): [string, unknown] => [
      `  ${why}`,
      `${lost.length}: ${lost.slice(0, 4).join('; ')}${lost.length > 4 ? ' …' : ''}`,
    ]),
    ['given up by the widgets, as they told', [...figures.lossesTold].map((one) => one.join(' ')).join(', ') || 'none'],
    ['most in IndexedDB', `${kib(figures.mostIndexedDb)} in ${figures.mostRecords} records`],
    ['most of ours in localStorage', kib(figures.mostLocalStorage)],
    [
      'requests of pages',
      `${figures.requests}: ${figures.hidden} of hidden pages, ${figures.pageEnds} as a page is hidden or left`,
    ],
    ['most in flight per page', figures.mostFlying],
    ['most a minute and profile while failing', figures.mostFailing],
    ['  with a wrong clock within that minute', figures.mostFailingSkewed],
    [
      'recovery to delivery, s',
      `median ${times[times.length >> 1] ?? '-'}, max ${times.at(-1) ?? '-'}, n ${times.length}`,
    ],
    ['waiting at the end', `${recovery.waiting}, all delivered after ${recovery.seconds.toFixed(1)} s`],
  ];
  return rows.map(([what, figure]) => `${what.padEnd(42)} ${String(figure)}\n`).join('');
}

function rowsOf(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([, one], [, other]) => other - one).map(([what, count]) => [`  ${what}`, count]);
}
