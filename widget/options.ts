import type { PublicSurvey } from '../server/contract/api.ts';
import type { Attributes } from '../server/contract/response.ts';
import type { Pacing } from '../server/contract/targeting.ts';
import type { Keeping } from './targeting/memory.ts';

/** May this device keep something? Only `granted` stores anything on it or sends an id with an answer. */
export type Consent = 'granted' | 'denied' | 'pending';

/** What a site owner may pass to `init()`, or write on the script tag as `data-site`, `data-host` … */
export interface Options {
  /** Public site key, `pk_…`: may only write. Without one nothing starts. */
  readonly site: string;
  /**
   * Where the collector is: `https://asklet.example.com`. Default: where the script came from; for the package, the
   * page's own origin.
   */
  readonly host?: string;
  /** The collector's public path, when its operator renamed it. Default `/c`. */
  readonly path?: string;
  /** Language of the prompt, as a BCP 47 tag. Default: the page's, then the browser's. */
  readonly locale?: string;
  /** Taken for pages that give one to every tag; nothing of the widget needs it: its styles are constructed. */
  readonly nonce?: string;
  /**
   * Until `consent()` says otherwise. `tcf` and `google`: read from the page's consent tool (IAB TCF 2.2, Google consent
   * mode), `pending` until it says something. Default `granted`.
   */
  readonly consent?: Consent | 'tcf' | 'google';
  /** Names of query parameters that may travel with an answer, such as `utm_source`. Default none. */
  readonly query?: readonly string[];
  /** What is known of the visitor, as with `set()`. */
  readonly attributes?: AttributesInput;
  /** Who this is, as with `identify()`. */
  readonly person?: string;
  /**
   * Where answers that wait, and what pacing remembers, are kept with consent: on the device (`persist`), as long as the
   * tab (`session`), or only as long as the page (`none`). Default `persist`.
   */
  readonly storage?: Keeping;
  /** The site's pacing, before each survey's own; default the collector's. */
  readonly pacing?: Pacing;
  /** Surveys defined in the page; the collector is then not asked for its own. */
  readonly surveys?: readonly PublicSurvey[];
  /** Says on the console what is wrong with the installation. Default false: nothing is ever logged. */
  readonly debug?: boolean;
}

/** Dates are sent as ISO 8601. Anything but text, finite numbers, booleans and dates is left out. */
export type AttributesInput = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** The input as it is sent, unknown kinds of values left out. */
export function toAttributes(input: AttributesInput = {}): Attributes {
  const attributes: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value instanceof Date) {
      if (Number.isFinite(+value)) attributes[name] = value.toISOString();
    } else if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
      attributes[name] = value as string | number | boolean;
    }
  }
  return attributes;
}
