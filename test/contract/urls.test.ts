import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOn, pageOf, type UrlRule } from '../../server/contract/urls.ts';

const site = 'https://shop.example';
/** `true` rows match, `false` rows do not. */
type Row = readonly [rule: UrlRule, address: string, matches: boolean];
const rows = (match: 'exact' | 'prefix' | 'glob' | 'regex', table: readonly (readonly [string, string, boolean])[]) =>
  table.map(([value, address, matches]): Row => [{ match, value }, address, matches]);

describe('a rule about an address', () => {
  it.each([
    ...rows('exact', [
      ['/', '', true],
      ['/', '/', true],
      ['/', '/shop', false],
      ['/shop', '/shop', true],
      ['/shop', '/shop/', true],
      ['/shop/', '/shop', true],
      ['/shop', '/Shop', false],
      ['/shop', '/shop/shoes', false],
      ['/shop', '/shop?sort=price#reviews', true],
      ['/café', '/caf%C3%A9', true],
      ['/caf%c3%a9', '/caf%C3%A9', true],
      ['/100%', '/100%', true],
      ['/a b', '/a%20b', true],
      ['/a/b', '/a%2Fb', false],
      ['/a%2fb', '/a%2Fb', true],
      ['/%ff', '/%FF', false],
      ['/app#/cart', '/app#/cart', true],
      ['/app#/cart', '/app/#/cart/', true],
      ['/app/#/cart', '/app#/cart', true],
      ['/app#/cart', '/app#/cart?step=2', true],
      ['/app#/cart', '/app?lang=de#/cart', true],
      ['/app#/cart', '/app#/basket', false],
      ['/app', '/app#/cart', true],
      ['/#!/cart', '/#!/cart', true],
      ['https://shop.example/shop', '/shop', true],
      ['https://Shop.Example/shop', '/shop', true],
      ['https://shop.example', '/', true],
      ['https://shop.example/#/cart', '/#/cart', true],
      ['https://other.example/shop', '/shop', false],
      ['http://shop.example/shop', '/shop', false],
    ]),
    ...rows('prefix', [
      ['/', '/anything/at/all', true],
      ['/shop', '/shop', true],
      ['/shop', '/shop/shoes', true],
      ['/shop', '/shopping', true],
      ['/shop/', '/shopping', false],
      ['/shop/', '/shop', true],
      ['/shop/', '/shop/shoes', true],
      ['/shop', '/en/shop', false],
      ['/app#/cart', '/app#/cart/2', true],
      ['https://shop.example/', '/x', true],
      ['https://shop', '/x', true],
    ]),
    ...rows('glob', [
      ['/shop/*', '/shop/shoes', true],
      ['/shop/*', '/shop/shoes/', true],
      ['/shop/*', '/shop/shoes/red', false],
      ['/shop/*', '/shop', false],
      ['/shop/*', '/shop/', false],
      ['/shop/**', '/shop/shoes/red', true],
      ['/shop/**', '/shop', true],
      ['/shop/**', '/shopping', false],
      ['/*/cart', '/en/cart', true],
      ['/*/cart', '//cart', false],
      ['/*/cart', '/en/gb/cart', false],
      ['/**/cart', '/en/gb/cart', true],
      ['/**/cart', '/cart', true],
      ['/**/cart', '/minicart', false],
      ['/docs/**/intro', '/docs/intro', true],
      ['/docs/**/intro', '/docs/a/b/intro', true],
      ['/docs/**/intro', '/docs/anintro', false],
      ['**/cart', '/en/gb/cart', true],
      ['/checkout*', '/checkout', true],
      ['/checkout*', '/checkout-2', true],
      ['/checkout*', '/checkout/2', false],
      ['/item-*.html', '/item-42.html', true],
      ['/item-*.html', '/item-42xhtml', false],
      ['/a.c', '/abc', false],
      ['/Shop/*', '/shop/shoes', false],
      ['/straße/*', '/stra%C3%9Fe/1', true],
      ['/app#/orders/*', '/app#/orders/17', true],
      ['/app#/orders/*', '/app#/orders', false],
      ['https://*.example/shop', '/shop', true],
      ['https://**', '/any', true],
    ]),
    ...rows('regex', [
      ['^/shop/\\d+$', '/shop/42', true],
      ['^/shop/\\d+$', '/shop/42/', false],
      ['^/shop/\\d+$', '/shop/x', false],
      ['shoes', '/shop/shoes/red', true],
      ['Shoes', '/shop/shoes/red', false],
      ['^/café$', '/caf%C3%A9', true],
      ['^/app#/orders/\\d+$', '/app#/orders/17', true],
      ['^https://shop\\.example/', '/x', true],
      ['^https://other\\.example/', '/x', false],
      ['(', '/(', false],
    ]),
    ...(
      [
        [{ match: 'query', name: 'utm_source' }, '/?utm_source=mail', true],
        [{ match: 'query', name: 'utm_source' }, '/?utm_source', true],
        [{ match: 'query', name: 'utm_source' }, '/?a=utm_source', false],
        [{ match: 'query', name: 'step', value: '2' }, '/?a=1&step=2', true],
        [{ match: 'query', name: 'step', value: '2' }, '/?step=22', false],
        [{ match: 'query', name: 'step', value: '2' }, '/?step=1&step=2', true],
        [{ match: 'query', name: 'q', value: 'red shoes' }, '/?q=red+shoes', true],
        [{ match: 'query', name: 'q', value: 'a=b&c' }, '/?q=a=b%26c', true],
        [{ match: 'query', name: 'q', value: '' }, '/?q=', true],
        [{ match: 'query', name: 'q', value: '%' }, '/?q=%', true],
        [{ match: 'query', name: 'q', value: 'shoes' }, '/#/search?q=shoes', true],
        [{ match: 'query', name: '' }, '/', false],
      ] as const
    ).map((row): Row => row),
  ])('%j on %s: %s', (rule, address, matches) => {
    expect(isOn([rule], site + address)).toBe(matches);
    expect(isOn([{ ...rule, not: true }], site + address)).toBe(!matches);
  });
});

describe('isOn', () => {
  it('means all pages when it is given no rules', () => {
    expect(isOn(undefined, site)).toBe(true);
    expect(isOn([], site)).toBe(true);
  });

  it('wants any of the plain rules and none of the others', () => {
    const rules: UrlRule[] = [
      { match: 'prefix', value: '/shop/' },
      { match: 'prefix', value: '/help/' },
      { match: 'exact', value: '/shop/checkout', not: true },
      { match: 'query', name: 'embedded', not: true },
    ];
    const on = (address: string) => isOn(rules, site + address);
    expect([on('/shop/1'), on('/help/1'), on('/blog/1')]).toEqual([true, true, false]);
    expect([on('/shop/checkout'), on('/help/1?embedded=1')]).toEqual([false, false]);
    expect(isOn([{ match: 'exact', value: '/a', not: true }], `${site}/b`)).toBe(true);
  });

  it('passes over what it does not understand', () => {
    const strange = [{ match: 'moon', value: '/a' }, { match: 'exact' }, { value: 1 }, {}] as unknown as UrlRule[];
    for (const rule of strange) {
      expect(isOn([rule], `${site}/a`)).toBe(false);
      expect(isOn([rule, { match: 'exact', value: '/a' }], `${site}/a`)).toBe(true);
    }
    for (const href of ['', 'about:blank', 'data:text/html,x', '%'])
      expect(isOn([{ match: 'exact', value: '/a' }], href)).toBe(false);
  });
});

describe('whatever is asked of whatever address', () => {
  it('is answered, and `not` answers the opposite', () => {
    const text = fc.string({ unit: fc.constantFrom(...'/ab*#?=&%2F.(+http:'), maxLength: 20 });
    const rule: fc.Arbitrary<UrlRule> = fc.oneof(
      fc.record({ match: fc.constantFrom('exact', 'prefix', 'glob', 'regex'), value: text }),
      fc.record({ match: fc.constant('query'), name: text, value: text }, { requiredKeys: ['match', 'name'] }),
    );
    fc.assert(
      fc.property(rule, text, (one, address) => {
        expect(isOn([{ ...one, not: true }], site + address)).toBe(!isOn([one], site + address));
      }),
    );
  });
});

describe('a glob', () => {
  const globs = (value: string, text: string) => isOn([{ match: 'glob', value }], site + text);
  const letters = (alphabet: string, maxLength: number) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));

  it('says what a regex of the same meaning says', () => {
    fc.assert(
      fc.property(letters('ab/*', 8), letters('ab/', 8), (pattern, text) => {
        const value = `/${pattern}`;
        const source = value
          .replace(/(.)\/$/, '$1')
          .replace(/\*{2,}/g, '\0')
          .replace(/(^|\/)\*(?=\/|$)/g, '$1[^/]+')
          .replace(/\/\0(?=\/)/g, '(?:/\0)?')
          .replaceAll('*', '[^/]*')
          .replaceAll('\0', '.*');
        const like = new RegExp(`^(?:${source})$`);
        const short = `/${text}`.replace(/(.)\/$/, '$1');
        expect(globs(value, `/${text}`)).toBe(like.test(short) || like.test(short.replace(/\/?$/, '/')));
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes every other character as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((text) => text.replace(/[*?#%\s\0]/g, '')),
        (text) => {
          expect(globs(`/${text}`, `/${text}`)).toBe(true);
        },
      ),
    );
    expect(globs('/a.b+c(d)[e]{f}|^$', '/a.b+c(d)[e]{f}|^$')).toBe(true);
    expect(globs('/a+', '/aa')).toBe(false);
  });

  it('ends soon on patterns that would keep a backtracking regex busy for ages', () => {
    expect(globs(`/${'*a'.repeat(200)}b`, `/${'a'.repeat(2_000)}`)).toBe(false);
    expect(globs(`/${'**/'.repeat(150)}b`, `/${'a/'.repeat(1_000)}`)).toBe(false);
  });
});

describe('pageOf', () => {
  it.each([
    ['/a', '/a/', true],
    ['/a', '/a?sort=price', true],
    ['/a', '/a#reviews', true],
    ['/a', '/b', false],
    ['/#/a', '/#/b', false],
    ['/#/a', '/#/a?sort=price', true],
    ['/#!/a', '/#!/b', false],
    ['/', '/#/a', false],
  ])('%s and %s are one page view: %s', (one, other, same) => {
    expect(pageOf(site + one) === pageOf(site + other)).toBe(same);
  });
});
