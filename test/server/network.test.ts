// What arrives counts once, however the network behaves.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../server/contract/response.ts';
import type { Snapshot } from '../../server/contract/response.ts';
import { openCollector, type TestCollector } from './collector.ts';
import { answer, bytes, document, envelope } from './documents.ts';
import { listen, raw } from './listening.ts';
import { ownSurvey, storedOf, tallyOf, verdictsOn } from './asking.ts';

let collector: TestCollector;
let port: number;
beforeAll(async () => {
  collector = await openCollector();
  port = await listen(collector);
});
afterAll(() => collector.close());

const HOUR = 3_600_000;
/** Sends the first `part` of a request and breaks the connection off, `waiting` for something before. */
function breakOff(body: Buffer, part: number, waiting: () => Promise<unknown> = async () => undefined): Promise<void> {
  const head = `POST /c/v1/s HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(Buffer.concat([Buffer.from(head), body.subarray(0, part)]), () => {
        waiting().then(() => socket.destroy(), reject);
      }),
    );
    // Never read: what the collector answers is lost.
    socket.pause();
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

describe('the network', () => {
  it('N01: counts once what is sent again because the reply was lost', async () => {
    await ownSurvey(collector, 'n01');
    const sent = document({ s: 'n01' });
    const body = bytes(envelope([sent]));
    await breakOff(body, body.length, () =>
      vi.waitFor(async () => expect(await storedOf(collector, 'n01')).toHaveLength(1)),
    );
    expect(await verdictsOn(collector, sent)).toEqual(['dup']);
    expect((await tallyOf(collector, 'n01')).answers).toEqual({ 9: 1 });
  });

  it('N02: stores nothing of half a body, and the whole when it is sent again', async () => {
    await ownSurvey(collector, 'n02');
    const sent = document({ s: 'n02' });
    const body = bytes(envelope([sent]));
    await breakOff(body, body.length >> 1);
    // Whatever came of it is done before the next group is.
    await verdictsOn(collector, document());
    expect(await storedOf(collector, 'n02')).toEqual([]);
    expect(await verdictsOn(collector, sent)).toEqual(['ok']);
    expect((await tallyOf(collector, 'n02')).answers).toEqual({ 9: 1 });
  });

  it.each(['POST', 'GET', 'OPTIONS', 'HEAD', 'PUT'] as const)('N09: never redirects a %s', async (method) => {
    const paths = [
      '/c/v1/s',
      '/c/v1/s/',
      '/c/v1//s',
      '/c//v1/s',
      '/C/v1/s',
      '/c/v1/S',
      '/c/v1/s?x',
      '/c/v1',
      '/c/',
      '/c',
    ];
    for (const path of [...paths, '/c/v1/pk_shop/config/', '/c/v1/%2e%2e/s', '/c/v1/s/../s', '/c/v1/pk_shop']) {
      const { statusCode, headers } = await collector.app.inject({ method, url: path });
      expect([path, statusCode < 300 || statusCode >= 400, headers['location']]).toEqual([path, true, undefined]);
    }
  });

  it('N26: stores the time of the answer although the browser is three years ahead', async () => {
    await ownSurvey(collector, 'n26');
    const ahead = 3 * 365 * 24 * HOUR;
    const now = Date.now();
    const at = now + ahead - HOUR;
    const before = document({ s: 'n26', el: undefined, at, c: at - 5_000 });
    const open = document({ s: 'n26', el: HOUR, at, c: at - 5_000 });
    await collector.post(envelope([before, open], { t: now + ahead }));
    for (const { answered, snapshot, sent, received } of await storedOf(collector, 'n26')) {
      expect(answered).toBeGreaterThanOrEqual(now - HOUR);
      expect(answered).toBeLessThanOrEqual(received - HOUR + (received - now));
      expect([snapshot.at, sent]).toEqual([at, now + ahead]);
    }
    expect((await storedOf(collector, 'n26')).map(({ timeSource }) => timeSource).sort()).toEqual(['el', 'skew']);
  });

  it('gives every answer CORS headers, those that Node would write by itself too', async () => {
    const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
    const requests: [string, number][] = [
      ['POST /c/v1/s HTTP/1.1\r\nContent-Length: 0\r\n\r\n', 400],
      ['POST /c/v1/s HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nContent-Length: 0\r\n\r\n', 417],
      ['POST /c/v1/s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n', 400],
      ['POST /c/v1/s HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n', 400],
      [`POST /c/v1/s HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      [`GET /c/v1/${'x'.repeat(300)}/config HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
      ['GET /c/v1/s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', 405],
    ];
    const replies = await Promise.all(requests.map(([request]) => raw(port, request)));
    expect(replies.map(({ status }) => status)).toEqual(requests.map(([, status]) => status));
    for (const { headers } of replies) expect(headers).toMatchObject(CORS);
  });
});

describe('a batch that cannot be read', () => {
  /** Sends `documents` as a browser does whose batches are refused: halves, until each is taken or stands alone. */
  async function bisect(documents: readonly Snapshot[], refused: number[]): Promise<readonly Snapshot[]> {
    const { status, json } = await collector.post(envelope(documents));
    if (status === 200) {
      expect(json.r.map(({ s }) => s)).toEqual(documents.map(() => 'ok'));
      return [];
    }
    refused.push(status);
    if (documents.length === 1) return documents;
    const middle = documents.length >> 1;
    return [
      ...(await bisect(documents.slice(0, middle), refused)),
      ...(await bisect(documents.slice(middle), refused)),
    ];
  }

  it('R04: costs nineteen documents nothing when one upsets the whole', async () => {
    await ownSurvey(collector, 'r04');
    const batch = Array.from({ length: 20 }, () => document({ s: 'r04' }));
    const poison = { ...batch[7]!, x: { at: Object.fromEntries(Array.from({ length: 401 }, (_, n) => [`k${n}`, n])) } };
    const refused: number[] = [];
    const left = await bisect(batch.with(7, poison), refused);
    expect(left.map(({ rid }) => rid)).toEqual([poison.rid]);
    // Every refused batch holds it: ⌈log2 20⌉ + 1 of them.
    expect(refused).toEqual([400, 400, 400, 400, 400].concat(refused.length > 5 ? [400] : []));
    expect((await tallyOf(collector, 'r04')).answers).toEqual({ 9: 19 });
  });

  it('R06: takes in parts what is too large as a whole', async () => {
    await ownSurvey(collector, 'r06');
    const words = '😀'.repeat(2_000);
    const large = (n: number) =>
      document({
        s: 'r06',
        rid: undefined,
        q: { recommend: answer(n % 11), reason: answer(words) },
        x: { p: `/${n}` },
      });
    const batch = Array.from({ length: 20 }, (_, n) => ({ ...large(n), rid: document().rid }));
    const whole = await collector.post(envelope(batch));
    expect([whole.status, whole.json.e]).toEqual([413, 'size']);
    expect(await storedOf(collector, 'r06')).toEqual([]);
    const refused: number[] = [];
    expect(await bisect(batch, refused)).toEqual([]);
    expect(new Set(refused)).toEqual(new Set([413]));
    expect(await storedOf(collector, 'r06')).toHaveLength(20);
    expect(bytes(envelope(batch)).length).toBeGreaterThan(LIMITS.body);
  });
});
