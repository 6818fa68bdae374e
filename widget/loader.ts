// The <script> entry: reads the tag's data-* attributes, takes over what the stub gathered, and calls the public API.
import { createClient, type Client } from './client.ts';
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
  const { site, host, path, locale, consent, debug } = script?.dataset ?? {};
  if (site) {
    client.init({
      site,
      host: host ?? new URL(script!.src).origin,
      ...(path && { path }),
      ...(locale && { locale }),
      ...(script!.nonce && { nonce: script!.nonce }),
      ...(consent && { consent: consent as NonNullable<Options['consent']> }),
      debug: debug !== undefined,
    });
  }
  for (const call of stub?.q ?? []) asklet(...(Array.from(call) as unknown as Call));
}
