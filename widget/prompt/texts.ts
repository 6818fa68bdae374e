// What the prompt itself says, in English. Survey texts come from the survey, in as many languages as it has; these
// words come in the languages of widget/locales/, one small file each.

import type { MoreTexts } from '../questions/question.ts';

/** What every prompt says. */
export interface PromptTexts {
  readonly close: string;
  readonly next: string;
  readonly skip: string;
  readonly send: string;
  readonly back: string;
  /** Goes back from the closing words to the questions. */
  readonly change: string;
  /** Read aloud before the question, when the prompt appears. */
  readonly question: string;
  readonly thanks: string;
  readonly sent: string;
  readonly saved: string;
  readonly unsaved: string;
  /** Closes the prompt; it may come again in a week, or never again. */
  readonly later: string;
  readonly never: string;
  /** On the button or tab by which a customer opens a survey. */
  readonly feedback: string;
}

/** A locale: all words of the widget. English is where they are used, these here and the others in the other part. */
export interface Texts extends PromptTexts, MoreTexts {}

/** What is at hand: a locale, or English without the words of the other part. */
export type Spoken = PromptTexts & Partial<MoreTexts>;

export const texts: PromptTexts = {
  close: 'Close',
  next: 'Next',
  skip: 'Skip',
  send: 'Send',
  back: 'Back',
  change: 'Change my answer',
  question: 'Question',
  thanks: 'Thank you.',
  sent: 'Your answer has been sent.',
  saved: 'Your answer is saved on this device and will be sent when there is a connection.',
  unsaved: 'Your answer has not been sent yet. Please keep this page open for a moment.',
  later: 'Ask me later',
  never: 'Don’t ask me again',
  feedback: 'Feedback',
};
