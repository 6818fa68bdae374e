// Whom, and how often: the rules under which a survey may be shown to a person.

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
  /**
   * Answered showings of this survey a day, over all people, from which on the collector pauses it until the site's next
   * day. Soft: pages that have its configuration already go on for up to some minutes, and no answer is refused. Default
   * none; 0 switches the site's own off.
   */
  readonly perDay?: number;
}
