import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '../../../server/store/errors.ts';
import { openCollector, type TestCollector } from '../collector.ts';
import { answer, document, envelope, site, survey } from '../documents.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await openCollector();
});
afterAll(() => collector.close());

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After',
  'x-content-type-options': 'nosniff',
};

describe('POST /c/v1/s', () => {
  it('stores a document and says so by the name it was sent under', async () => {
    const sent = document();
    const { status, json, headers } = await collector.post(envelope([sent]));
    expect(status).toBe(200);
    expect(json).toEqual({
      v: 1,
      now: expect.any(Number),
      r: [{ rid: sent.rid, rev: 1, a: sent.a, s: 'ok' }],
      pause: 0,
    });
    expect(headers).toMatchObject({ ...CORS, 'cache-control': 'no-store', 'x-request-id': expect.any(String) });
    const stored = await collector.store.responses({ siteId: site.id, limit: 100 });
    expect(stored.map(({ snapshot }) => snapshot.rid)).toContain(sent.rid);
  });

  it('answers a repeat with dup and counts it once', async () => {
    const sent = document({ q: { recommend: answer(0) } });
    const counted = async (): Promise<number> => {
      const { answers } = await collector.store.tally({ siteId: site.id, metric: 'nps' });
      return answers['0'] ?? 0;
    };
    const before = await counted();
    const verdicts = [];
    for (let attempt = 0; attempt < 3; attempt++) verdicts.push((await collector.post(envelope([sent]))).json.r[0]!.s);
    expect(verdicts).toEqual(['ok', 'dup', 'dup']);
    expect(await counted()).toBe(before + 1);
  });

  it('M07: joins two revisions of one response within a batch, one verdict each', async () => {
    const first = document({ rev: 2 });
    const second = { ...first, rev: 4, q: { ...first.q, reason: answer('Fast', 2) } };
    const { json } = await collector.post(envelope([second, first]));
    expect(json.r.map(({ rev, s }) => [rev, s])).toEqual([
      [4, 'ok'],
      [2, expect.stringMatching(/^(ok|dup)$/)],
    ]);
    const stored = await collector.store.responses({ siteId: site.id, limit: 100 });
    const mine = stored.filter(({ snapshot }) => snapshot.rid === first.rid);
    expect(mine.map(({ snapshot }) => [snapshot.rev, Object.keys(snapshot.q).sort()])).toEqual([
      [4, ['reason', 'recommend']],
    ]);
  });

  it('joins what two requests say of one response at the same time', async () => {
    const one = document({ q: { recommend: answer(7, 1, 'aaaaaaaa') }, a: 'aaaaaaaa' });
    const other = { ...one, q: { reason: answer('Slow', 1, 'bbbbbbbb') }, a: 'bbbbbbbb' };
    const replies = await Promise.all([collector.post(envelope([one])), collector.post(envelope([other]))]);
    expect(replies.map(({ json }) => json.r[0]!.s)).toEqual(['ok', 'ok']);
    const stored = await collector.store.responses({ siteId: site.id, limit: 100 });
    const mine = stored.filter(({ snapshot }) => snapshot.rid === one.rid);
    expect(mine.map(({ snapshot }) => Object.keys(snapshot.q).sort())).toEqual([['reason', 'recommend']]);
  });

  it('judges each document of a batch by itself', async () => {
    const batch = [document(), document({ q: { recommend: answer(11) } }), document({ s: 'unknown' }), document()];
    const { status, json } = await collector.post(envelope(batch));
    expect(status).toBe(200);
    expect(json.r.map(({ s, c }) => [s, c])).toEqual([
      ['ok', undefined],
      ['drop', 'value'],
      ['held', 'survey'],
      ['ok', undefined],
    ]);
  });

  it('N26: stores the hour of an answer through the difference of the clocks, though the browser is years ahead', async () => {
    const wrong = 3 * 365 * 86_400_000;
    const sent = document({ el: undefined, at: Date.now() - 3_600_000 + wrong, c: 0 });
    await collector.post(envelope([sent], { t: Date.now() + wrong }));
    const stored = await collector.store.responses({ siteId: site.id, limit: 100 });
    const mine = stored.find(({ snapshot }) => snapshot.rid === sent.rid)!;
    expect(mine.timeSource).toBe('skew');
    expect(Math.abs(mine.answered - (Date.now() - 3_600_000))).toBeLessThan(60_000);
  });

  it('M05: keeps the same id on two sites apart', async () => {
    const other = { ...site, id: 'other', key: 'pk_other' };
    await collector.store.saveSite(other);
    await collector.store.publish(other.id, survey);
    const sent = document({ q: { recommend: answer(3) } });
    expect((await collector.post(envelope([sent]))).json.r[0]!.s).toBe('ok');
    expect((await collector.post(envelope([sent], { k: other.key }))).json.r[0]!.s).toBe('ok');
    expect(await collector.store.responses({ siteId: other.id, limit: 10 })).toHaveLength(1);
  });

  it('drops an id that belongs to a response of another survey', async () => {
    const sent = document();
    await collector.post(envelope([sent]));
    await collector.store.publish(site.id, { ...survey, id: 'second' });
    const { json } = await collector.post(envelope([{ ...sent, s: 'second', rev: 2 }]));
    expect(json.r[0]).toMatchObject({ s: 'drop', c: 'survey' });
  });

  it('learns of a survey that is published while it runs', async () => {
    const sent = document({ s: 'fresh' });
    expect((await collector.post(envelope([sent]))).json.r[0]).toMatchObject({ s: 'held', c: 'survey' });
    await collector.store.publish(site.id, { ...survey, id: 'fresh' });
    expect((await collector.post(envelope([document({ s: 'fresh' })]))).json.r[0]!.s).toBe('ok');
  });

  it.each([
    ['an unknown key', { k: 'pk_nobody' }, {}, 401, 'key'],
    ['the id instead of the key', { k: site.id }, {}, 401, 'key'],
    ['a page of another site', {}, { origin: 'https://shop.example.evil.com' }, 403, 'origin'],
    ['a sandboxed page', {}, { origin: 'null' }, 403, 'origin'],
  ])('refuses %s', async (_what, changes, headers, status, code) => {
    const reply = await collector.post(envelope([document()], changes), headers);
    expect(reply).toMatchObject({ status, json: { v: 1, e: code }, headers: CORS });
  });

  it('accepts pages of the site, and JSON by its proper name', async () => {
    const headers = { origin: 'https://shop.example', 'content-type': 'application/json' };
    expect((await collector.post(envelope([document()]), headers)).status).toBe(200);
  });

  it('refuses a form, compressed or unknown content', async () => {
    const form = await collector.post('a=b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form).toMatchObject({ status: 415, json: { e: 'type' }, headers: CORS });
    const packed = await collector.post('xx', { 'content-encoding': 'br' });
    expect(packed).toMatchObject({ status: 415, json: { e: 'encoding' }, headers: { ...CORS, connection: 'close' } });
  });

  it('answers a preflight, and other methods and paths in the same form', async () => {
    const preflight = await collector.app.inject({ method: 'OPTIONS', url: '/c/v1/s' });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      ...CORS,
      'access-control-allow-methods': 'POST',
      'access-control-max-age': '86400',
    });
    const get = await collector.app.inject({ method: 'GET', url: '/c/v1/s' });
    expect([get.statusCode, get.json().e, get.headers['allow']]).toEqual([405, 'method', 'OPTIONS, POST']);
    expect(get.headers).toMatchObject(CORS);
    const lost = await collector.app.inject({ method: 'POST', url: '/c/v2/s' });
    expect([lost.statusCode, lost.json().e]).toEqual([404, 'path']);
    expect(lost.headers).toMatchObject(CORS);
  });

  it(
    'M12: answers 503 while another process holds the database, and stores the answer afterwards',
    { timeout: 20_000 },
    async () => {
      const sent = document();
      const other = new DatabaseSync(collector.databaseUrl.replace('sqlite:', ''));
      other.exec('BEGIN IMMEDIATE');
      const held = await collector.post(envelope([sent]));
      expect(held).toMatchObject({
        status: 503,
        json: { e: 'busy', ms: 5_000 },
        headers: { ...CORS, 'retry-after': '5' },
      });
      other.exec('ROLLBACK');
      other.close();
      expect((await collector.post(envelope([sent]))).json.r[0]!.s).toBe('ok');
    },
  );

  it('answers 503 with a hint when the writer is gone', async () => {
    const broken = await openCollector();
    try {
      await broken.ingest.close();
      const reply = await broken.post(envelope([document()]));
      expect(reply).toMatchObject({
        status: 503,
        json: { e: 'busy', ms: 2_000 },
        headers: { ...CORS, 'retry-after': '2' },
      });
      const ready = await broken.app.inject('/readyz');
      expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'no-writer' }]);
    } finally {
      await broken.close();
    }
  });
});

describe('GET /c/v1/:siteKey/config', () => {
  const get = (key = site.key, headers = {}) => collector.app.inject({ url: `/c/v1/${key}/config`, headers });

  it('tells pages what to ask, and nothing internal', async () => {
    const reply = await get();
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({ ...CORS, 'cache-control': 'public, max-age=60, stale-while-revalidate=600' });
    const { v, surveys } = reply.json();
    expect(v).toBe(1);
    const { name, stage, ...shown } = survey;
    expect(surveys).toContainEqual(shown);
    expect(reply.body).not.toContain(name);
    expect(reply.body).not.toContain(stage);
  });

  it('answers 304 to who has it already, and anew once it has changed', async () => {
    const etag = String((await get()).headers['etag']);
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const reply = await get(site.key, { 'if-none-match': header });
      expect([reply.statusCode, reply.body, reply.headers['etag']]).toEqual([304, '', etag]);
    }
    await collector.store.publish(site.id, { ...survey, version: 2 });
    const reply = await get(site.key, { 'if-none-match': etag });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['etag']).not.toBe(etag);
  });

  it.each(['pk_nobody', site.id, '__proto__', '%00', '..%2f..%2fadmin'])('does not know the key %s', async (key) => {
    const reply = await get(key);
    expect([reply.statusCode, reply.json().e]).toEqual([404, 'key']);
    expect(reply.headers).toMatchObject({ ...CORS, 'cache-control': 'no-store' });
  });

  it('answers 503 in its own form when the database is busy', async () => {
    const busy = await openCollector({}, ({ store }) => ({
      store: { ...store, site: () => Promise.reject(new StoreError('busy', 'Another process holds it.')) },
    }));
    try {
      const reply = await busy.app.inject(`/c/v1/${site.key}/config`);
      expect([reply.statusCode, reply.json().e, reply.headers['retry-after']]).toEqual([503, 'busy', '5']);
      expect(reply.headers).toMatchObject(CORS);
    } finally {
      await busy.close();
    }
  });
});
