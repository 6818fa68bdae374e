// The public calls, as the script's one global and the npm package have them.
import type { Explanation } from './explain/index.ts';
import type { EventName, Events } from './events.ts';
import type { AttributesInput, Consent, Options } from './options.ts';

/** How a survey is shown by hand; every member may be left out. */
export interface ShowOptions {
  /** Element, or selector of one, to show the survey in; nothing is shown when there is none. Default: the corner. */
  readonly container?: Element | string;
  /** What a prompt of the look `anchor` stands beside. A survey that a click called stands beside what was clicked. */
  readonly anchor?: Element;
  /**
   * Default: a call by hand is a decision, and pacing has no say. `true`: also while another tab has a prompt open;
   * `false`: only if pacing and targeting allow it.
   */
  readonly force?: boolean;
  /** Travel with the response, like those of `track()`. */
  readonly properties?: AttributesInput;
}

/** None of these throws, whatever it is given; `track` and `show` wait until the surveys are known. */
export interface Client {
  /** Starts and answers this client; later calls change nothing until `destroy()`. Without a `site` it does nothing. */
  init(options: Options): Client;
  /** Who this is, by the site's own name for them; travels only with an answer, never with a prompt that got none.
   * `signature` is a token that the site's own server has signed for this person; without one the name is only a claim.
   */
  identify(person: string, attributes?: AttributesInput, proof?: { readonly signature?: string }): void;
  /** Adds to what is known of the visitor: text, numbers, booleans or dates. Names given before keep their values. */
  set(attributes: AttributesInput): void;
  /** The touchpoint happened: asks, if one of its surveys may be shown now. Properties travel with the response. */
  track(touchpoint: string, properties?: AttributesInput): void;
  /** Shows a survey by hand; nothing when its id is unknown, or another prompt is open and no container is named. */
  show(survey: string, options?: ShowOptions): void;
  /** Closes the open prompt. What was answered is kept; prompts inside the page stay. */
  close(): void;
  /** Speaks another language from now on, also in an open prompt: a BCP 47 tag such as `pt-BR`. */
  setLocale(tag: string): void;
  /** What the visitor said about storage, also while a prompt is open. `denied` empties the device of ours. */
  consent(consent: Consent): void;
  /**
   * Calls `handler` at each event until the function it answers is called; works before `init()`. A handler that throws
   * hurts nobody.
   */
  on<E extends EventName>(name: E, handler: (detail: Events[E]) => void): () => void;
  /** Every survey, or the one named, with every rule: pass or fail, why, and from when it will pass. Never rejects. */
  explain(survey?: string): Promise<readonly Explanation[]>;
  /** Log-out: forgets the person and their attributes, and closes the prompt. */
  reset(): void;
  /** Empties the device of all that was kept for this site: answers on their way, pacing, copies. Other tabs too. */
  forget(): void;
  /** Takes everything back: listeners, elements, timers. Kept answers stay on the device. `init()` may follow. */
  destroy(): void;
}
