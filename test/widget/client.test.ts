import 'fake-indexeddb/auto';
import { within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Envelope, PublicSurvey, Receipt } from '../../server/contract/api.ts';
import { createClient, type Client } from '../../widget/client.ts';
import { helpful, survey } from '../support/surveys.ts';

let client: Client;
let sent: Envelope[];
let online: boolean;
let surveys: readonly PublicSurvey[];

const now = {
  firstVisit: true,
  delay: 0,
  gap: 0,
  waits: { answered: 0, dismissed: 0, ignored: 0 },
  caps: { page: 0, visit: 0, month: 0, year: 0 },
};

/** A collector that knows the surveys and acknowledges everything. */
async function collector(url: string | URL, init?: RequestInit): Promise<Response> {
  if (!online) throw new TypeError('Failed to fetch');
  if (init?.method !== 'POST') return Response.json({ v: 1, surveys });
  const envelope = JSON.parse(init.body as string) as Envelope;
  sent.push(envelope);
  const r = envelope.d.map(({ rid, rev, a }) => ({ rid, rev, a, s: 'ok' as const }));
  return Response.json({ v: 1, now: Date.now(), r, pause: 0 } satisfies Receipt);
}

beforeEach(() => {
  localStorage.clear();
  sent = [];
  online = true;
  surveys = [survey({ pacing: now })];
  vi.stubGlobal('fetch', vi.fn(collector));
  client = createClient();
});
afterEach(() => {
  client.destroy();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

/** Waits long: other work may slow the machine down. */
const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, 10_000);
const start = () => client.init({ site: 'pk', host: 'https://collector.example' });
const hosts = () => [...document.querySelectorAll('*')].filter((element) => element.shadowRoot);
const prompt = () => eventually(() => within(hosts()[0]!.shadowRoot!.querySelector('section')! as HTMLElement));
const silence = () => new Promise((resolve) => setTimeout(resolve, 150));
const lastSent = () =>
  eventually(() => {
    const last = sent.flatMap(({ d }) => d).at(-1);
    if (!last) throw new Error('Nothing was sent yet.');
    return last;
  });

describe('client', () => {
  it('shows the survey of a touchpoint that happened before anything was loaded', async () => {
    client.track('bought');
    start();
    expect((await prompt()).getByRole('radio', { name: '9' })).toBeTruthy();
    expect(fetch).toHaveBeenCalledWith('https://collector.example/c/v1/pk/config', expect.anything());
  });

  it('starts once, however often it is told to', () => {
    start();
    start();
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('asks nobody for surveys that the page defines itself', async () => {
    client.init({ site: 'pk', surveys: [survey({ pacing: now })] }).track('bought');
    await prompt();
    expect(vi.mocked(fetch).mock.calls.filter(([, init]) => init?.method !== 'POST')).toEqual([]);
  });

  it('opens one prompt at a time', async () => {
    surveys = [survey({ pacing: now }), survey({ id: 'other', touchpoint: 'left', pacing: now })];
    start().track('bought');
    client.track('left');
    await prompt();
    await silence();
    expect(hosts()).toHaveLength(1);
    expect((await client.explain('other'))[0]).toMatchObject({ eligible: false });
  });

  it('leaves a first visitor alone unless the survey says otherwise, and says so', async () => {
    surveys = [survey()];
    start().track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    const [explained] = await client.explain();
    expect(explained).toMatchObject({ survey: 'shop', eligible: false });
    expect(explained!.rules).toContainEqual(expect.objectContaining({ rule: 'visit', pass: false }));
  });

  it('sends the person with an answer, never with a prompt that got none', async () => {
    client.identify('ann', { plan: 'pro', born: new Date(0), odd: null });
    start().track('bought', { total: 12 });
    const page = await prompt();
    expect((await lastSent()).x).toEqual({ p: '/', l: expect.any(String) });
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () =>
      expect((await lastSent()).x).toMatchObject({
        u: 'ann',
        at: { plan: 'pro', born: '1970-01-01T00:00:00.000Z' },
        pr: { total: 12 },
      }),
    );
  });

  it('shows by hand in a place of the page, whatever pacing says', async () => {
    surveys = [survey({ questions: [helpful] })];
    document.body.innerHTML = '<main></main>';
    start().show('shop', { container: 'main' });
    await prompt();
    expect(hosts()[0]!.parentElement).toBe(document.querySelector('main'));
  });

  it.each([
    ['a survey that is none', 'nonsense', {}],
    ['a place that is none', 'shop', { container: '#nowhere' }],
  ])('shows nothing for %s', async (_what, id, options) => {
    start().show(id, options);
    await silence();
    expect(hosts()).toEqual([]);
  });

  it('tells what happens, in order, to handlers given before it started', async () => {
    const heard: string[] = [];
    for (const name of ['ready', 'shown', 'answered', 'delivered', 'dismissed'] as const) {
      client.on(name, () => heard.push(name));
    }
    start().track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await eventually(() => expect(heard.lastIndexOf('delivered')).toBeGreaterThan(heard.indexOf('answered')));
    client.close();
    expect(heard.filter((name) => name !== 'delivered')).toEqual(['ready', 'shown', 'answered', 'dismissed']);
    expect(heard.at(-1)).toBe('dismissed');
  });

  it('stops telling a handler that was taken back', async () => {
    const handler = vi.fn();
    client.on('ready', handler)();
    start();
    await silence();
    expect(handler).not.toHaveBeenCalled();
  });

  it('forgets the person at log-out and closes the prompt', async () => {
    client.identify('ann');
    start().track('bought');
    await prompt();
    client.reset();
    expect(hosts()).toEqual([]);
    client.track('bought');
    (await prompt()).getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
    expect((await lastSent()).x).not.toHaveProperty('u');
  });

  it('keeps nothing on the device after "no", and forgets what was there', async () => {
    start().track('bought');
    await prompt();
    expect(localStorage.length).toBeGreaterThan(0);
    client.consent('denied');
    await eventually(() => expect(localStorage).toHaveLength(0));
    await silence();
    const [stored] = await indexedDB.databases();
    expect(stored?.name === undefined || (await countRecords(stored.name)) === 0).toBe(true);
  });

  it('takes the answer of an open prompt after "no", without the person and without the device', async () => {
    client.identify('ann');
    start().track('bought');
    const page = await prompt();
    await lastSent();
    client.consent('denied');
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
    expect((await lastSent()).x).not.toHaveProperty('u');
    expect(localStorage).toHaveLength(0);
  });

  it('heeds a "no" that was said before it started', async () => {
    client.consent('denied');
    start().track('bought');
    await prompt();
    await lastSent();
    expect(localStorage).toHaveLength(0);
  });

  it("waits for the visitor's word in a consent tool, and follows it", async () => {
    const layer: unknown[] = [['consent', 'default', { analytics_storage: 'denied' }]];
    vi.stubGlobal('dataLayer', layer);
    client.identify('ann');
    client.init({ site: 'pk', host: 'https://collector.example', consent: 'google' }).track('bought');
    const page = await prompt();
    expect(localStorage).toHaveLength(0);
    layer.push(['consent', 'update', { analytics_storage: 'granted' }]);
    await eventually(() => expect(localStorage.length).toBeGreaterThan(0));
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).x).toMatchObject({ u: 'ann' }));
    layer.push(['consent', 'update', { analytics_storage: 'denied' }]);
    await eventually(() => expect(localStorage).toHaveLength(0));
  });

  it('keeps the name at home under Global Privacy Control, until the visitor says yes to this site', async () => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
    try {
      client.identify('ann', { plan: 'pro' });
      start().track('bought');
      const page = await prompt();
      page.getByRole('radio', { name: '9' }).click();
      await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
      const { x } = await lastSent();
      expect([x.u, x.at]).toEqual([undefined, { plan: 'pro' }]);
      client.consent('granted');
      page.getByRole('radio', { name: '8' }).click();
      await eventually(async () => expect((await lastSent()).x).toMatchObject({ u: 'ann' }));
    } finally {
      Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    }
  });

  it('sends of the query what the site allows by name, with an answer and not after "no"', async () => {
    history.replaceState(null, '', '/sale?utm_source=mail&token=secret#top');
    client.init({ site: 'pk', host: 'https://collector.example', query: ['utm_source'] }).track('bought');
    const page = await prompt();
    expect((await lastSent()).x).toMatchObject({ p: '/sale' });
    expect((await lastSent()).x).not.toHaveProperty('qs');
    page.getByRole('radio', { name: '9' }).click();
    await eventually(async () => expect((await lastSent()).x).toMatchObject({ p: '/sale', qs: 'utm_source=mail' }));
    client.consent('denied');
    page.getByRole('radio', { name: '8' }).click();
    await eventually(async () => expect((await lastSent()).q['recommend']?.v).toBe(8));
    expect((await lastSent()).x).not.toHaveProperty('qs');
    expect(JSON.stringify(sent)).not.toContain('secret');
    history.replaceState(null, '', '/');
  });

  it('sends what waits on the device although the surveys cannot be had', async () => {
    start().track('bought');
    const page = await prompt();
    await lastSent();
    online = false;
    page.getByRole('radio', { name: '9' }).click();
    await silence();
    client.destroy();
    const calls = vi.mocked(fetch);
    calls.mockImplementation(async (url, init) => {
      if (init?.method !== 'POST') throw new TypeError('Failed to fetch');
      online = true;
      return collector(url as string, init);
    });
    localStorage.removeItem('asklet-config-pk');
    client = createClient();
    start();
    await eventually(async () => expect((await lastSent()).q).toHaveProperty('recommend'));
  });

  it('explains that there are no surveys, or that it was not started', async () => {
    expect(await client.explain('shop')).toMatchObject([
      { survey: 'shop', eligible: false, rules: [{ rule: 'known' }] },
    ]);
    online = false;
    client.init({ site: 'pk_typo', host: 'https://collector.example/' });
    await silence();
    expect((await client.explain())[0]!.rules[0]!.reason).toContain('pk_typo at https://collector.example/c/v1');
  });

  it('never throws, whatever it is given', async () => {
    const odd = client as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of Object.keys(client)) {
      for (const args of [[], [null], [undefined, null], [7, 7], [{}, 'x'], ['shown', 'no function']]) {
        expect(() => odd[name]!(...args)).not.toThrow();
      }
    }
  });

  it('shows nothing, and harms nothing, for a survey of a newer collector', async () => {
    const newer = {
      ...survey({ pacing: now }),
      triggers: [{ type: 'telepathy' }],
      questions: [{ id: 'q', type: 'hologram' }],
    };
    surveys = [newer as unknown as PublicSurvey, survey({ id: 'other', touchpoint: 'left', pacing: now })];
    start().track('bought');
    await silence();
    expect(hosts()).toEqual([]);
    client.track('left');
    expect((await prompt()).getByRole('radio', { name: '9' })).toBeTruthy();
  });

  it('says nothing when the surveys cannot be had, and a word only with debug', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    online = false;
    start();
    await silence();
    expect(warn).not.toHaveBeenCalled();
    createClient().init({ site: 'pk', host: 'https://collector.example', debug: true });
    await eventually(() => expect(warn).toHaveBeenCalledTimes(1));
    expect(warn.mock.calls[0]![0]).toContain('site key right');
    warn.mockRestore();
  });

  it('can start again after destroy(), which forgot the calls that waited', async () => {
    client.track('bought');
    start().destroy();
    start();
    await silence();
    expect(hosts()).toEqual([]);
    client.track('bought');
    expect((await prompt()).getByRole('radio', { name: '9' })).toBeTruthy();
  });
});

/** Answers left in the database; the queue's own state of the collector is none. */
function countRecords(name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const keys = database.transaction('responses').objectStore('responses').getAllKeys();
      keys.onsuccess = () => {
        database.close();
        resolve(keys.result.filter((key) => key !== 'state').length);
      };
    };
  });
}
