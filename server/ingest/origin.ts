// May a page of this origin write to this site? Parsed hosts are compared, never text: `https://shop.example.evil.com`
// contains what `https://shop.example` looks for.

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** `origins` as in Site; `origin` is the request's Origin header, undefined when there was none. */
export function isAllowed(origins: readonly string[], origin: string | undefined): boolean {
  if (origin === undefined) return origins.includes('absent');
  if (origin === 'null') return origins.includes('null');
  const page = parse(origin);
  if (!page) return false;
  if (LOOPBACK.test(page.hostname) && origins.includes('loopback')) return true;
  return origins.some((entry) => {
    const allowed = parse(entry);
    if (!allowed || allowed.protocol !== page.protocol || allowed.port !== page.port) return false;
    return allowed.hostname.startsWith('*.')
      ? page.hostname.endsWith(allowed.hostname.slice(1)) && page.hostname.length > allowed.hostname.length - 1
      : allowed.hostname === page.hostname;
  });
}

/** An http(s) origin and nothing more: no path, no user. A trailing dot names the same host. */
function parse(text: string): { protocol: string; hostname: string; port: string } | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/' || text.endsWith('/'))
    return undefined;
  return { protocol: url.protocol, hostname: url.hostname.replace(/\.$/, ''), port: url.port };
}
