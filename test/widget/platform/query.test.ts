import { afterEach, describe, expect, it, vi } from 'vitest';
import { mayName } from '../../../widget/platform/gpc.ts';
import { allowedQuery } from '../../../widget/platform/query.ts';

describe('the query that may travel', () => {
  it.each([
    ['?token=secret&mail=a@b.example', undefined, ''],
    ['?utm_source=mail&token=secret', ['utm_source'], 'utm_source=mail'],
    ['?a=1&b=2&a=3', ['a'], 'a=1&a=3'],
    ['?Token=x', ['token'], ''],
    ['', ['a'], ''],
    ['?a', ['a'], 'a='],
    ['?a=%3D%26token%3D1', ['a'], 'a=%3D%26token%3D1'],
    ['?a=%E0%A4%A', ['a'], 'a=%EF%BF%BD%25A'],
    ['?__proto__=1&toString=2', [], ''],
  ])('of %j with %j is %j', (search, allowed, query) => {
    expect(allowedQuery(search, allowed)).toBe(query);
  });
});

describe("a person's name", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    [undefined, false, true],
    [false, false, true],
    [true, false, false],
    [true, true, true],
  ])(
    'under Global Privacy Control %s, consented to by hand %s, may travel: %s',
    (globalPrivacyControl, byHand, may) => {
      vi.stubGlobal('navigator', { globalPrivacyControl });
      expect(mayName(byHand)).toBe(may);
    },
  );
});
