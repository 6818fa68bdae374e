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
  stars: 'stars',
  emoji3: 'emoji3',
  emoji5: 'emoji5',
  thumbs: 'thumbs',
};
const types = Object.values(RATINGS);
const options = ['red', 'blue', 'green'].map((id) => ({ id, label: id }));
const rating = (type: RatingType): Question<RatingType> => ({ id: 'q', type, title: 'Q' });
const choice: Question<'choice'> = { id: 'q', type: 'choice', title: 'Q', options };
const choices: Question<'choices'> = { id: 'q', type: 'choices', title: 'Q', options };
const withOther: Question<'choice'> = { ...choice, other: {} };
const own = (other: unknown): object => ({ other });
const contact: Question<'contact'> = { id: 'q', type: 'contact', title: 'Q', consent: 'You may write to me.' };
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

  it('accepts own words as an option where the question has one, holds them where not', () => {
    expect(check(own(' Grün\u0000 '), withOther)).toEqual(ok(own(' Grün ')));
    expect(check(own(' '), withOther)).toEqual(ok(own('')));
    expect(check(own('😀'.repeat(201)), withOther)).toEqual(ok(own('😀'.repeat(200))));
    expect(check(own('Grün'), choice)).toEqual({ s: 'held', value: own('Grün'), code: 'choice' });
    expect(check(['red', own('Grün')], { ...choices, other: {} })).toEqual(ok(['red', own('Grün')]));
    expect(check(['red', own('Grün')], choices)).toEqual({ s: 'held', value: ['red', own('Grün')], code: 'choice' });
  });

  it.each([{}, own(1), own(null), { other: 'a', id: 'red' }, { Other: 'a' }, [own('a')], { other: own('a') }])(
    'does not make own words out of %j',
    (value) => expect(check(value, withOther)).toEqual(drop),
  );

  it('takes own words once, and as many options as there are with them', () => {
    const all = ['red', 'blue', 'green', own('a')];
    expect(check(all, { ...choices, other: {} })).toEqual(ok(all));
    expect(check([own('a'), own('b')], { ...choices, other: {} })).toEqual(ok([own('a')]));
    expect(check([...all, own('b')], { ...choices, other: {} })).toEqual(drop);
  });

  it('keeps fewer options than were asked for, and holds more than were allowed', () => {
    expect(check(['red'], { ...choices, min: 2 })).toEqual(ok(['red']));
    expect(check(['red', 'blue'], { ...choices, max: 1 })).toMatchObject({ s: 'held', code: 'choice' });
  });

  it('keeps fewer letters than were asked for', () => {
    expect(check('ok', { ...text(), minLength: 5 })).toEqual(ok('ok'));
  });

  it('accepts an address with the tick that belongs to it', () => {
    const given = { email: 'ann@example.com', consent: true };
    expect(check(given, contact)).toEqual(ok(given));
    expect(check({ consent: true, email: ' ann@example.com\n' }, contact)).toEqual(ok(given));
  });

  it.each(['', 'ann', 'ann@', 'ann@example', '@example.com', 'a b@example.com', `${'x'.repeat(243)}@example.com`])(
    'takes %j for no address, and for no answer',
    (email) => expect(check({ email, consent: true }, contact)).toEqual(ok(null)),
  );

  it.each([
    'ann@example.com',
    { email: 'ann@example.com' },
    { email: 'ann@example.com', consent: false },
    { email: 'ann@example.com', consent: 'true' },
    { email: 'ann@example.com', consent: 1 },
    { email: 7, consent: true },
    { email: null, consent: true },
    { email: 'ann@example.com', consent: true, name: 'Ann' },
    ['ann@example.com', true],
    true,
    null,
  ])('drops %j: an address without the tick is never kept', (value) => {
    expect(check(value, contact)).toEqual(drop);
  });

  it('says the same of what it has checked already', () => {
    const sent = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 9 }).map(own),
      fc.subarray(['red', 'blue', own('a'), own(' ')] as unknown[]),
      fc.record({ email: fc.oneof(fc.emailAddress(), fc.string()), consent: fc.constant(true) }),
    );
    const asked: Question[] = [withOther, { ...choices, other: {} }, contact];
    fc.assert(
      fc.property(sent, fc.constantFrom(...asked), (value, question) => {
        const checked = check(value, question);
        if (checked.s === 'drop' || checked.value === null) return;
        expect(check(checked.value, question)).toEqual(checked);
      }),
    );
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
