import { describe, expect, it } from 'vitest';
import type { AnswerValue, Question } from '../../server/contract/questions.ts';
import { EMAIL, isEmail, validity } from '../../server/contract/validity.ts';

const options = ['a', 'b', 'c'].map((id) => ({ id, label: id }));
const nps: Question = { id: 'q', type: 'nps', title: 'Q' };
const choice: Question = { id: 'q', type: 'choice', title: 'Q', options, other: {} };
const choices: Question = { id: 'q', type: 'choices', title: 'Q', options, min: 2, max: 2 };
const text: Question = { id: 'q', type: 'text', title: 'Q', minLength: 3 };
const contact: Question = { id: 'q', type: 'contact', title: 'Q', consent: 'C' };
const consent = true;

describe('validity', () => {
  it.each([nps, choice, choices, text, contact])('lets everybody skip what is not required: $type', (question) => {
    expect(validity(question, null)).toBeUndefined();
  });

  it.each([nps, choice, choices, text, contact])('asks for an answer where one is required: $type', (question) => {
    expect(validity({ ...question, required: true }, null)).toEqual({ kind: 'required' });
  });

  it.each<[string, Question, AnswerValue, ReturnType<typeof validity>]>([
    ['the lowest value', nps, 0, undefined],
    ['an option', choice, 'a', undefined],
    ['own words', choice, { other: 'x' }, undefined],
    ['"other" without words', choice, { other: '' }, undefined],
    ['too few options', choices, ['a'], { kind: 'least', n: 2 }],
    ['enough options', choices, ['a', { other: '' }], undefined],
    ['too many options', choices, ['a', 'b', 'c'], { kind: 'most', n: 2 }],
    ['options without limits', { ...choice, type: 'choices' }, ['a', 'b', 'c'], undefined],
    ['too few letters', text, 'ab', { kind: 'letters', n: 3 }],
    ['blanks around too few letters', text, ' ab ', { kind: 'letters', n: 3 }],
    ['letters of two units each', text, '😀😀', { kind: 'letters', n: 3 }],
    ['enough letters', text, 'abc', undefined],
    ['an address', contact, { email: 'ann@example.com', consent }, undefined],
    ['half an address', contact, { email: 'ann@', consent }, { kind: 'email' }],
  ])('says what it thinks of %s', (_what, question, value, problem) => {
    expect(validity(question, value)).toEqual(problem);
  });
});

describe('an e-mail address', () => {
  it.each([
    'ann@example.com',
    'a@b.c',
    'Ann.O’Hara+shop@mail.example.co.uk',
    'jörg@bücher.example',
    '用户@例子.公司',
    `${'x'.repeat(242)}@example.com`,
  ])('may be %s', (address) => {
    expect(isEmail(address)).toBe(true);
  });

  it.each([
    '',
    'ann',
    '@',
    'ann@',
    'ann@example',
    '@example.com',
    'ann@@example.com',
    'ann@example..com',
    'ann@.example.com',
    'ann@example.com.',
    'a n@example.com',
    'ann@exam ple.com',
    'ann@example.com\n',
    `${'x'.repeat(243)}@example.com`,
  ])('is not %j', (address) => {
    expect(isEmail(address)).toBe(false);
  });

  it('is found in one pass, however long the text is', () => {
    expect(new RegExp(`^${EMAIL}$`, 'u').test(`${'a@'.repeat(50_000)}`)).toBe(false);
    expect(new RegExp(`^${EMAIL}$`, 'u').test(`a@${'a.'.repeat(50_000)}`)).toBe(false);
  });

  it('is matched alike by a field, whose pattern has the flag v', () => {
    expect(new RegExp(`^(?:${EMAIL})$`, 'v').test('ann@example.com')).toBe(true);
  });
});
