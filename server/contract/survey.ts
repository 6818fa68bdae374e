// A survey: what is asked, at which moment, of whom, how often, and how it looks.
import type { Question, Text } from './questions.ts';

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

/**
 * What makes the survey's touchpoint happen in the page, besides `track()` and `data-asklet-track`,
 * which always can. One file each in widget/triggers/.
 */
export interface TriggerSettings {
  /** A click on an element that matches a CSS selector, or on anything inside it. */
  click: { readonly selector: string };
  /** An `<asklet-prompt survey="…">` element in the page; the survey is shown inside it. */
  inline: Readonly<Record<never, never>>;
}
export type TriggerType = keyof TriggerSettings;
export type Trigger<T extends TriggerType = TriggerType> = {
  [K in T]: { readonly type: K } & TriggerSettings[K];
}[T];

/** How a showing ended: with an answer, closed without one, or left alone. */
export type Ending = 'answered' | 'dismissed' | 'ignored';

/** How often one person may be asked. Days may be fractions; 0 switches a wait off. */
export interface Pacing {
  /** Seconds between the touchpoint and the prompt. Default 3. */
  readonly delay?: number;
  /** May this survey be shown during a person's first visit? Default false. */
  readonly firstVisit?: boolean;
  /** Days between this prompt and any other. Default 14. */
  readonly gap?: number;
  /** Days until this survey may be shown again, by how the last showing ended. Default 90, 30 and 14. */
  readonly waits?: Readonly<Partial<Record<Ending, number>>>;
}

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
}
