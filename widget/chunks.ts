// What is loaded only when it is needed. The script build replaces both addresses by absolute ones: a classic script
// from another origin has no base address of its own (https://html.spec.whatwg.org/#muted-errors).

/** Preact, questions, styles: when a survey on this page could be shown. */
export const loadPrompt = () => import('./prompt/index.tsx');
/** Places beyond the corner, and themes: with the prompt, when a survey has such a look. */
export const loadLooks = () => import('./prompt/looks/index.ts');
/** When not to open, and what not to cover: with the prompt. */
export const loadManners = () => import('./prompt/manners.ts');
/** Queue and delivery: when an answer waits, or with the prompt. */
export const loadDelivery = () => import('./delivery/index.ts');
/** The overlay of `?asklet-debug`. */
export const loadDebug = () => import('./debug/index.ts');
