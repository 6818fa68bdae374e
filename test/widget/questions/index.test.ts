import { describe, expect, it } from 'vitest';
import type { Question } from '../../../server/contract/questions.ts';
import { needsMore, viewOf } from '../../../widget/questions/index.ts';
import * as more from '../../../widget/questions/more.ts';
import { colour, colours, helpful, nps, reason, survey } from '../../support/surveys.ts';

const contact: Question<'contact'> = { id: 'q', type: 'contact', title: 'Q', consent: 'C' };
const stars: Question<'stars'> = { id: 'q', type: 'stars', title: 'Q' };

describe('the other part', () => {
  it.each<[boolean, string, readonly Question[]]>([
    [false, 'a rating in numbers and its reason', [nps, reason]],
    [false, 'stars in numbers', [{ ...stars, shape: 'number' }]],
    [true, 'stars', [stars]],
    [true, 'thumbs', [helpful]],
    [true, 'a rating in words', [nps, { ...nps, shape: 'word' }]],
    [true, 'words of a least length', [{ ...reason, minLength: 5 }]],
    [true, 'a choice', [nps, colour]],
    [true, 'choices', [colours]],
    [true, 'a contact', [contact]],
    [true, 'three questions', [nps, reason, nps]],
    [true, 'a branch', [{ ...nps, next: [{ to: 'end' }] }, reason]],
    [true, 'a pipe in a title', [{ ...nps, title: { en: 'Hello', de: 'Hallo {{name}}' } }]],
    [true, 'a pipe in a label', [{ ...nps, low: '{{worst}}' }]],
    [
      false,
      'words that look like a branch',
      [
        { ...nps, title: 'What is "next":?' },
        { ...reason, placeholder: '{' },
      ],
    ],
  ])('is needed: %s, for %s', (needed, _what, questions) => {
    expect(needsMore(survey({ questions }))).toBe(needed);
  });

  it('is needed for a pipe in the thanks', () => {
    expect(needsMore(survey({ thanks: 'Thanks, {{name}}.' }))).toBe(true);
  });

  it('has what the prompt lacks: only ratings and words can be asked without it', () => {
    const all: readonly Question[] = [nps, stars, helpful, reason, colour, colours, contact];
    expect(all.filter((one) => !viewOf(one, undefined))).toEqual([colour, colours, contact]);
    expect(all.filter((one) => !viewOf(one, more))).toEqual([]);
  });

  it('knows no type of a later version', () => {
    expect(viewOf({ ...nps, type: 'ranking' as 'nps' }, more)).toBeUndefined();
  });
});
