// Whom, and how often: the rules under which a survey may be shown to a person.
import type { Condition } from './conditions.ts';
import type { UrlRule } from './urls.ts';

/**
 * How a showing ended: with an answer, closed without one, left alone, put off ("ask me later"), or with "don't ask
 * me again", after which nothing is asked by itself on this site any more.
 */
export type Ending = 'answered' | 'dismissed' | 'ignored' | 'later' | 'never';

/** The endings after which a survey waits. */
export type WaitingEnding = Exclude<Ending, 'never'>;

/** How often one person may be asked. Days may be fractions; 0 switches a wait or a cap off. */
export interface Pacing {
  /** Seconds between the touchpoint and the prompt. Default 3. */
  readonly delay?: number;
  /** May this survey be shown during a person's first visit? Default false. */
  readonly firstVisit?: boolean;
  /** Days between this prompt and any other. Default 14. */
  readonly gap?: number;
  /**
   * Days until this survey may be shown again, counted from its last showing, by how that ended. Default 90 answered,
   * 30 dismissed, 14 ignored, 7 later. Each further dismissal in a row doubles the wait, twice at most: 30, 60, 120.
   */
  readonly waits?: Readonly<Partial<Record<WaitingEnding, number>>>;
  /**
   * Most prompts of all surveys together that this survey may still be one of. Displays count, not answers: the
   * burden is being asked. A month is the last 30 days, a year the last 365. Default 1 a page, 1 a visit, 2 a month,
   * 6 a year.
   */
  readonly caps?: Readonly<Partial<Record<Cap, number>>>;
  /**
   * Answered showings of this survey a day, over all people, from which on the collector pauses it until the site's next
   * day. Soft: pages that have its configuration already go on for up to some minutes, and no answer is refused. Default
   * none; 0 switches the site's own off.
   */
  readonly perDay?: number;
}

export type Cap = 'page' | 'visit' | 'month' | 'year';

/** The most a cap may be: as many showings as a device remembers. */
export const MOST_CAP = 50;

/**
 * By the primary pointer and the screen, never by the user agent: `desktop` has a mouse or trackpad, of the others
 * `phone` has a screen less than 600 px wide.
 */
export const DEVICES = ['phone', 'tablet', 'desktop'] as const;
export type Device = (typeof DEVICES)[number];

/** All of these at once. Times are wall-clock times of `zone`. */
export interface Schedule {
  /** From this moment on: `2026-11-22` (the day begins) or `2026-11-22T09:00`. */
  readonly from?: string;
  /** Before this moment, or through the whole of this day when it is a date alone. */
  readonly until?: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays?: readonly number[];
  /**
   * Any of these, such as `["09:00", "17:30"]`, the second excluded; `24:00` ends a day. `["22:00", "06:00"]` goes on
   * past midnight and belongs to the weekday on which it began.
   */
  readonly hours?: readonly (readonly [from: string, until: string])[];
  /** IANA name such as `Europe/Berlin`. Default: the visitor's own. */
  readonly zone?: string;
}

/** How another survey, or this one, was last seen on this device. */
export interface Seen {
  readonly survey: string;
  /** `shown`: in whatever way it ended; `answered`: ever; the others: when it was last shown. */
  readonly how: Ending | 'shown';
  /** Within the last so many days. Default ever. */
  readonly days?: number;
  /** Those of whom it is not so. */
  readonly not?: true;
}

/** Whom a survey is for. Every member that is there must be met; a member a page does not know is not met. */
export interface Targeting {
  /** Pages, by their address: any of the plain rules, none of the `not` rules. */
  readonly pages?: readonly UrlRule[];
  /**
   * Where the visit to this page came from; rules as for pages, with values that begin with "http". Most sites tell no
   * more than their origin. Nothing is known of a visitor who typed the address.
   */
  readonly referrer?: readonly UrlRule[];
  /** What is known of the visitor by `identify()` and `set()`. */
  readonly attributes?: readonly Condition[];
  /** What was told with `track()` or `show()`. */
  readonly properties?: readonly Condition[];
  readonly devices?: readonly Device[];
  /** The language the prompt would speak first; `pt` stands for `pt-BR` too. */
  readonly languages?: readonly string[];
  readonly schedule?: Schedule;
  /** Age of the account, from an attribute that says when it was opened (ISO date, Unix seconds or milliseconds). */
  readonly account?: { readonly attribute: string; readonly minDays?: number; readonly maxDays?: number };
  readonly seen?: readonly Seen[];
  /**
   * Share of people, 0 to 1. Who is in stays in: it hangs on the person (or, unnamed, this device), the survey and the
   * round alone. Another `round` draws anew.
   */
  readonly sample?: { readonly share: number; readonly round?: string };
}
