// The explain chunk: the rules in words, and the overlay of `?asklet-debug` with its previews. Loaded for nobody but
// whoever asks.
export { describe, type Subject } from './describe.ts';
export { openFor } from './open-for.ts';
export type { Explanation, Readout, Rule } from './explanation.ts';
export { openOverlay, type OverlayOptions } from './overlay.tsx';
