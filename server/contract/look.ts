// How a survey looks: its place in the page and its theme, and what makes a theme readable.
import type { Text } from './questions.ts';

/**
 * Where a prompt can be. `corner`: a card in a lower corner, and a sheet along the lower edge of a phone. `sheet`: that
 * sheet on every screen. `dialog`: in the middle, modal, the page dimmed. `bar`: along an edge, in one line where there
 * is room. `anchor`: beside the element that was clicked. `tab`: behind a button that is always there; the customer
 * opens it. `inline`: where the page has put it.
 */
export const PLACES = ['corner', 'sheet', 'dialog', 'bar', 'anchor', 'tab', 'inline'] as const;
/** Where a prompt can be, one of `PLACES`. */
export type Place = (typeof PLACES)[number];

/** Ready looks, see `Theme.preset`. */
export const PRESETS = ['plain', 'soft', 'sharp'] as const;
/** Colour schemes, see `Theme.scheme`. */
export const SCHEMES = ['auto', 'light', 'dark'] as const;
/** How much room there is between things, see `Theme.density`. */
export const DENSITIES = ['compact', 'regular', 'roomy'] as const;

/** Where a survey appears and in which colours. Everything has a default. */
export interface Look {
  /** Where it is. Default `corner`; `inline` in a container, whatever is said here. */
  readonly place?: Place;
  /** In reading direction: `end` is right in English and left in Arabic. For corner, anchor and tab. Default `end`. */
  readonly side?: 'start' | 'end';
  /** For the bar, default `bottom`. A tab with an edge is a button in that corner, one without in the middle of its side. */
  readonly edge?: 'top' | 'bottom';
  /** Words on the tab. Default "Feedback", in the customer's language. */
  readonly label?: Text;
  /** Its colours and measures. Default those of the preset `plain`. */
  readonly theme?: Theme;
  /** Offer "Ask me later" and "Don’t ask me again"? Default true. */
  readonly later?: boolean;
}

/**
 * `#rgb` or `#rrggbb`, for both schemes or one for each. Nothing else: names and functions mean what the browser makes
 * of them, and a translucent colour what lies behind it, so that nobody could say whether it can be read.
 */
export type Color =
  | string
  | {
      /** In the light scheme. */
      readonly light: string;
      /** In the dark scheme. */
      readonly dark: string;
    };
/** The pattern of one colour. */
export const COLOR = '^#([0-9A-Fa-f]{3}){1,2}$';

/** Whatever is left out is the preset's. A page's own `--asklet-…` properties go before all of it. */
export interface Theme {
  /** `plain`: fine lines, round corners. `soft`: no lines, rounder. `sharp`: strong lines, square. Default `plain`. */
  readonly preset?: (typeof PRESETS)[number];
  /** `auto`, the default: the page's own `color-scheme`, else what the visitor prefers. */
  readonly scheme?: (typeof SCHEMES)[number];
  /** Of the button, the chosen value and the focus ring. Words on it are black or white, whichever reads better: one of them always has 4.5:1. Stands out from the background by 3:1, else it is refused. Default `#1f4fd8`, dark `#9db8ff`. */
  readonly color?: Color;
  /** Of the card. Default `#ffffff`, dark `#1b1d22`. */
  readonly background?: Color;
  /** Of the words. Reads on the background by 4.5:1, else it is refused. Default `#1b1d22`, dark `#f2f3f5`. */
  readonly text?: Color;
  /** Of the card's corners, in CSS pixels; what is in it follows. Default the preset's: 12, `soft` 22, `sharp` 0. */
  readonly radius?: number;
  /** Families as in CSS, `"Source Sans 3", sans-serif`. They come from the page: nothing is ever loaded for them. Default `system-ui`. */
  readonly font?: string;
  /** How much room there is: 11, 16 or 24 pixels between things. Default `regular`. Targets stay 44 pixels high in all three. */
  readonly density?: (typeof DENSITIES)[number];
}

/** What the colours are when a theme does not say. */
export const COLORS = {
  light: { color: '#1f4fd8', background: '#ffffff', text: '#1b1d22' },
  dark: { color: '#9db8ff', background: '#1b1d22', text: '#f2f3f5' },
} as const;

/** Whether it takes more of the widget than every prompt brings: the looks part. */
export function needsLooks({ place, side, theme }: Look = {}): boolean {
  return !!theme || side === 'start' || !/^(corner|inline)?$/.test(place ?? '');
}

/** Relative luminance, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const digits = hex.slice(1).replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3');
  const [r, g, b] = [0, 2, 4].map((at) => {
    const share = parseInt(digits.slice(at, at + 2), 16) / 255;
    return share > 0.04045 ? ((share + 0.055) / 1.055) ** 2.4 : share / 12.92;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours, 1 to 21, in either order: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
