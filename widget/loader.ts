// The <script> entry: reads the tag's data-* attributes, takes over what the stub gathered, and calls the public API.
import type { Client } from './api.ts';
import { createClient } from './client.ts';
import type { Options } from './options.ts';

type Call = readonly [name: keyof Client, ...args: unknown[]];
interface Stub {
  q?: ArrayLike<unknown>[];
}

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as { asklet?: Stub & { readonly init?: unknown } };
const stub = page.asklet;

// A second tag on the page changes nothing.
if (!stub?.init) {
  const client = createClient();
  // Both styles work: asklet('track', …) and asklet.track(…).
  const asklet = (...[name, ...args]: Call): unknown =>
    (client[name] as ((...args: unknown[]) => unknown) | undefined)?.(...args);
  page.asklet = Object.assign(asklet, client);
  const data = script?.dataset ?? {};
  if (data['site']) {
    // Names and words of the attributes are those of the options.
    client.init({ host: new URL(script!.src).origin, ...data, debug: 'debug' in data } as unknown as Options);
  }
  for (const call of stub?.q ?? []) asklet(...(Array.from(call) as unknown as Call));
}
