import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32 } from '../../../server/scores/base32.ts';
import { openCursor, sealCursor } from '../../../server/scores/cursor.ts';
import { publishedId } from '../../../server/scores/responses.ts';
import { site } from '../documents.ts';

const place = { answered: 1_790_841_600_000, rid: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' };
const filter = { survey: 'checkout', since: undefined };

describe('cursor', () => {
  it('opens where it was sealed, whatever the order of the filter', () => {
    const cursor = sealCursor(site, filter, place);
    expect(openCursor(site, filter, cursor)).toEqual(place);
    expect(openCursor(site, { since: undefined, survey: 'checkout' }, cursor)).toEqual(place);
    expect(cursor).toMatch(/^[\w-]+$/);
  });

  it('opens under no other filter and for no other site', () => {
    const cursor = sealCursor(site, filter, place);
    expect(openCursor(site, { ...filter, since: 1 }, cursor)).toBeUndefined();
    expect(openCursor({ ...site, secret: Buffer.alloc(32, 8).toString('base64') }, filter, cursor)).toBeUndefined();
  });

  it('does not open what was changed or was never a cursor', () => {
    const sealed = Buffer.from(sealCursor(site, filter, place), 'base64url');
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(openCursor(site, filter, changed.toString('base64url'))).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => openCursor(site, filter, text) === undefined));
  });
});

describe('published id', () => {
  // The vectors of RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('writes %j in base 32 as %j', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  it('is always the same, and another for another site', () => {
    const id = publishedId(site, place.rid);
    expect(id).toMatch(/^[a-z2-7]{20}$/);
    expect(publishedId(site, place.rid)).toBe(id);
    expect(publishedId({ secret: Buffer.alloc(32, 8).toString('base64') }, place.rid)).not.toBe(id);
  });
});
