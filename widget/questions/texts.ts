import type { MoreTexts } from './question.ts';

const english: MoreTexts = {
  progress: '{n} of {m}',
  other: 'Other',
  email: 'E-mail address',
  emailWrong: 'Please enter an e-mail address such as name@example.com.',
  stars: { one: '{n} star', other: '{n} stars' },
  least: { one: 'Choose at least {n}.', other: 'Choose at least {n}.' },
  most: { one: 'Choose {n} at most.', other: 'Choose {n} at most.' },
  letters: { one: 'Write at least {n} letter.', other: 'Write at least {n} letters.' },
};

/** The words of a locale, or of none: what is missing is said in English. */
export const wordsOf = (texts: Partial<MoreTexts>): MoreTexts => ({ ...english, ...texts });
