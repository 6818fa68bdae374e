import { describe, expect, it } from 'vitest';
import { judge } from '../../../server/ingest/judge.ts';
import { answer, document, site, survey } from '../documents.ts';
import { token } from '../tokens.ts';

const RECEIVED = Date.UTC(2026, 10, 1);

function judged(sent: unknown, known = true): ReturnType<typeof judge> {
  const surveyOf = (id: string, version: number) =>
    known && id === survey.id && version === survey.version ? survey : undefined;
  return judge(sent, { site, t: RECEIVED, received: RECEIVED, surveyOf });
}

function write(sent: unknown, known = true) {
  const judgement = judged(sent, known);
  if (!('write' in judgement)) throw new Error(`Dropped: ${judgement.drop}`);
  return judgement.write;
}

describe('judge', () => {
  it('makes a write of what the widget sends', () => {
    const sent = document({ at: RECEIVED - 1_000, c: RECEIVED - 5_000 });
    const { el, ...snapshot } = sent;
    expect(el).toBe(1_000);
    expect(write(sent)).toEqual({
      site,
      survey,
      snapshot,
      shown: RECEIVED - 5_000,
      answered: RECEIVED - 1_000,
      received: RECEIVED,
      timeSource: 'el',
      sent: RECEIVED,
      held: null,
    });
  });

  it.each<[code: string, sent: unknown]>([
    ['shape', null],
    ['shape', [1]],
    ['rid', document({ rid: 'no-uuid' })],
    ['rid', document({ rid: 'x'.repeat(10_240) })],
    ['rid', document({ rid: 7 })],
    ['rid', document({ rid: '00000000-0000-1000-8000-000000000000' })],
    ...[0, -1, 1.5, 1e308, Infinity, 2 ** 53 + 1, '4', null].map(
      (rev) => ['rev', document({ rev })] as [string, unknown],
    ),
    ['a', document({ a: '' })],
    ['a', document({ a: 7 })],
    ['st', document({ st: 'finished' })],
    ['survey', document({ s: '../../etc' })],
    ['survey', document({ s: '__proto__' })],
    ['survey', document({ sv: 0 })],
    ['q', document({ q: [] })],
    ['q', document({ q: undefined })],
    ['id', document({ id: 'x'.repeat(20_000) })],
    ['id', document({ id: 7 })],
    ['question', document({ q: { other: answer(1) } })],
    ['question', document({ q: { constructor: answer(1) } })],
    ['question', document({ q: { toString: answer(1) } })],
    ['answer', document({ q: { recommend: 9 } })],
    ['answer', document({ q: { recommend: { v: 9, n: -1, a: 'a' } } })],
    ['answer', document({ q: { recommend: { v: 9, n: 1 } } })],
    ['answer', document({ q: { recommend: { n: 1, a: 'a' } } })],
    ...[11, '9', true, 9.5].map((v) => ['value', document({ q: { recommend: answer(v) } })] as [string, unknown]),
  ])('drops with the code %s what is wrong there', (code, sent) => {
    expect(judged(sent)).toEqual({ drop: code });
  });

  it.each(['__proto__', 'constructor', 'toString'])('drops the question id %s and leaves prototypes alone', (id) => {
    const sent: unknown = JSON.parse(`${JSON.stringify(document()).slice(0, -1)},"q":{"${id}":{"v":1,"n":1,"a":"a"}}}`);
    expect(judged(sent)).toEqual({ drop: 'question' });
    expect(judged(sent, false)).toEqual({ drop: 'question' });
    expect(({} as Record<string, unknown>)['v']).toBeUndefined();
  });

  it('takes an id in upper case for the same id', () => {
    const sent = document();
    expect(write({ ...sent, rid: sent.rid.toUpperCase() }).snapshot.rid).toBe(sent.rid);
  });

  it('keeps a retraction', () => {
    expect(write(document({ q: { recommend: answer(null, 2) } })).snapshot.q).toEqual({ recommend: answer(null, 2) });
  });

  it('ignores members it does not know', () => {
    expect(write(document({ newer: true })).snapshot).not.toHaveProperty('newer');
  });

  it.each([
    ['survey', document({ s: 'restored-from-backup', q: { any: answer('thing') } })],
    ['survey', document({ sv: 99 })],
    ['choice', document({ q: { colour: answer('pink') } })],
    ['robot', document({ hp: 'http://spam.example' })],
  ])('holds for review with the code %s', (code, sent) => {
    expect(write(sent).held).toBe(code);
  });

  it('takes the name from a token that holds, and says that it is signed', () => {
    const signer = { ...site, identitySecrets: [{ kid: 'a', secret: 'secret' }] };
    const of = (id: string, over = {}) =>
      judge(document({ id, x: { p: '/', u: 'u_1', uv: true }, ...over }), {
        site: signer,
        t: RECEIVED,
        received: RECEIVED,
        surveyOf: () => survey,
      });
    const good = token('secret', { iat: RECEIVED - 3_600_500 });
    expect(of(good)).toMatchObject({ write: { held: null, snapshot: { x: { p: '/', u: 'u_42', uv: true } } } });
    // As the widget sends it: with the rest of what is known of the person.
    expect(of('', { x: { p: '/', u: 'u_1', ut: good }, id: undefined })).toMatchObject({
      write: { held: null, snapshot: { x: { p: '/', u: 'u_42', uv: true } } },
    });
    const late = of(good, { el: 499 });
    expect(late).toMatchObject({ write: { held: 'identity' } });
    expect('write' in late && late.write.snapshot.x).toEqual({ p: '/' });
  });

  it('never believes a page that its name is signed', () => {
    expect(write(document({ x: { u: 'u_42', uv: true } })).snapshot.x).toEqual({ u: 'u_42' });
  });

  it.each([
    ['robot', { hp: 'x' }],
    ['identity', { id: 'e30.x' }],
  ])('remembers the reason %s of a document whose survey is unknown', (code, over) => {
    expect(write(document({ s: 'unknown', ...over })).held).toBe(code);
  });

  it('holds a document with an identity token and stores it without the name', () => {
    const { held, snapshot } = write(document({ id: 'e30.e30.x', x: { p: '/', u: 'u_42' } }));
    expect({ held, x: snapshot.x }).toEqual({ held: 'identity', x: { p: '/' } });
  });

  it('keeps the name a page gave without a token', () => {
    expect(write(document({ x: { u: 'u_42' } })).snapshot.x).toEqual({ u: 'u_42' });
  });

  it.each([
    ['nothing', undefined, {}],
    ['a list', [1], {}],
    ['members of a wrong type', { p: 7, l: {}, u: [], at: 'x', pr: null }, {}],
    ['a query and a fragment', { p: '/reset?token=secret#x' }, { p: '/reset' }],
    ['an allowed query', { p: '/sale?token=x', qs: 'utm_source=mail&a=1' }, { p: '/sale?utm_source=mail&a=1' }],
    ['an allowed query of nowhere', { qs: 'a=1' }, {}],
    ['an allowed query with more behind it', { p: '/sale', qs: 'a=1?b#c' }, { p: '/sale?a=1' }],
    ['an allowed query of another type', { p: '/sale', qs: ['a'] }, { p: '/sale' }],
    ['a language that is none', { l: '<script>' }, {}],
    ['attributes', { at: { plan: 'pro', seats: 3, trial: false } }, { at: { plan: 'pro', seats: 3, trial: false } }],
    ['attributes that are none', { at: { plan: {}, n: null } }, {}],
    [
      'attributes that every object has',
      JSON.parse('{"pr":{"__proto__":"x","constructor":"y","ok":"z"}}'),
      { pr: { ok: 'z' } },
    ],
  ])('keeps the answer and the usable part of a context of %s', (_what, x, kept) => {
    expect(write(document({ x })).snapshot.x).toEqual(kept);
  });

  it.each([
    ['at', -1],
    ['at', 1e20],
    ['at', 'now'],
    ['c', null],
  ])('stores %s = %s with a time that can be', (member, value) => {
    const { snapshot, answered, shown } = write(document({ el: undefined, [member]: value }));
    for (const time of [snapshot.at, snapshot.c, answered, shown])
      expect(() => new Date(time).toISOString()).not.toThrow();
  });

  it('takes a full comment in any alphabet and drops what no widget sends', () => {
    expect(write(document({ q: { reason: answer('😀'.repeat(2_000)) } })).held).toBeNull();
    const q = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`q${index}`, answer('x'.repeat(2_000))]));
    expect(judged(document({ s: 'unknown', q }))).toEqual({ drop: 'size' });
    expect(judged(document({ hp: 'x'.repeat(33_000) }))).toEqual({ drop: 'size' });
    expect(judged(document({ newer: 'x'.repeat(33_000) }))).toEqual({ drop: 'size' });
  });
});
