import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestLocale } from '../../widget/locales/best.ts';
import { plural, type Plural } from '../../widget/platform/plural.ts';
import { texts, type Texts } from '../../widget/prompt/texts.ts';
import { wordsOf } from '../../widget/questions/texts.ts';

const english: Texts = { ...texts, ...wordsOf({}) };
const folder = join(import.meta.dirname, '../../widget/locales');
const files = readdirSync(folder).filter((file) => !/^(best|index)\.ts$/.test(file));
const locales = await Promise.all(
  files.map(async (file) => {
    const { default: texts } = (await import(join(folder, file))) as { default: Texts };
    return [file.replace('.ts', ''), texts] as const;
  }),
);
const tags = ['en', ...locales.map(([tag]) => tag)];

/** Every text, and every wording of a plural, with its place. */
const words = (texts: Texts): [string, string][] =>
  Object.entries<string | Plural>({ ...texts }).flatMap(([key, text]): [string, string][] =>
    typeof text === 'string'
      ? [[key, text]]
      : Object.entries(text).map(([rule, form]): [string, string] => [`${key}.${rule}`, form]),
  );
const plurals = (texts: Texts): [string, Plural][] =>
  Object.entries<string | Plural>({ ...texts }).flatMap(([key, text]): [string, Plural][] =>
    typeof text === 'string' ? [] : [[key, text]],
  );

/** As many letters as can be asked for, and more options than anybody lists. */
const NUMBERS = Array.from({ length: 10_001 }, (_, n) => n);

it('there are twelve languages', () => {
  expect(tags.toSorted()).toEqual(
    ['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt-BR', 'zh-Hans'].toSorted(),
  );
});

describe.each(locales)('%s', (tag, texts) => {
  const rules = new Intl.PluralRules(tag);

  /** The texts that are like this, with their places. */
  const like = (pattern: RegExp) => words(texts).filter(([, text]) => pattern.test(text));

  it('says everything English says, and nothing else', () => {
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(english).toSorted());
    expect(like(/^\s*$/)).toEqual([]);
  });

  it('has a wording for every number', () => {
    const needed = new Set(NUMBERS.map((n) => rules.select(n)));
    const missing = plurals(texts).flatMap(([key, forms]) =>
      [...needed].filter((rule) => !forms[rule]).map((rule) => `${key}.${rule}`),
    );
    expect(missing).toEqual([]);
  });

  it('says the number where English does, except where the wording is that of one number alone', () => {
    const one = new Set(
      [...rules.resolvedOptions().pluralCategories].filter(
        (rule) => NUMBERS.filter((n) => rules.select(n) === rule).length === 1,
      ),
    );
    const wordy = plurals(texts).flatMap(([key, forms]) =>
      Object.entries(forms)
        .filter(([rule, form]) => !form.includes('{n}') && !one.has(rule as Intl.LDMLPluralRule))
        .map(([rule]) => `${key}.${rule}`),
    );
    expect(wordy).toEqual([]);
    expect(like(/[{}]/).filter(([place]) => !place.includes('.'))).toEqual([['progress', texts.progress]]);
    expect(texts.progress).toMatch(/^(?=.*\{n\}).*\{m\}/);
  });

  it('has the typography of its language', () => {
    // Straight quotation marks, three dots, spaces too many.
    expect(like(/['"]|\.\.\.| {2}|^\s|\s$/)).toEqual([]);
    if (tag === 'fr') expect(like(/[^\u202f\u00a0][;:!?»]|«[^\u202f\u00a0]/)).toEqual([]);
    if (tag === 'ja' || tag === 'zh-Hans') expect(like(/[,;!?]|\.$/)).toEqual([]);
    const sentences = (all: Texts) => words(all).filter(([, text]) => /[.。]$/.test(text));
    const places = (all: Texts) => new Set(sentences(all).map(([place]) => place.split('.')[0]));
    expect(places(texts)).toEqual(places(english));
  });

  it('costs at most 1,000 bytes', () => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    expect(brotliCompressSync(`export default ${JSON.stringify(texts)}`, { params }).length).toBeLessThan(1_000);
  });
});

describe('plural', () => {
  const letters = (tag: string, n: number) => plural(locales.find(([one]) => one === tag)![1].letters, n, tag);

  it.each([
    ['pl', 1, 'Prosimy wpisać co najmniej 1 znak.'],
    ['pl', 3, 'Prosimy wpisać co najmniej 3 znaki.'],
    ['pl', 5, 'Prosimy wpisać co najmniej 5 znaków.'],
    ['pl', 22, 'Prosimy wpisać co najmniej 22 znaki.'],
    ['ar', 1, 'يُرجى كتابة حرف واحد على الأقل.'],
    ['ar', 2, 'يُرجى كتابة حرفين على الأقل.'],
    ['ar', 7, 'يُرجى كتابة 7 أحرف على الأقل.'],
    ['ar', 11, 'يُرجى كتابة 11 حرفًا على الأقل.'],
    ['ar', 100, 'يُرجى كتابة 100 حرف على الأقل.'],
    ['fr', 0, 'Écrivez au moins 0 caractère.'],
    ['ja', 10, '10文字以上入力してください。'],
  ])('in %s of %d', (tag, n, said) => expect(letters(tag, n)).toBe(said));
});

describe('bestLocale', () => {
  it.each<readonly [wanted: string, found: string | undefined]>([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at', 'de'],
    ['de_CH', 'de'],
    ['en-GB', 'en'],
    ['en-GB de', 'en'],
    ['en de', 'en'],
    ['sv de en', 'de'],
    ['fr-CA en', 'fr'],
    ['pt', 'pt-BR'],
    ['pt-PT en', 'pt-BR'],
    ['pt-BR', 'pt-BR'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-TW', undefined],
    ['zh-HK', undefined],
    ['zh-Hant ja', 'ja'],
    ['zh-TW zh-CN', 'zh-Hans'],
    ['ar-EG', 'ar'],
    ['ko-KR en', 'ko'],
    ['es-419', 'es'],
    ['sv', undefined],
    ['', undefined],
    ['not/a/tag x de', 'de'],
    ['x-private', undefined],
  ])('of %s is %s', (wanted, found) => {
    expect(bestLocale(wanted.split(' '), tags)).toBe(found);
  });

  it('prefers the same tag to its base, and the base to a relative', () => {
    expect(bestLocale(['pt-PT'], ['pt-BR', 'pt', 'pt-PT'])).toBe('pt-PT');
    expect(bestLocale(['pt-AO'], ['pt-BR', 'pt', 'pt-PT'])).toBe('pt');
    expect(bestLocale(['pt-AO'], ['pt-BR', 'pt-PT'])).toBe('pt-BR');
  });

  it('never throws, and finds only what there is', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (languages) => {
        expect([undefined, ...tags]).toContain(bestLocale(languages, tags));
      }),
    );
    expect(bestLocale([], tags)).toBeUndefined();
    expect(bestLocale(['de'], [])).toBeUndefined();
  });
});
