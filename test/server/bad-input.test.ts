// Bad input and the answer it gets, by number: nothing crashes, hangs or changes another document, and every answer is
// JSON that a page may read.
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../server/contract/response.ts';
import { openCollector, type TestCollector } from './collector.ts';
import { answer, bytes, document, envelope, site } from './documents.ts';
import { listen, raw, send } from './listening.ts';

let collector: TestCollector;
let port: number;
const good = document();

beforeAll(async () => {
  collector = await openCollector({ requestTimeout: 400 });
  port = await listen(collector);
  await collector.post(envelope([good]));
});
afterAll(() => collector.close());

afterEach(async () => {
  // Whatever was sent: the collector lives, takes answers, and what it had is as it was.
  const { json } = await send(port, bytes(envelope([good])));
  if (JSON.stringify(json).includes('"s":"dup"')) return;
  throw new Error(`The collector is not what it was: ${JSON.stringify(json)}`);
});

const CORS = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const head = (lines: string): string =>
  `POST /c/v1/s HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n${lines}\r\n\r\n`;
const withMember = (text: string): string => `${JSON.stringify(envelope([document()])).slice(0, -3)},${text}}]}`;
const count = async (): Promise<number> => (await collector.store.responses({ siteId: site.id, limit: 100 })).length;

/** The answer to a body, whether a page may read it, and how many responses there are more than before. */
async function answerTo(body: unknown, headers: Record<string, string> = {}) {
  const before = await count();
  const reply = await collector.post(body, headers);
  const readable = Object.entries(CORS).every(([name, value]) => reply.headers[name] === value);
  return { status: reply.status, code: reply.json.e, readable, stored: (await count()) - before };
}

const refusal = (status: number, code: string): object => ({ status, code, readable: true, stored: 0 });

/** The verdict on a document, and on a good one beside it. */
async function verdictsOn(sent: unknown): Promise<string[]> {
  const { json } = await collector.post(envelope([sent, document()]));
  return json.r.map(({ s, c }) => (c ? `${s} ${c}` : s));
}

describe('bad input', () => {
  it('1: refuses an empty body', async () => {
    expect(await answerTo('')).toEqual(refusal(400, 'empty'));
    expect(await raw(port, head('Content-Length: 0'))).toMatchObject({
      status: 400,
      json: { e: 'empty' },
      headers: CORS,
    });
  });

  it.each(['null', '[]', '"x"', '7'])('2: refuses %s', async (body) => {
    expect(await answerTo(body)).toEqual(refusal(400, 'shape'));
  });

  it('3: refuses cut JSON', async () => {
    expect(await answerTo(JSON.stringify(envelope([document()])).slice(0, -20))).toEqual(refusal(400, 'json'));
  });

  it('4: accepts a byte order mark', async () => {
    expect((await collector.post(`\uFEFF${JSON.stringify(envelope([document()]))}`)).json.r[0]!.s).toBe('ok');
  });

  it.each(['{"v":NaN}', '{"v":Infinity}', '{"v":1,}'])('5: refuses %s', async (body) => {
    expect(await answerTo(body)).toEqual(refusal(400, 'json'));
  });

  it('6: refuses bytes that are no UTF-8', async () => {
    expect(await answerTo(Buffer.concat([bytes('{"v":"'), Buffer.from([0xff]), bytes('"}')]))).toEqual(
      refusal(400, 'utf8'),
    );
  });

  it('7: refuses one byte too many, and ends the connection', async () => {
    expect(await answerTo('x'.repeat(LIMITS.body + 1))).toEqual(refusal(413, 'size'));
    const reply = await raw(port, head(`Content-Length: ${LIMITS.body + 1}`));
    expect(reply).toMatchObject({
      status: 413,
      json: { e: 'size' },
      headers: { ...CORS, connection: 'close' },
      closed: true,
    });
    const chunk = `${(LIMITS.body + 1).toString(16)}\r\n${'x'.repeat(LIMITS.body + 1)}\r\n`;
    expect(await raw(port, head('Transfer-Encoding: chunked') + chunk)).toMatchObject({ status: 413, closed: true });
    expect((await collector.post(' '.repeat(LIMITS.body))).status).toBe(400);
  });

  it('8: refuses ten gigabytes before they come, and a body that drips in too slowly', async () => {
    expect(await raw(port, head(`Content-Length: ${10 * 2 ** 30}`), 'x')).toMatchObject({
      status: 413,
      json: { e: 'size' },
    });
    const slow = await raw(port, head('Content-Length: 100000'), 'x');
    expect(slow).toMatchObject({ status: 408, json: { e: 'timeout' }, headers: CORS, closed: true });
  });

  it('9: ends a chunked body that has no end', async () => {
    const reply = await raw(port, head('Transfer-Encoding: chunked'), '1\r\nx\r\n');
    expect(reply).toMatchObject({ status: 408, json: { e: 'timeout' }, headers: CORS, closed: true });
  });

  it('10: does not unpack what is compressed', async () => {
    expect(await answerTo(gzipSync(Buffer.alloc(2 ** 20)), { 'content-encoding': 'gzip' })).toEqual(
      refusal(415, 'encoding'),
    );
  });

  it('11: refuses sixty thousand nested arrays', async () => {
    expect(await answerTo('['.repeat(60_000) + ']'.repeat(60_000))).toEqual(refusal(400, 'depth'));
  });

  it('12: refuses ten thousand keys', async () => {
    const q = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`q${index}`, 0]));
    expect(await answerTo(envelope([document({ q })]))).toEqual(refusal(400, 'keys'));
  });

  it('13: takes the last of two keys, and checks it', async () => {
    expect((await collector.post(withMember('"rev":9'))).json.r[0]).toMatchObject({ s: 'ok', rev: 9 });
    expect((await collector.post(withMember('"rev":0'))).json.r[0]).toMatchObject({ s: 'drop', c: 'rev' });
  });

  it.each(['__proto__', 'constructor', 'toString'])('14: drops the question id %s', async (id) => {
    const { json } = await collector.post(withMember(`"q":{"${id}":{"v":1,"n":1,"a":"a"}}`));
    expect(json.r[0]).toMatchObject({ s: 'drop', c: 'question' });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([2, undefined])('15: refuses version %s', async (v) => {
    expect(await answerTo(envelope([document()], { v }))).toEqual(refusal(400, 'version'));
  });

  it('16: refuses no list and more than twenty documents, and takes an empty list', async () => {
    expect(await answerTo(envelope([], { d: undefined }))).toEqual(refusal(400, 'shape'));
    const many = envelope(Array.from({ length: 21 }, () => document()));
    expect(await answerTo(many)).toEqual(refusal(413, 'size'));
    expect((await collector.post(envelope([]))).json.r).toEqual([]);
  });

  it.each(['no-uuid', 'x'.repeat(10_240), 7])('17: drops the id %s', async (rid) => {
    expect(await verdictsOn(document({ rid }))).toEqual(['drop rid', 'ok']);
  });

  it('17: takes an id in upper case for the same, and echoes it as sent', async () => {
    const rid = good.rid.toUpperCase();
    expect((await collector.post(envelope([{ ...good, rid }]))).json.r[0]).toMatchObject({ rid, s: 'dup' });
  });

  it.each([0, -1, 1.5, 1e308, 2 ** 53 + 2, '4'])('18: drops revision %s', async (rev) => {
    expect(await verdictsOn(document({ rev }))).toEqual(['drop rev', 'ok']);
  });

  it('18: drops a revision beyond all numbers', async () => {
    expect((await collector.post(withMember('"rev":1e999'))).json.r[0]).toMatchObject({ s: 'drop', c: 'rev' });
  });

  it('19: drops an unknown status', async () => {
    expect(await verdictsOn(document({ st: 'finished' }))).toEqual(['drop st', 'ok']);
  });

  it.each([11, '9', true, 9.5])('20: drops %j as a rating of 0 to 10', async (v) => {
    expect(await verdictsOn(document({ q: { recommend: answer(v) } }))).toEqual(['drop value', 'ok']);
  });

  it('20: stores the zero below zero as zero', async () => {
    const { rid } = document();
    const { json } = await collector.post(withMember(`"rid":"${rid}","q":{"recommend":{"v":-0,"n":1,"a":"a"}}`));
    expect(json.r[0]!.s).toBe('ok');
    const stored = await collector.store.responses({ siteId: site.id, limit: 100 });
    const value = stored.find(({ snapshot }) => snapshot.rid === rid)!.snapshot.q['recommend']!.v;
    expect(Object.is(value, 0)).toBe(true);
  });

  it('21: holds a choice the survey does not have, and drops five hundred', async () => {
    expect(await verdictsOn(document({ q: { colour: answer('pink') } }))).toEqual(['held choice', 'ok']);
    const many = answer(Array(500).fill('s'));
    expect(await verdictsOn(document({ q: { sizes: many } }))).toEqual(['drop value', 'ok']);
  });

  it.each([
    ['-1', -1],
    ['1e20', 1e20],
    ['the year 3000', 32_503_680_000_000],
    ['words', 'now'],
  ])('25 and 26: stores an answer from %s, with or without a clock beside it', async (_what, at) => {
    const sent = document({ at, el: undefined });
    for (const t of [Date.now(), undefined, 'x']) {
      const { json } = await collector.post(envelope([{ ...sent, rid: document().rid }], { t }));
      expect(json.r[0]!.s).toBe('ok');
    }
  });

  it('27: refuses an unknown key, and one of a megabyte by its size', async () => {
    expect(await answerTo(envelope([document()], { k: 'pk_nobody' }))).toEqual(refusal(401, 'key'));
    expect(await answerTo(envelope([document()], { k: 'x'.repeat(2 ** 20) }))).toEqual(refusal(413, 'size'));
  });

  it.each(['https://evil.example', 'https://shop.example.evil.com', 'null', 'https://shop.example@evil.com'])(
    '28: refuses pages of %s',
    async (origin) => {
      expect(await answerTo(envelope([document()]), { origin })).toEqual(refusal(403, 'origin'));
    },
  );

  it('28: accepts a caller without an origin where the site allows it', async () => {
    expect((await send(port, bytes(envelope([document()])))).status).toBe(200);
  });

  it('30: keeps the same id on another site apart, and drops it for another survey', async () => {
    await collector.store.saveSite({ ...site, id: 'other', key: 'pk_other' });
    const elsewhere = await collector.post(envelope([good], { k: 'pk_other' }));
    expect(elsewhere.json.r[0]).toMatchObject({ s: 'held', c: 'survey' });
    expect(await verdictsOn({ ...good, s: 'another', rev: 2 })).toEqual(['drop survey', 'ok']);
  });

  it.each([
    ['both lengths', head('Content-Length: 4\r\nTransfer-Encoding: chunked'), 400],
    ['a header of 20 KiB', head(`X: ${'x'.repeat(20_480)}`), 431],
    ['an unknown method', 'BREW /c/v1/s HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['no HTTP', '\x16\x03\x01\x02\x00\r\n\r\n', 400],
    ['another method', 'DELETE /c/v1/s HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['a path that climbs', 'POST /c/v1/s/../admin HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', 404],
    ['a path that is none', 'POST /c/%ff HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n', 400],
  ])('33: refuses %s', async (_what, request, status) => {
    const reply = await raw(port, request);
    expect(reply.status).toBe(status);
    expect(reply.headers).toMatchObject({ ...CORS, 'x-request-id': expect.any(String) });
    expect(reply.headers['allow']).toBe(status === 405 ? 'OPTIONS, POST' : undefined);
  });

  it('accepts a body without a content type, and refuses a form', async () => {
    expect((await send(port, bytes(envelope([document()])))).status).toBe(200);
    const form = await send(port, bytes('a=b'), { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form).toMatchObject({ status: 415, json: { e: 'type' } });
  });
});
