// The explain chunk: the rules in words, and the overlay of `?asklet-debug`. Loaded for nobody but whoever asks.
export { describe, type Subject } from './describe.ts';
export type { Explanation, Rule } from './explanation.ts';
export { openOverlay, type Readout } from './overlay.ts';
