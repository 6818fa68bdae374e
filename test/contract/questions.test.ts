import { describe, expect, it } from 'vitest';
import { inLanguage, isRating, optionOf, ratingOf, shapeOf, type Question } from '../../server/contract/questions.ts';

const rating = (type: 'nps' | 'stars' | 'emoji3' | 'emoji5' | 'thumbs' | 'csat5'): Question<typeof type> => ({
  id: type,
  type,
  title: 'Q',
});

describe('a text', () => {
  const text = { en: 'Thanks', de: 'Danke', 'pt-BR': 'Obrigado' };
  it.each([
    [['de'], 'Danke'],
    [['de-AT'], 'Danke'],
    [['pt-BR'], 'Obrigado'],
    [['fr', 'de'], 'Danke'],
    [['fr'], 'Thanks'],
    [[], 'Thanks'],
  ])('is said for %j', (languages, said) => {
    expect(inLanguage(text, languages)).toBe(said);
  });

  it('is said in whatever language it has, when it has no other', () => {
    expect(inLanguage({ ja: 'どうも' }, ['fr'])).toBe('どうも');
    expect(inLanguage('Thanks', ['de'])).toBe('Thanks');
  });
});

describe('a rating', () => {
  it.each([
    ['csat5', 'number'],
    ['nps', 'number'],
    ['stars', 'star'],
    ['emoji3', 'face'],
    ['emoji5', 'face'],
    ['thumbs', 'thumb'],
  ] as const)('%s is drawn as %s, unless it says otherwise', (type, shape) => {
    expect(shapeOf(rating(type))).toBe(shape);
    expect(shapeOf({ ...rating(type), shape: 'word' })).toBe('word');
  });

  it('is what a survey is scored by, the first of them', () => {
    const words: Question = { id: 'why', type: 'text', title: 'Q' };
    const contact: Question = { id: 'who', type: 'contact', title: 'Q', consent: 'C' };
    expect(ratingOf([words, contact, rating('stars'), rating('nps')])?.id).toBe('stars');
    expect(ratingOf([words, contact])).toBeUndefined();
    expect(isRating(rating('emoji3'))).toBe(true);
  });
});

describe('an option', () => {
  it('is counted by its id, own words as other', () => {
    expect(optionOf('red')).toBe('red');
    expect(optionOf({ other: 'red' })).toBe('other');
  });
});
