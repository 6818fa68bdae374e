// A shop of one's own for one case: a site on an origin that nobody used before, whose snippet names a proxy of its
// own in front of the shared collector. Told apart from other cases' answers by the first part of its paths.
import type { ResponseItem } from '../../server/contract/api.ts';
import type { Collector } from './collector.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { rigged } from './rig.ts';
import { pageWith, startSite, type Answer } from './site.ts';

export interface Stage {
  /** `http://localhost:<port>/<number>`; every path below it is a page with the widget, `/bare` one without. */
  readonly url: string;
  readonly proxy: Proxy;
  /** The collector's responses that were given here. */
  answers(): Promise<readonly ResponseItem[]>;
  /** Paths that were asked for at the site, in order. */
  readonly visits: readonly string[];
  stop(): Promise<void>;
}

export interface StageOptions {
  /** More for the page: before the snippet, in the body, in the script tag. */
  readonly head?: string;
  readonly body?: string;
  readonly tag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Other things at the site, by path below `url`. */
  readonly more?: Readonly<Record<string, Answer | string>>;
  /** The host name people know the site by. Default `localhost`. */
  readonly host?: string;
  readonly port?: number;
}

let stages = 0;

export async function openStage(collector: Collector, options: StageOptions = {}): Promise<Stage> {
  const { head = '', body = '', tag, headers = {}, more = {}, host = 'localhost', port } = options;
  const prefix = `/${++stages}`;
  const proxy = await startProxy(collector.url);
  const visits: string[] = [];
  const page = pageWith(proxy.url, { head: rigged + head, body, ...(tag && { tag }) });
  const site = await startSite((path) => {
    visits.push(path);
    const below = path.slice(prefix.length);
    if (below === '/bare') return `<!doctype html><title>Bare</title><link rel="icon" href="data:,">${rigged}`;
    return more[below] ?? { body: page, headers };
  }, port);
  const url = `${site.url.replace('localhost', host)}${prefix}`;
  return {
    url,
    proxy,
    visits,
    answers: async () =>
      (await collector.responses('limit=100')).filter((response) => response.page?.startsWith(`${prefix}/`)),
    async stop() {
      await site.stop();
      await proxy.stop();
    },
  };
}
