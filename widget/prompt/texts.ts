// What the prompt itself says, in English. Survey texts come from the survey, in as many languages as it has; these
// words come in the languages of widget/locales/, one small file each.

import type { Plural } from '../platform/plural.ts';

export { plural, type Plural } from '../platform/plural.ts';

export interface Texts {
  readonly close: string;
  readonly next: string;
  readonly skip: string;
  readonly send: string;
  readonly back: string;
  /** Goes back from the closing words to the questions. */
  readonly change: string;
  /** Read aloud before the question, when the prompt appears. */
  readonly question: string;
  /** How far it is, where there are more than two steps: step `{n}` of `{m}`. Without it, `2 / 4`. */
  readonly progress?: string;
  readonly thanks: string;
  readonly sent: string;
  readonly saved: string;
  readonly unsaved: string;
  /** Closes the prompt; it may come again in a week, or never again. */
  readonly later: string;
  readonly never: string;
  /** The option of one's own words, and its field. */
  readonly other: string;
  readonly email: string;
  readonly emailWrong: string;
  /** On the button or tab by which a customer opens a survey. */
  readonly feedback: string;
  /** Names of the values of a scale drawn as stars. */
  readonly stars: Plural;
  /** How many options, or letters, are asked for. */
  readonly least: Plural;
  readonly most: Plural;
  readonly letters: Plural;
}

export const texts: Texts = {
  close: 'Close',
  next: 'Next',
  skip: 'Skip',
  send: 'Send',
  back: 'Back',
  change: 'Change my answer',
  question: 'Question',
  progress: '{n} of {m}',
  thanks: 'Thank you.',
  sent: 'Your answer has been sent.',
  saved: 'Your answer is saved on this device and will be sent when there is a connection.',
  unsaved: 'Your answer has not been sent yet. Please keep this page open for a moment.',
  later: 'Ask me later',
  never: 'Don’t ask me again',
  other: 'Other',
  email: 'E-mail address',
  emailWrong: 'Please enter an e-mail address such as name@example.com.',
  feedback: 'Feedback',
  stars: { one: '{n} star', other: '{n} stars' },
  least: { one: 'Choose at least {n}.', other: 'Choose at least {n}.' },
  most: { one: 'Choose {n} at most.', other: 'Choose {n} at most.' },
  letters: { one: 'Write at least {n} letter.', other: 'Write at least {n} letters.' },
};
