// The public API of the package. Importing it does nothing; `init()` starts.
import { createClient, type Client } from './client.ts';
import type { Options } from './options.ts';

export type { Client, ShowOptions } from './client.ts';
export type { EventName, Events } from './events.ts';
export type { AttributesInput, Consent, Options } from './options.ts';
export type { Explanation, Rule } from './explain/index.ts';

let client: Client | undefined;

/** The page's one client, started with `options` if it was not before. */
export function init(options: Options): Client {
  client ??= createClient();
  return client.init(options);
}
