// Whom, and how often: the rules under which a survey may be shown to a person.
import type { Condition } from './conditions.ts';
import type { UrlRule } from './urls.ts';

/**
 * How a showing ended: with an answer, closed without one, left alone, put off ("ask me later"), or with "don't ask
 * me again", after which nothing is asked by itself on this site any more.
 */
export type Ending = WaitingEnding | 'never';

/** Days until a survey may be shown again, by how its last showing ended. */
export interface Waits {
  /** Days after a showing with an answer. Default 90. */
  readonly answered?: number;
  /** Days after one that was closed without an answer; doubled by each further one in a row, twice at most. Default 30. */
  readonly dismissed?: number;
  /** Days after one that was left alone. Default 14. */
  readonly ignored?: number;
  /** Days after "ask me later". Default 7. */
  readonly later?: number;
}

/** The endings after which a survey waits. */
export type WaitingEnding = keyof Waits;

/** Most prompts that one person sees in a span of time. */
export interface Caps {
  /** On one page view. Default 1. */
  readonly page?: number;
  /** In one visit, which ends after 30 minutes of silence. Default 1. */
  readonly visit?: number;
  /** In the last 30 days. Default 2. */
  readonly month?: number;
  /** In the last 365 days. Default 6. */
  readonly year?: number;
}

/** The spans of time that have a cap. */
export type Cap = keyof Caps;

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
  readonly waits?: Waits;
  /**
   * Most prompts of all surveys together that this survey may still be one of. Displays count, not answers: the
   * burden is being asked. A month is the last 30 days, a year the last 365. Default 1 a page, 1 a visit, 2 a month,
   * 6 a year.
   */
  readonly caps?: Caps;
  /**
   * Answered showings of this survey a day, over all people, from which on the collector pauses it until the site's next
   * day. Soft: pages that have its configuration already go on for up to some minutes, and no answer is refused. Default
   * none; 0 switches the site's own off.
   */
  readonly perDay?: number;
}

/** The most a cap may be: as many showings as a device remembers. */
export const MOST_CAP = 50;

/**
 * By the primary pointer and the screen, never by the user agent: `desktop` has a mouse or trackpad, of the others
 * `phone` has a screen less than 600 px wide.
 */
export const DEVICES = ['phone', 'tablet', 'desktop'] as const;
/** A kind of device, one of `DEVICES`. */
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
  /** Id of a survey of this site. */
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
  /** Any of these kinds, told apart by pointer and screen: `phone`, `tablet`, `desktop`. */
  readonly devices?: readonly Device[];
  /** The language the prompt would speak first; `pt` stands for `pt-BR` too. */
  readonly languages?: readonly string[];
  /** When it may be shown, by the wall clock. Default always. */
  readonly schedule?: Schedule;
  /** Age of the account, from an attribute that says when it was opened (ISO date, Unix seconds or milliseconds). */
  readonly account?: {
    /** Name of the attribute that holds the day; nobody of whom it is not known is asked. */
    readonly attribute: string;
    /** At least so many days old. Default 0. */
    readonly minDays?: number;
    /** Less than so many days old. Default without end. */
    readonly maxDays?: number;
  };
  /** What this person has, or has not, seen on this device: each of these must be so. */
  readonly seen?: readonly Seen[];
  /**
   * Share of people, 0 to 1. Who is in stays in: it hangs on the person (or, unnamed, this device), the survey and the
   * round alone. Another `round` draws anew.
   */
  readonly sample?: {
    /** 0 is nobody, 0.25 one in four, 1 everybody. */
    readonly share: number;
    /** Any name; a new one draws anew. Default none. */
    readonly round?: string;
  };
}
