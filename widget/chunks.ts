// What is loaded only when it is needed. The script build replaces both addresses by absolute ones: a classic script
// from another origin has no base address of its own (https://html.spec.whatwg.org/#muted-errors).

/** Preact, questions, styles: when a survey on this page could be shown. */
export const loadPrompt = () => import('./prompt/index.tsx');
/** All other questions and shapes: when one of these surveys has them. */
export const loadQuestions = () => import('./questions/more.ts');
/** Places beyond the corner, and themes: with the prompt, when a survey has such a look. */
export const loadLooks = () => import('./prompt/looks/index.ts');
/** When not to open, and what not to cover: with the prompt. */
export const loadManners = () => import('./prompt/manners.ts');
/** Queue and delivery: when an answer waits, or with the prompt. */
export const loadDelivery = () => import('./delivery/index.ts');
/** Adapters for IAB TCF and Google consent mode: when the page's consent tool decides. */
export const loadConsent = () => import('./consent/index.ts');
/** The rules in words, and the overlay of `?asklet-debug`: for whoever asks. */
export const loadExplain = () => import('./explain/index.ts');
