// Entry of the part `counts`: loaded when a touchpoint happened, for a page on which none does counts nothing.
export { createFunnel } from './targeting/funnel.ts';
