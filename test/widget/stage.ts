// A page with the client on it and a collector in place of the network, for the tests of the whole widget in jsdom.
import 'fake-indexeddb/auto';
import { within } from '@testing-library/preact';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Config, Envelope, PublicSurvey, Receipt, SentSnapshot, Silences } from '../../server/contract/api.ts';
import type { Client } from '../../widget/api.ts';
import { createClient } from '../../widget/client.ts';
import { survey } from '../support/surveys.ts';

/** Asks at once, and always. */
export const now = {
  firstVisit: true,
  delay: 0,
  gap: 0,
  waits: { answered: 0, dismissed: 0, ignored: 0, later: 0 },
  caps: { page: 0, visit: 0, month: 0, year: 0 },
};

export interface Stage {
  client: Client;
  /** What the collector has got. */
  sent: Envelope[];
  silences: Silences[];
  online: boolean;
  surveys: readonly PublicSurvey[];
  pacing: Config['pacing'];
}

/** The stage of the test that runs: set anew before each. */
export const stage = {} as Stage;

/** A collector that knows the surveys and acknowledges everything. */
export async function collector(url: string | URL, init?: RequestInit): Promise<Response> {
  if (!stage.online) throw new TypeError('Failed to fetch');
  const { surveys, pacing } = stage;
  if (init?.method !== 'POST') return Response.json({ v: 1, surveys, ...(pacing && { pacing }) } satisfies Config);
  if (String(url).endsWith('/f')) {
    stage.silences.push(JSON.parse(init.body as string) as Silences);
    return new Response(null, { status: 204 });
  }
  const envelope = JSON.parse(init.body as string) as Envelope;
  stage.sent.push(envelope);
  const r = envelope.d.map(({ rid, rev, a }) => ({ rid, rev, a, s: 'ok' as const }));
  return Response.json({ v: 1, now: Date.now(), r, pause: 0 } satisfies Receipt);
}

/** For the top of a test file. */
export function play(): void {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    Object.assign(stage, {
      client: createClient(),
      sent: [],
      silences: [],
      online: true,
      surveys: [survey({ pacing: now })],
      pacing: undefined,
    });
    vi.stubGlobal('fetch', vi.fn(collector));
  });
  afterEach(() => {
    stage.client.destroy();
    document.body.replaceChildren();
    vi.unstubAllGlobals();
    history.replaceState(null, '', '/');
  });
}

/** Waits long: other work may slow the machine down. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, 10_000);
export const start = () => stage.client.init({ site: 'pk', host: 'https://collector.example' });
export const hosts = () => [...document.querySelectorAll('*')].filter((element) => element.shadowRoot);
export const prompt = () => eventually(() => within(hosts()[0]!.shadowRoot!.querySelector('section')! as HTMLElement));
/** Long enough for what should not happen to have happened. */
export const silence = () => new Promise((resolve) => setTimeout(resolve, 150));
export const lastSent = (): Promise<SentSnapshot> =>
  eventually(() => {
    const last = stage.sent.flatMap(({ d }) => d).at(-1);
    if (!last) throw new Error('Nothing was sent yet.');
    return last;
  });

/** Answers left in the database; the queue's own state of the collector is none. */
export function answersOnDevice(): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('asklet-pk');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      if (!database.objectStoreNames.contains('responses')) return resolve(0);
      const keys = database.transaction('responses').objectStore('responses').getAllKeys();
      keys.onsuccess = () => {
        database.close();
        resolve(keys.result.filter((key) => key !== 'state').length);
      };
    };
  });
}
