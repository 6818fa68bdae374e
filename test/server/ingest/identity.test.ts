import { describe, expect, it } from 'vitest';
import { personOf } from '../../../server/ingest/identity.ts';
import { site as sample } from '../documents.ts';
import { sign, token } from '../tokens.ts';

const NOW = Date.UTC(2026, 10, 1);
const site = {
  ...sample,
  identitySecrets: [
    { kid: 'new', secret: 'a new secret' },
    { kid: 'old', secret: 'an old secret' },
  ],
};
const person = (text: string, answered = NOW, of = site): string | undefined => personOf(text, of, answered);
const payload = (text: string): string => Buffer.from(text).toString('base64url');

describe('an identity token', () => {
  it.each([
    ['the new secret', token('a new secret', { iat: NOW })],
    ['the old secret, while it is being replaced', token('an old secret', { iat: NOW })],
    ['the secret it names', token('an old secret', { iat: NOW, kid: 'old' })],
    ['the site by its key', token('a new secret', { iat: NOW, site: sample.key })],
    ['members we do not know', token('a new secret', { iat: NOW, role: 'admin' })],
  ])('names the person with %s', (_what, text) => {
    expect(person(text)).toBe('u_42');
  });

  it('holds by the time of the answer, however late it arrives', () => {
    const text = token('a new secret', { iat: NOW - 7_200_000 });
    expect(person(text, NOW - 3_600_000)).toBe('u_42');
    expect(person(text, NOW - 3_599_999)).toBeUndefined();
  });

  const good = token('a new secret', { iat: NOW });
  it.each([
    ['another secret', token('guess', { iat: NOW })],
    ['a secret it does not name', token('an old secret', { iat: NOW, kid: 'new' })],
    ['a key id nobody has', token('a new secret', { iat: NOW, kid: 'next' })],
    ['another site', token('a new secret', { iat: NOW, site: 'other' })],
    ['no site', token('a new secret', { iat: NOW, site: undefined })],
    ['no person', token('a new secret', { iat: NOW, sub: '' })],
    ['a person that is none', token('a new secret', { iat: NOW, sub: 42 })],
    ['a person of 300 characters', token('a new secret', { iat: NOW, sub: 'x'.repeat(300) })],
    ['no end', token('a new secret', { iat: NOW, exp: undefined })],
    ['an end that is none', token('a new secret', { iat: NOW, exp: '9e99' })],
    ['an end before its beginning', token('a new secret', { iat: NOW, exp: NOW - 1 })],
    ['a signed text that is no JSON', sign(payload('u_42'), 'a new secret')],
    ['a signed list', sign(payload('["u_42"]'), 'a new secret')],
    ['another payload under a good signature', `${payload('{"sub":"u_1"}')}.${good.split('.')[1]}`],
    ['no signature', `${good.split('.')[0]}.`],
    ['a signature cut short', good.slice(0, -1)],
    ['three parts, as a JWT has', `${payload('{"alg":"none"}')}.${good}`],
    ['nothing', ''],
  ])('proves nothing with %s', (_what, text) => {
    expect(person(text)).toBeUndefined();
  });

  it('proves nothing where the site has no secret, an empty one included', () => {
    expect(person(token('', { iat: NOW }), NOW, { ...site, identitySecrets: [] })).toBeUndefined();
    expect(personOf(token('', { iat: NOW }), sample, NOW)).toBeUndefined();
  });
});
