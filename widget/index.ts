// The public API of the package. Importing it does nothing, in a page or on a server; `init()` starts.
import type { Client } from './api.ts';
import { createClient } from './client.ts';
import { inert } from './inert.ts';
import type { Options } from './options.ts';

export type { PublicSurvey } from '../server/contract/api.ts';
export type { Client, ShowOptions } from './api.ts';
export type { EventName, Events } from './events.ts';
export type { AttributesInput, Consent, Options } from './options.ts';
export type { Explanation, Rule } from './explain/index.ts';

let client: Client | undefined;

/**
 * The page's one client, started with `options` if it was not before; later options change nothing until `destroy()`.
 * On a server, and in a worker, a client whose calls do nothing. Never throws.
 */
export function init(options: Options): Client {
  if (typeof document === 'undefined') return inert;
  client ??= createClient();
  return client.init(options);
}
