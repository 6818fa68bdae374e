import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../server/contract/response.ts';
import { open } from '../../../server/ingest/envelope.ts';
import { bytes, document, envelope } from '../documents.ts';

describe('envelope', () => {
  it('opens what the widget sends', () => {
    const sent = envelope([document()]);
    expect(open(bytes(sent))).toEqual({ key: sent.k, t: sent.t, documents: sent.d });
  });

  it('ignores members it does not know', () => {
    expect(open(bytes(envelope([], { newer: { thing: 1 } })))).toMatchObject({ documents: [] });
  });

  it.each([
    ['nothing', '', 400, 'empty'],
    ['null', 'null', 400, 'shape'],
    ['an array', '[]', 400, 'shape'],
    ['a string', '"x"', 400, 'shape'],
    ['a number', '7', 400, 'shape'],
    ['half of it', '{"v":1,"k":"pk', 400, 'json'],
    ['NaN', '{"v":NaN}', 400, 'json'],
    ['a comma at the end', '{"v":1,}', 400, 'json'],
    ['another version', envelope([], { v: 2 }), 400, 'version'],
    ['no version', envelope([], { v: undefined }), 400, 'version'],
    ['a version in words', envelope([], { v: '1' }), 400, 'version'],
    ['no documents', envelope([], { d: undefined }), 400, 'shape'],
    ['documents that are no list', envelope([], { d: {} }), 400, 'shape'],
    ['no key', envelope([], { k: undefined }), 400, 'shape'],
    ['more documents than a batch may have', envelope(Array(LIMITS.batch + 1).fill({})), 413, 'size'],
    ['more bytes than a body may have', ' '.repeat(LIMITS.body + 1), 413, 'size'],
    ['too deep a nesting', '['.repeat(60_000), 400, 'depth'],
  ])('refuses %s', (_what, body, status, code) => {
    expect(open(bytes(body))).toEqual({ status, code });
  });

  it('takes one byte order mark off, and not a second', () => {
    const text = JSON.stringify(envelope([]));
    expect(open(bytes(`\uFEFF${text}`))).toMatchObject({ documents: [] });
    expect(open(bytes(`\uFEFF\uFEFF${text}`))).toEqual({ status: 400, code: 'json' });
    expect(open(bytes('\uFEFF'))).toEqual({ status: 400, code: 'empty' });
  });

  it('refuses bytes that are no UTF-8 instead of storing a replacement', () => {
    expect(open(Buffer.concat([bytes('{"v":"'), Buffer.from([0xff]), bytes('"}')]))).toEqual({
      status: 400,
      code: 'utf8',
    });
  });

  it.each([
    ['missing', undefined],
    ['text', 'now'],
    ['null', null],
  ])('accepts a clock that is %s', (_what, t) => {
    expect(open(bytes(envelope([], { t })))).toMatchObject({ t: undefined, documents: [] });
  });

  it('never throws, whatever the bytes', () => {
    const isAnswered = (body: Uint8Array): boolean => typeof open(body) === 'object';
    expect(() => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), isAnswered));
      fc.assert(fc.property(fc.json(), (text) => isAnswered(bytes(text))));
    }).not.toThrow();
  });
});
