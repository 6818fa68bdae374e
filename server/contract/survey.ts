// A survey: what is asked, at which moment, of whom, how often, and how it looks.
import type { SurveyEnding } from './flow.ts';
import type { Look } from './look.ts';
import type { Question, Text } from './questions.ts';
import type { Pacing, Targeting } from './targeting.ts';
import type { Trigger } from './triggers.ts';

/** The customer's lifecycle, in order. Every touchpoint belongs to one stage. */
export const STAGES = [
  'awareness',
  'discovery',
  'attraction',
  'interaction',
  'purchase',
  'use',
  'cultivation',
  'advocacy',
] as const;
/** A stage of the customer's lifecycle, one of `STAGES`. */
export type Stage = (typeof STAGES)[number];

/** One survey in one version. Published versions never change; a change is the next version. */
export interface Survey {
  /** Letters, digits and `. _ : -`; stays the same through all versions. */
  readonly id: string;
  /** From 1; raised with every change, for a published version never changes. */
  readonly version: number;
  /** For the dashboard; never sent to a page. */
  readonly name: string;
  /** The named moment in the customer's journey at which it may be asked: what `track()` is called with. */
  readonly touchpoint: string;
  /** The touchpoint's stage in the customer's lifecycle. */
  readonly stage: Stage;
  /** What makes the touchpoint happen in the page, besides `track()` and `data-asklet-track`, which always can. */
  readonly triggers?: readonly Trigger[];
  /** Of several surveys that could be shown the highest goes first, then the first by id. Default 0. */
  readonly priority?: number;
  /** Whom it is for. Default everybody. */
  readonly targeting?: Targeting;
  /** A touchpoint that calls off a prompt still waiting for its delay: the customer has already succeeded. Default none. */
  readonly cancel?: string;
  /** How often one person may be asked. */
  readonly pacing?: Pacing;
  /** Language of texts given as a plain string. Default `en`. */
  readonly locale?: string;
  /** What is asked, in this order; the first rating is what the survey is scored by. */
  readonly questions: readonly Question[];
  /** Said when the last question is done, unless a branch led to one of the `endings`. */
  readonly thanks?: Text;
  /** Other ways to end, for branches to lead to. */
  readonly endings?: readonly SurveyEnding[];
  /** Where it appears, and in which colours. Default: in the corner, in plain ones. */
  readonly look?: Look;
}
