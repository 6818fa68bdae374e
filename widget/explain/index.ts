// The explain chunk: the rules in words, and the overlay of `?asklet-debug` with its previews. Loaded for nobody but
// whoever asks.
export { describe, readout, type Subject } from './describe.ts';
export type { Explanation, Readout, Rule } from './explanation.ts';
export { inert, type Inert } from './inert.ts';
export { openOverlay, type OverlayOptions } from './overlay.tsx';
