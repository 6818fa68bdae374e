import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../server/contract/response.ts';
import { scan } from '../../../server/ingest/scan.ts';
import { document, envelope } from '../documents.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const keys = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}":0`).join();

describe('scan', () => {
  it.each([
    ['an envelope of twenty documents', JSON.stringify(envelope(Array.from({ length: 20 }, () => document()))), 'ok'],
    ['the deepest that is allowed', nested(LIMITS.depth), 'ok'],
    ['one deeper', nested(LIMITS.depth + 1), 'depth'],
    ['sixty thousand arrays', '['.repeat(60_000), 'depth'],
    ['brackets in a string', JSON.stringify({ d: ['[[[[[[[[[[{{{{{{{{{{'] }), 'ok'],
    ['an escaped quote before brackets', JSON.stringify('\\"[[[[[[[[[['), 'ok'],
    ['as many keys outside the documents as are allowed', `{${keys(LIMITS.keys)}}`, 'ok'],
    ['one more', `{${keys(LIMITS.keys + 1)}}`, 'keys'],
    ['as many keys in a document as are allowed', `{"d":[{${keys(LIMITS.keys)}}]}`, 'ok'],
    ['one more in a document', `{"d":[{${keys(LIMITS.keys + 1)}}]}`, 'keys'],
    ['one more, deeper in a document', `{"d":[{"q":{${keys(LIMITS.keys)}}}]}`, 'keys'],
    [
      'ten documents that together have more',
      `{"d":[${Array(10)
        .fill(`{${keys(LIMITS.keys)}}`)
        .join()}]}`,
      'ok',
    ],
    ['keys spread over the envelope', `{"x":{${keys(LIMITS.keys)}},"d":[]}`, 'keys'],
    ['colons in strings', JSON.stringify({ d: [{ q: ':'.repeat(1_000) }] }), 'ok'],
    ['a string without end', '{"d":"', 'ok'],
    ['a backslash at the end', '"\\', 'ok'],
    ['more closed than opened', ']]]]', 'ok'],
  ])('says of %s what it is', (_what, text, shape) => {
    expect(scan(text)).toBe(shape);
  });

  it('agrees with a recursive count on every JSON value', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), (value) => {
        expect(scan(JSON.stringify(value)) === 'depth').toBe(depthOf(value) > LIMITS.depth);
      }),
    );
  });
});
