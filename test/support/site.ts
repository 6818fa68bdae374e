// Somebody else's web site, on a port of its own: whatever pages and headers a test gives it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `pages`: by path, or whatever the function says of a path. `port`: one that is free, by default. */
export async function startSite(
  pages: Readonly<Record<string, Answer | string>> | ((path: string) => Answer | string | undefined),
  port = 0,
) {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://localhost').pathname;
    const found = typeof pages === 'function' ? pages(path) : pages[path];
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { body, type = 'text/html', headers = {} } = typeof found === 'string' ? { body: found } : found;
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page with the snippet of the README and nothing else of ours. */
export function pageWith(collector: string, { head = '', body = '', tag = '' } = {}): string {
  const snippet = `<script async src="${collector}/a.js" data-site="pk_demo" ${tag}></script>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">${head}${snippet}</head><body>${body}</body></html>`;
}
