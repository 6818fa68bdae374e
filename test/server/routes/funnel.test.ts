// How pages tell why nothing was shown, and how it is read.
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { StoreError } from '../../../server/store/errors.ts';
import type { Silence } from '../../../server/store/store.ts';
import { openCollector, type TestCollector } from '../collector.ts';
import { answer, document, envelope, site, survey } from '../documents.ts';

let collector: TestCollector;
let token: string;
beforeAll(async () => {
  collector = await openCollector();
  token = await collector.token(['metrics:read']);
});
afterAll(() => collector.close());

const CORS = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const tell = (f: unknown, over: Record<string, unknown> = {}): object => ({ v: 1, k: site.key, f, ...over });

async function post(body: unknown, headers: Record<string, string> = {}, { app } = collector) {
  const payload = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);
  const reply = await app.inject({
    method: 'POST',
    url: '/c/v1/f',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    payload,
  });
  const readable = Object.entries(CORS).every(([name, value]) => reply.headers[name] === value);
  return { status: reply.statusCode, code: reply.body && (reply.json() as { e: string }).e, readable };
}

async function read(query = '', secret = token) {
  const headers = { authorization: `Bearer ${secret}` };
  return collector.app.inject({ url: `/api/v1/funnel?site=shop${query}`, headers });
}
const silencesOf = async (id: string): Promise<Record<string, number>> =>
  (await read(`&survey=${id}`)).json().data[0]?.silences ?? {};

const COUNTED = { status: 204, code: '', readable: true };
const refusal = (status: number, code: string): object => ({ status, code, readable: true });

describe('POST /c/v1/f', () => {
  it('counts, answers without a body, and shows at once in the API', async () => {
    expect(await post(tell({ checkout: { gap: 2, visit: 1 } }))).toEqual(COUNTED);
    expect(await post(tell({ checkout: { gap: 40 } }), { origin: 'https://shop.example' })).toEqual(COUNTED);
    expect(await silencesOf('checkout')).toEqual({ gap: 42, visit: 1 });
  });

  it('passes over surveys it does not know, and showings, which it counts itself', async () => {
    await collector.store.publish(site.id, { ...survey, id: 'known' });
    expect(await post(tell({ unknown: { gap: 1 }, known: { shown: 3, gap: 1 } }))).toEqual(COUNTED);
    expect(await silencesOf('known')).toEqual({ gap: 1 });
    expect((await read('&survey=unknown')).json().data).toEqual([]);
  });

  it('answers a preflight, and other methods in its own form', async () => {
    const preflight = await collector.app.inject({ method: 'OPTIONS', url: '/c/v1/f' });
    expect([preflight.statusCode, preflight.headers['access-control-allow-methods']]).toEqual([204, 'POST']);
    const get = await collector.app.inject('/c/v1/f');
    expect([get.statusCode, get.json().e, get.headers['allow']]).toEqual([405, 'method', 'OPTIONS, POST']);
  });
});

describe('bad input to the funnel', () => {
  // Whatever is sent: nothing of it is counted.
  let before: unknown;
  beforeAll(async () => {
    before = (await read()).json().data;
  });
  afterEach(async () => {
    const after = JSON.stringify((await read()).json().data);
    if (after !== JSON.stringify(before)) throw new Error(`Something was counted: ${after}`);
  });
  const many = (length: number, value: unknown) =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`a${index}`, value]));

  it.each<[what: string, body: unknown, status: number, code: string]>([
    ['nothing', '', 400, 'empty'],
    ['a list', '[]', 400, 'shape'],
    ['cut JSON', '{"v":1', 400, 'json'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'utf8'],
    ['another version', tell({}, { v: 2 }), 400, 'version'],
    ['no key', tell({}, { k: undefined }), 400, 'shape'],
    ['no counts', tell(undefined), 400, 'shape'],
    ['counts in a list', tell([{ checkout: { gap: 1 } }]), 400, 'shape'],
    ['a survey without reasons', tell({ checkout: 1 }), 400, 'shape'],
    ['a survey id that is none', tell({ 'a b': { gap: 1 } }), 400, 'shape'],
    ['a word of JavaScript', `{"v":1,"k":"${site.key}","f":{"__proto__":{"gap":1}}}`, 400, 'shape'],
    ['a reason of JavaScript', `{"v":1,"k":"${site.key}","f":{"checkout":{"constructor":1}}}`, 400, 'shape'],
    ['a reason that is none', tell({ checkout: { '<b>': 1 } }), 400, 'shape'],
    ['a long reason', tell({ checkout: { ['x'.repeat(25)]: 1 } }), 400, 'shape'],
    ['text for a count', tell({ checkout: { gap: '1' } }), 400, 'shape'],
    ['half a count', tell({ checkout: { gap: 1.5 } }), 400, 'shape'],
    ['no count', tell({ checkout: { gap: 0 } }), 400, 'shape'],
    ['less than none', tell({ checkout: { gap: -1 } }), 400, 'shape'],
    ['too many', tell({ checkout: { gap: 1_001 } }), 400, 'shape'],
    ['beyond all numbers', `{"v":1,"k":"${site.key}","f":{"checkout":{"gap":1e999}}}`, 400, 'shape'],
    ['one wrong count beside a good one', tell({ checkout: { gap: 1, visit: null } }), 400, 'shape'],
    ['fifty-one surveys', tell(many(51, { gap: 1 })), 400, 'shape'],
    ['thirty-three reasons', tell({ checkout: many(33, 1) }), 400, 'shape'],
    ['ten thousand keys', tell({ checkout: many(1_200, 1) }), 400, 'keys'],
    ['deep brackets', '['.repeat(10_000), 400, 'depth'],
    ['16 KiB and one byte', ' '.repeat(16 * 1024 + 1), 413, 'size'],
    ['a body of a megabyte', 'x'.repeat(2 ** 20), 413, 'size'],
    ['an unknown key', tell({ checkout: { gap: 1 } }, { k: 'pk_nobody' }), 401, 'key'],
    ['the id instead of the key', tell({ checkout: { gap: 1 } }, { k: site.id }), 401, 'key'],
  ])('refuses %s', async (_what, body, status, code) => {
    expect(await post(body)).toEqual(refusal(status, code));
  });

  it.each(['https://evil.example', 'https://shop.example.evil.com', 'null'])('refuses pages of %s', async (origin) => {
    expect(await post(tell({ checkout: { gap: 1 } }), { origin })).toEqual(refusal(403, 'origin'));
  });

  it('refuses a form, and what is compressed', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post('a=b', form)).toEqual(refusal(415, 'type'));
    expect(await post(gzipSync('{}'), { 'content-encoding': 'gzip' })).toEqual(refusal(415, 'encoding'));
  });

  it('refuses what comes for a site that is closed', async () => {
    await collector.store.saveSite({ ...site, id: 'gone', key: 'pk_gone', closedAt: 1 });
    expect(await post(tell({ checkout: { gap: 1 } }, { k: 'pk_gone' }))).toEqual(refusal(410, 'closed'));
  });
});

describe('counts on their way to the disk', () => {
  it('are written together, and at the latest when the application closes', async () => {
    const own = await openCollector();
    const save = vi.spyOn(own.store, 'silence');
    for (let page = 0; page < 20; page++) await post(tell({ checkout: { gap: 1 } }), {}, own);
    expect(save).not.toHaveBeenCalled();
    await own.app.close();
    expect(save.mock.calls.flat(2)).toMatchObject([{ siteId: 'shop', survey: 'checkout', reason: 'gap', n: 20 }]);
    await own.close();
  });

  it('wait while the database is busy, and are counted once', async () => {
    const written: Silence[] = [];
    let busy = true;
    const own = await openCollector({}, ({ store }) => ({
      store: {
        ...store,
        silence: async (counts) => {
          if (busy) throw new StoreError('busy', 'Another process holds it.');
          written.push(...counts);
        },
      },
    }));
    const headers = { authorization: `Bearer ${await own.token(['metrics:read'])}` };
    await post(tell({ checkout: { gap: 2 } }), {}, own);
    expect((await own.app.inject({ url: '/api/v1/funnel?site=shop', headers })).statusCode).toBe(200);
    busy = false;
    await post(tell({ checkout: { gap: 3 } }), {}, own);
    await own.app.close();
    expect(written).toMatchObject([{ reason: 'gap', n: 5 }]);
    await own.close();
  });

  it('answers 503 when the site cannot be looked up', async () => {
    const own = await openCollector({}, ({ store }) => ({
      store: { ...store, site: () => Promise.reject(new StoreError('busy', 'Another process holds it.')) },
    }));
    expect(await post(tell({ checkout: { gap: 1 } }), {}, own)).toEqual(refusal(503, 'busy'));
    await own.close();
  });
});

describe('GET /api/v1/funnel', () => {
  it('tells moments, showings and answers of each survey', async () => {
    await collector.store.publish(site.id, { ...survey, id: 'whole' });
    await collector.post(
      envelope([
        document({ s: 'whole' }),
        document({ s: 'whole', q: { recommend: answer(3) }, st: 'started' }),
        document({ s: 'whole', q: {}, st: 'dismissed' }),
        document({ s: 'whole', q: {}, st: 'shown' }),
      ]),
    );
    await post(tell({ whole: { gap: 10, visit: 6 } }));
    const reply = await read('&survey=whole');
    expect(reply.headers['cache-control']).toBe('private, no-store');
    expect(reply.json()).toEqual({
      data: [
        {
          survey: 'whole',
          moments: 20,
          silences: { gap: 10, visit: 6 },
          shown: 4,
          answered: 2,
          completed: 1,
          dismissed: 1,
          ignored: 1,
          responseRate: { value: 50, low: expect.any(Number), high: expect.any(Number) },
        },
      ],
      since: null,
      until: null,
      zone: 'Europe/Berlin',
    });
  });

  it('reads days in the time zone of the site', async () => {
    const reply = (await read('&since=2020-10-24&until=2020-10-25')).json();
    expect(reply).toEqual({
      data: [],
      since: '2020-10-23T22:00:00.000Z',
      until: '2020-10-25T23:00:00.000Z',
      zone: 'Europe/Berlin',
    });
    expect((await read('&since=2020-01-01')).json().data.length).toBeGreaterThan(0);
  });

  it.each([
    ['&since=yesterday', 422],
    ['&since=2026-02-02&until=2026-02-01', 422],
    ['&colour=red', 422],
    ['&survey=', 422],
  ])('refuses %s', async (query, status) => {
    expect((await read(query)).statusCode).toBe(status);
  });

  it('is for tokens of the site with the scope', async () => {
    expect((await read('', 'nothing')).statusCode).toBe(401);
    expect((await read('', await collector.token(['responses:read']))).statusCode).toBe(403);
    expect((await read('', await collector.token(['metrics:read'], 'other'))).statusCode).toBe(404);
  });
});
