// When: what makes a touchpoint happen in the page.
import type { Condition } from './conditions.ts';
import type { UrlRule } from './urls.ts';

/**
 * What makes the survey's touchpoint happen in the page, each in a file of widget/triggers/. `data-asklet-track` is
 * a call by code, without code.
 *
 * A page view begins with a load (or with coming back to a page that was put aside, by "back"), and in a single-page
 * application whenever the path or the hash route changes; a query or an anchor that changes is the same page view.
 * Selectors are CSS; in one that is none, the trigger stays silent.
 */
export interface TriggerSettings {
  /**
   * A `track()` of the touchpoint whose properties meet every condition; without `where`, each one. A survey without
   * a `code` trigger is called by every `track()` of its touchpoint.
   */
  code: {
    /** Conditions on the properties of the call, all of which must hold. Default none. */
    readonly where?: readonly Condition[];
  };
  /** A page view; one that begins in the background, once it comes to the front. */
  page: Readonly<Record<never, never>>;
  /** Each click on an element that matches, or on anything inside it, through open shadow roots too. */
  click: {
    /** CSS selector of what is clicked. */
    readonly selector: string;
  };
  /**
   * An element that matches has been in view for `seconds` without a break, the page being in front. In view is
   * `share` (above 0, up to 1; to within a twentieth) of the element, or of the screen where the element is larger.
   * Default half of it for one second. Elements that come later count; those in shadow roots do not. Once a page view.
   */
  visible: {
    /** CSS selector of what is seen. */
    readonly selector: string;
    /** How much of it, above 0 and up to 1. Default 0.5. */
    readonly share?: number;
    /** Seconds without a break. Default 1. */
    readonly seconds?: number;
  };
  /**
   * The person has scrolled to `percent` (1 to 100) of what can be scrolled of the document, or, where the document
   * itself does not scroll, of an element that fills most of the screen. A page that fits the screen is never
   * scrolled: use `time`. Once a page view.
   */
  scroll: {
    /** Percent of the way down, 1 to 100. */
    readonly percent: number;
  };
  /**
   * Seconds of active time on this page: it is in front, and the person did something in the last 30 seconds.
   * Once a page view.
   */
  time: {
    /** Seconds of active time. */
    readonly seconds: number;
  };
  /**
   * The person seems to leave: the mouse goes out over the upper edge; on a touch screen a flick upwards after having
   * read at least a screen. Once a page view. A "back" gesture is not seen: browsers tell a page nothing of it in
   * time, unless it puts entries of its own into the visitor's history, which we never do.
   */
  exit: Readonly<Record<never, never>>;
  /**
   * A form that matches, or is inside an element that matches, was submitted. Submits that the page prevents do not
   * count, because it may be refusing them, unless `prevented` says so: single-page applications prevent all of them
   * and send the form themselves. Not forms in shadow roots. A form that loads another page takes the prompt's delay
   * with it: use `page` on the page that follows.
   */
  submit: {
    /** CSS selector of the form, or of what it is in. */
    readonly selector: string;
    /** Do submits that the page prevents count? Default false. */
    readonly prevented?: boolean;
  };
  /** The page is in front, and the person has done nothing for so many seconds. Once a page view. */
  idle: {
    /** Seconds without any doing. */
    readonly seconds: number;
  };
  /**
   * The visit is the person's `count`th or a later one; a visit ends after 30 minutes of silence. Once a page load,
   * so that a visit that only passed by is not the last chance; how often anybody is asked is up to pacing.
   */
  visit: {
    /** From this visit on; the first is 1. */
    readonly count: number;
  };
  /** An `<asklet-prompt survey="…">` element in the page; the survey is shown inside it. */
  inline: Readonly<Record<never, never>>;
}
/** The name of a trigger. */
export type TriggerType = keyof TriggerSettings;

/** One trigger of a survey. */
export type Trigger<T extends TriggerType = TriggerType> = {
  [K in T]: {
    /** Which trigger it is. */
    readonly type: K;
    /** Only on these pages. Default all. */
    readonly on?: readonly UrlRule[];
  } & TriggerSettings[K];
}[T];
