// What a place beyond the corner brings: its styles, and what has to be done in the page for it.
import type { Look, Place } from '../../../server/contract/look.ts';

export interface Setting {
  /** The host, in the page and in the top layer, not drawn into yet. */
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  readonly look: Look;
  readonly anchor: Element | undefined;
  /** The person leaves by a way of the browser's. */
  readonly onLeave: () => void;
}

/** What was done for it. */
export interface Arranged {
  /** Where the prompt is drawn instead of in the root. */
  readonly mount?: HTMLElement;
  readonly remove?: () => void;
}

/** The places that the prompt chunk does not know by itself. */
export type FarPlace = Exclude<Place, 'corner' | 'inline'>;

export interface FarLook {
  readonly styles: string;
  /** Does what styles cannot. */
  readonly arrange?: (setting: Setting) => Arranged;
}

/** What the prompt chunk is given of the looks chunk: arranges a look at a place, and names its style sheet. */
export type Looks = (place: Place, setting: Setting) => Arranged & { readonly styles: string };
