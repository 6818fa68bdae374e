import type { Client } from './api.ts';

const nothing = (): void => {};

/** The client where there is no page: every call is taken, none does or keeps anything. For rendering on a server. */
export const inert: Client = {
  init: () => inert,
  identify: nothing,
  set: nothing,
  track: nothing,
  show: nothing,
  close: nothing,
  setLocale: nothing,
  consent: nothing,
  on: () => nothing,
  explain: async () => [],
  forget: nothing,
  reset: nothing,
  destroy: nothing,
};
