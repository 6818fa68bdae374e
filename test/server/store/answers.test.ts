import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Metric, type Question, type RatingType, SCALES } from '../../../server/contract/questions.ts';
import { LIMITS } from '../../../server/contract/response.ts';
import { check } from '../../../server/store/answers.ts';

const RATINGS: { readonly [T in RatingType]: T } = {
  nps: 'nps',
  csat5: 'csat5',
  csat7: 'csat7',
  ces1: 'ces1',
  ces2: 'ces2',
  service10: 'service10',
  thumbs: 'thumbs',
};
const types = Object.values(RATINGS);
const options = ['red', 'blue', 'green'].map((id) => ({ id, label: id }));
const rating = (type: RatingType): Question<RatingType> => ({ id: 'q', type, title: 'Q' });
const choice: Question<'choice'> = { id: 'q', type: 'choice', title: 'Q', options };
const choices: Question<'choices'> = { id: 'q', type: 'choices', title: 'Q', options };
const text = (maxLength?: number): Question<'text'> => ({
  id: 'q',
  type: 'text',
  title: 'Q',
  ...(maxLength && { maxLength }),
});
const ok = (value: unknown): object => ({ s: 'ok', value });
const drop = { s: 'drop' };

describe('answers', () => {
  it.each(types)('accepts every value of the scale %s and none beside it', (type) => {
    const { min, max }: { min: number; max: number } = SCALES[type as Metric];
    for (let value = min; value <= max; value++) expect(check(value, rating(type))).toEqual(ok(value));
    for (const value of [min - 1, max + 1, min + 0.5, Infinity, NaN]) expect(check(value, rating(type))).toEqual(drop);
  });

  it.each(['9', true, null, [9], { v: 9 }, undefined, ''])('does not make a rating out of %j', (value) => {
    expect(check(value, rating('nps'))).toEqual(drop);
  });

  it('stores the zero below zero as zero', () => {
    expect(check(-0, rating('nps'))).toEqual(ok(0));
    expect(Object.is((check(-0, rating('thumbs')) as { value: number }).value, 0)).toBe(true);
  });

  it('accepts a choice of the survey, holds another, drops what can be none', () => {
    expect(check('blue', choice)).toEqual(ok('blue'));
    expect(check('pink', choice)).toEqual({ s: 'held', value: 'pink', code: 'choice' });
    for (const value of [7, null, '', 'x'.repeat(65), 'a b', '__proto__', ['red']])
      expect(check(value, choice)).toEqual(drop);
  });

  it('accepts several choices, each once', () => {
    expect(check(['blue', 'red', 'blue'], choices)).toEqual(ok(['blue', 'red']));
    expect(check(['blue', 'pink'], choices)).toEqual({ s: 'held', value: ['blue', 'pink'], code: 'choice' });
    expect(check([], choices)).toEqual(ok(null));
    for (const value of ['red', [1], Array(500).fill('red'), null]) expect(check(value, choices)).toEqual(drop);
  });

  it.each([
    ['keeps words as typed', ' Très bien!\n\t<b>ok</b> ', ' Très bien!\n\t<b>ok</b> '],
    ['removes NUL and control characters', 'a\u0000b\u0007c\u009bd\u007f', 'abcd'],
    ['makes lone surrogates well-formed', 'a\uD83Db', 'a\uFFFDb'],
    ['keeps a pair of surrogates', 'a😀', 'a😀'],
    ['keeps letters that only turn the direction', '\u202E\u202D', '\u202E\u202D'],
    ['takes words without a word for no answer', ' \n', null],
    ['takes empty words for no answer', '', null],
  ])('%s', (_promise, sent, value) => {
    expect(check(sent, text())).toEqual(ok(value));
  });

  it('cuts words at the limit in code points, never within a pair', () => {
    expect(check('x'.repeat(LIMITS.text + 1), text())).toEqual(ok('x'.repeat(LIMITS.text)));
    expect(check('😀'.repeat(LIMITS.text + 1), text())).toEqual(ok('😀'.repeat(LIMITS.text)));
    expect(check('a😀b', text(2))).toEqual(ok('a😀'));
    expect(check('x'.repeat(9_000), text(9_000))).toEqual(ok('x'.repeat(LIMITS.text)));
  });

  it('keeps words well-formed, within the limit and stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.integer({ min: 1, max: 40 }), (sent, limit) => {
        const checked = check(sent, text(limit));
        if (checked.s !== 'ok' || checked.value === null) return;
        expect([...checked.value].length).toBeLessThanOrEqual(limit);
        expect(Buffer.from(checked.value).toString()).toBe(checked.value);
        expect(check(checked.value, text(limit))).toEqual(checked);
      }),
    );
  });
});
