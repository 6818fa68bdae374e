import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import type { Draft } from '../../../server/contract/response.ts';
import type { OpenQueue } from '../../../widget/queue/open.ts';
import type { StoredResponse } from '../../../widget/queue/queue.ts';

export const SITE = 'pk_test';
export const NOW = Date.parse('2026-10-20T12:00:00Z');

export const rid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export function draft(over: Partial<Draft> = {}): Draft {
  return { rid: rid(1), s: 'after-order', sv: 1, st: 'shown', c: NOW, at: NOW, q: {}, x: { p: '/', l: 'en' }, ...over };
}

/** A draft with one rating. */
export function rated(v: number, over: Partial<Draft> = {}): Draft {
  return draft({ st: 'started', q: { nps: { v, n: 1, a: 'aaaaaaaa' } }, ...over });
}

export function stored(over: Partial<StoredResponse> = {}): StoredResponse {
  return { ...rated(9), v: 1, k: SITE, rev: 1, a: 'aaaaaaaa', ack: 0, ...over };
}

/** A device without anything on it, and a clock that only `pass` moves. IndexedDB itself keeps running. */
export function freshDevice(): void {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
  sessionStorage.clear();
}

/** Lets IndexedDB and promises run until nothing moves, without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets that many milliseconds pass, from timer to timer, with IndexedDB at rest at each. */
export async function pass(ms: number): Promise<void> {
  let over = false;
  await settle();
  setTimeout(() => (over = true), ms);
  while (!over) {
    await vi.advanceTimersToNextTimerAsync();
    await settle();
  }
}

/** What the database of the site holds, read on a connection of its own. */
export async function onDisk(): Promise<Map<string, StoredResponse>> {
  const database = await openRaw();
  const store = database.transaction('responses').objectStore('responses');
  const [keys, values] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
  database.close();
  return new Map(keys.map((key, i) => [key as string, values[i] as StoredResponse] as const));
}

/** Puts records into the site's database as another script left them. */
export async function leaveOnDisk(records: Readonly<Record<string, unknown>>): Promise<void> {
  const database = await openRaw();
  const transaction = database.transaction('responses', 'readwrite');
  for (const [key, value] of Object.entries(records)) transaction.objectStore('responses').put(value, key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

/** A connection of its own, as another tab has one. */
export async function openRaw(): Promise<IDBDatabase> {
  const request = indexedDB.open(`asklet-${SITE}`);
  request.onupgradeneeded = () => request.result.createObjectStore('responses');
  return result(request);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The collector has that revision on disk, says its reply. */
export function accept(queue: OpenQueue, sent: StoredResponse): Promise<void> {
  const look = { sdk: '1.0.0', now: Date.now(), random: 0 };
  return queue.turn(() => [], { events: [[sent, { s: 'ok' }]], look, change: () => ({}) });
}

/** What waits, none of it taken. */
export async function waits(queue: OpenQueue): Promise<readonly StoredResponse[]> {
  let found: readonly StoredResponse[] = [];
  await queue.turn((waiting) => ((found = waiting), []));
  return found;
}
