import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../../server/contract/api.ts';
import { StoreError } from '../../../server/store/errors.ts';
import { openCollector, type TestCollector } from '../collector.ts';
import { answer, document, envelope, site } from '../documents.ts';

let collector: TestCollector;
let secret: string;
const sent = [
  document({
    q: { recommend: answer(10), reason: answer('Fast', 2) },
    x: { p: '/thanks', l: 'de-AT', u: 'u_1', at: { plan: 'pro' } },
  }),
  document({ q: { recommend: answer(9) } }),
  document({ q: { recommend: answer(3) }, st: 'started' }),
  document({ q: {}, st: 'dismissed' }),
  document({ q: {}, st: 'shown' }),
  document({ q: { colour: answer('pink') } }),
];

beforeAll(async () => {
  collector = await openCollector();
  await collector.store.saveSite({ ...site, id: 'other', key: 'pk_other' });
  secret = await collector.token(['metrics:read', 'responses:read']);
  await collector.post(envelope(sent));
});
afterAll(() => collector.close());

const get = (url: string, token = secret, scheme = 'Bearer') =>
  collector.app.inject({ url: `/api/v1/${url}`, headers: { authorization: `${scheme} ${token}` } });

describe('GET /api/v1/metrics', () => {
  it('scores what was answered', async () => {
    const reply = await get('metrics?site=pk_shop&metric=nps');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-request-id': expect.any(String) });
    const metric = reply.json();
    expect(metric).toMatchObject({
      metric: 'nps',
      unit: 'points',
      range: [-100, 100],
      polarity: 'higher',
      n: 3,
      tier: 'hidden',
      counts: { promoter: 2, passive: 0, detractor: 1 },
      withComment: 1,
      funnel: { shown: 5, answered: 3, dismissed: 1, ignored: 1 },
      source: 'tallies',
      since: null,
      until: null,
      zone: 'Europe/Berlin',
    });
    expect(metric.value).toBeCloseTo(100 / 3);
    expect(metric.mean).toBeCloseTo(22 / 3);
    expect(metric.interval).toMatchObject({ level: 0.95, method: 'adjusted Wald' });
    expect(metric.interval.low).toBeLessThan(metric.interval.high);
    expect(metric.distribution).toHaveLength(11);
    expect(metric.distribution[10]).toEqual({ score: 10, n: 1 });
    expect(metric.funnel.responseRate.value).toBeCloseTo(60);
  });

  it('says null, never 0, where nobody answered', async () => {
    const metric = (await get('metrics?site=shop&metric=csat5')).json();
    expect(metric).toMatchObject({
      value: null,
      n: 0,
      mean: null,
      interval: { low: null, high: null },
      shares: { good: null },
    });
    expect(metric.funnel.responseRate).toEqual({ value: null, low: null, high: null });
  });

  it.each([
    ['survey=checkout&version=1&question=recommend&touchpoint=checkout-completed', 3],
    ['survey=another', 0],
    ['version=2', 0],
    ['question=reason', 0],
    ['touchpoint=chat-closed', 0],
    ['since=2020-01-01&until=2020-12-31', 0],
    ['since=2020-01-01', 3],
    ['until=2020-01-01T00:00:00Z', 0],
  ])('narrows by %s', async (filter, n) => {
    expect((await get(`metrics?site=shop&metric=nps&${filter}`)).json().n).toBe(n);
  });

  it('reads days in the time zone of the site, both included', async () => {
    const metric = (await get('metrics?site=shop&metric=nps&since=2026-10-24&until=2026-10-25')).json();
    expect([metric.since, metric.until]).toEqual(['2026-10-23T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
    const inside = (
      await get('metrics?site=shop&metric=nps&since=2026-10-24T23:30:00%2B02:00&until=2026-10-25T00:00:00+02:00')
    ).json();
    expect([inside.since, inside.until]).toEqual(['2026-10-23T22:00:00.000Z', '2026-10-24T22:00:00.000Z']);
  });
});

describe('GET /api/v1/responses', () => {
  it('lists answered responses that count, newest first, as the person saw them', async () => {
    const reply = await get('responses?site=pk_shop');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cache-control']).toBe('private, no-store');
    const { data, hasMore, nextCursor } = reply.json();
    expect([data.length, hasMore, nextCursor]).toEqual([3, false, null]);
    const item = data.find((one: { score: number }) => one.score === 10);
    expect(item).toEqual({
      id: expect.stringMatching(/^[a-z2-7]{20}$/),
      site: 'shop',
      survey: 'checkout',
      surveyVersion: 1,
      touchpoint: 'checkout-completed',
      metric: 'nps',
      score: 10,
      comment: 'Fast',
      answers: [
        { questionId: 'recommend', type: 'nps', title: 'Empfehlen?', value: 10 },
        { questionId: 'reason', type: 'text', title: 'Why?', value: 'Fast' },
      ],
      status: 'completed',
      page: '/thanks',
      locale: 'de-AT',
      person: 'u_1',
      attributes: { plan: 'pro' },
      properties: {},
      shownAt: expect.stringMatching(/^\d{4}-.*Z$/),
      answeredAt: expect.stringMatching(/Z$/),
      receivedAt: expect.stringMatching(/Z$/),
      revision: 1,
    });
  });

  it('never shows the id that would let a reader change a response', async () => {
    for (const url of ['responses?site=shop', 'responses?site=shop&limit=1']) {
      const { body } = await get(url);
      const cursor = Buffer.from(JSON.parse(body).nextCursor ?? '', 'base64url').toString('latin1');
      for (const { rid } of sent) for (const text of [body, cursor]) expect(text).not.toContain(rid);
    }
  });

  it('turns pages without losing or repeating a response', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: { id: string }[]; hasMore: boolean; nextCursor: string | null } = (
        await get(`responses?site=shop&limit=1${cursor ? `&cursor=${cursor}` : ''}`)
      ).json();
      expect(page.hasMore).toBe(page.nextCursor !== null);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    const all = (await get('responses?site=shop')).json().data.map(({ id }: { id: string }) => id);
    expect(seen).toEqual(all);
  });

  it('takes a cursor for its own list only', async () => {
    const cursor: string = (await get('responses?site=shop&limit=1')).json().nextCursor;
    for (const wrong of [`${cursor}&survey=checkout`, `${cursor}&since=2020-01-01`, 'eyJrIjpbXX0', `x${cursor}`]) {
      const reply = await get(`responses?site=shop&limit=1&cursor=${wrong}`);
      expect([reply.statusCode, reply.json().code]).toEqual([422, 'cursor_mismatch']);
    }
    expect((await get(`responses?site=shop&limit=3&cursor=${cursor}`)).statusCode).toBe(200);
  });

  it.each([
    ['survey=checkout', 3],
    ['survey=another', 0],
    ['since=2020-01-01', 3],
    ['until=2020-01-01', 0],
    [`since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`, 0],
  ])('narrows by %s', async (filter, n) => {
    expect((await get(`responses?site=shop&${filter}`)).json().data).toHaveLength(n);
  });
});

const PATHS: readonly [path: string, scope: Scope][] = [
  ['metrics?site=shop&metric=nps', 'metrics:read'],
  ['responses?site=shop', 'responses:read'],
];

describe.each(PATHS)('GET /api/v1/%s', (path, scope) => {
  const errors = async (url: string) => {
    const reply = await get(url);
    expect(reply.statusCode).toBe(422);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    return reply.json();
  };

  it('takes the token as Bearer and as user name', async () => {
    expect((await get(path)).statusCode).toBe(200);
    expect((await get(path, Buffer.from(`${secret}:`).toString('base64'), 'Basic')).statusCode).toBe(200);
  });

  it.each([
    ['no token', ''],
    ['an unknown token', 'Bearer nobody'],
    ['the public key', 'Bearer pk_shop'],
    ['half a header', 'Bearer'],
    ['another scheme', 'Digest x'],
  ])('refuses %s', async (_what, authorization) => {
    const reply = await collector.app.inject({ url: `/api/v1/${path}`, headers: { authorization } });
    expect(reply.statusCode).toBe(401);
    expect(reply.headers).toMatchObject({
      'www-authenticate': 'Bearer realm="asklet"',
      'cache-control': 'private, no-store',
      'content-type': 'application/problem+json; charset=utf-8',
    });
    expect(reply.json()).toEqual({
      type: 'urn:asklet:problem:not_authenticated',
      title: expect.any(String),
      status: 401,
      code: 'not_authenticated',
      detail: expect.any(String),
      instance: `/api/v1/${path.split('?')[0]}`,
      requestId: reply.headers['x-request-id'],
    });
  });

  it('refuses a token without the scope, and names it', async () => {
    const other = await collector.token([scope === 'metrics:read' ? 'responses:read' : 'metrics:read']);
    const reply = await get(path, other);
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'missing_scope']);
    expect(reply.json().detail).toContain(scope);
  });

  it('tells a site of others and an unknown one the same', async () => {
    const replies = [await get(path.replace('shop', 'other')), await get(path.replace('shop', 'nowhere'))];
    for (const reply of replies) expect([reply.statusCode, reply.json().code]).toEqual([404, 'not_found']);
    expect(replies[0]!.json().detail).toBe(replies[1]!.json().detail);
    const theirs = await collector.token([scope], 'other');
    expect((await get(path, theirs)).statusCode).toBe(404);
  });

  it('names every parameter that is wrong, and what may have been meant', async () => {
    const { code, errors: found, requestId } = await errors(`${path}&sinc=2026-01-01&zzzzzzzzzz=1`);
    expect([code, typeof requestId]).toEqual(['validation_failed', 'string']);
    expect(found).toEqual([
      { parameter: 'sinc', code: 'unknown', detail: 'Unknown. Did you mean “since”?' },
      { parameter: 'zzzzzzzzzz', code: 'unknown', detail: 'Unknown.' },
    ]);
  });

  it.each([
    ['since=yesterday', 'since', 'date'],
    ['since=2026-02-30', 'since', 'date'],
    ['until=2026-10-01T08:00:00', 'until', 'date'],
    ['since=2026-02-02&until=2026-02-01', 'until', 'range'],
    ['site=other', 'site', 'type'],
    ['survey=', 'survey', 'minLength'],
  ])('refuses %s', async (filter, parameter, code) => {
    const { errors: found } = await errors(`${path}&${filter}`);
    expect(found).toContainEqual({ parameter, code, detail: expect.any(String) });
  });

  it('answers 405 with the methods there are', async () => {
    const reply = await collector.app.inject({ method: 'DELETE', url: `/api/v1/${path}` });
    expect([reply.statusCode, reply.json().code, reply.headers['allow']]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD',
    ]);
  });

  it('answers 503 when the database is busy, and 500 without a word of the cause when something broke', async () => {
    const fail = async (cause: Error) => {
      const broken = await openCollector({}, ({ store }) => ({
        store: { ...store, token: () => Promise.reject(cause) },
      }));
      const reply = await broken.app.inject({ url: `/api/v1/${path}`, headers: { authorization: 'Bearer x' } });
      await broken.close();
      return reply;
    };
    const busy = await fail(new StoreError('busy', 'Another process holds it.'));
    expect([busy.statusCode, busy.json().code, busy.headers['retry-after']]).toEqual([503, 'overloaded', '5']);
    const broken = await fail(new TypeError('password is hunter2'));
    expect([broken.statusCode, broken.json().code]).toEqual([500, 'internal']);
    expect(broken.body).not.toContain('hunter2');
  });
});

describe('the private API', () => {
  it.each([
    ['metrics?metric=nps', 'site', 'required'],
    ['metrics?site=shop', 'metric', 'required'],
    ['metrics?site=shop&metric=ces', 'metric', 'enum'],
    ['metrics?site=shop&metric=nps&version=one', 'version', 'type'],
    ['metrics?site=shop&metric=nps&version=0', 'version', 'minimum'],
    ['responses?site=shop&limit=101', 'limit', 'maximum'],
    ['responses?site=shop&limit=0', 'limit', 'minimum'],
    ['responses?site=shop&limit=1.5', 'limit', 'type'],
  ])('refuses %s', async (url, parameter, code) => {
    const reply = await get(url);
    expect(reply.statusCode).toBe(422);
    expect(reply.json().errors).toEqual([{ parameter, code, detail: expect.any(String) }]);
  });

  it('answers 404 as a problem', async () => {
    const reply = await get('nothing?x=1');
    expect([reply.statusCode, reply.json().code, reply.json().instance]).toEqual([404, 'not_found', '/api/v1/nothing']);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});
