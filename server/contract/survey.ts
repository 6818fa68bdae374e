// A survey: what is asked, at which moment, of whom, how often, and how it looks.
import type { Look } from './look.ts';
import type { Question, Text } from './questions.ts';
import type { Pacing } from './targeting.ts';
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
export type Stage = (typeof STAGES)[number];

/** One survey in one version. Published versions never change; a change is the next version. */
export interface Survey {
  readonly id: string;
  readonly version: number;
  /** For the dashboard; never sent to a page. */
  readonly name: string;
  readonly touchpoint: string;
  readonly stage: Stage;
  readonly triggers?: readonly Trigger[];
  readonly pacing?: Pacing;
  /** Language of texts given as a plain string. Default `en`. */
  readonly locale?: string;
  readonly questions: readonly Question[];
  /** Said when the last question is done. */
  readonly thanks?: Text;
  readonly look?: Look;
}
