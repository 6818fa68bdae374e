// What is loaded only when it is needed. The build of the script replaces the addresses by those of its files.

/** Prompt, queue and delivery: when a survey on this page could be shown, or an answer waits. */
export const loadAsking = () => import('./asking.ts');
/** Triggers beyond clicks and calls, and rules about whom to ask: when a survey has one. */
export const loadRules = () => import('./rules.ts');
/** What is there without a touchpoint: tabs, and what was begun on an earlier page. */
export const loadBegin = () => import('./begin.ts');
/** Counts of what came of touchpoints: when one has happened. */
export const loadCounts = () => import('./counts.ts');
/** All other questions and flows: when a survey that could be shown has them. */
export const loadMore = () => import('./more.ts');
/** Places beyond the corner, and themes: when a survey that could be shown has such a look. */
export const loadLooks = () => import('./prompt/looks/index.ts');
/** When not to open, and what not to cover. */
export const loadManners = () => import('./prompt/manners.ts');
/** The languages of the prompt itself: when the person's first is not English. */
export const loadSpeech = () => import('./speech.ts');
/** Adapters for IAB TCF and Google consent mode: when the page's consent tool decides. */
export const loadConsent = () => import('./consent/index.ts');
/** The rules in words, and the overlay of `?asklet-debug`: for whoever asks. */
export const loadExplain = () => import('./explain/index.ts');
