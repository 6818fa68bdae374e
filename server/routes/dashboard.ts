// The dashboard's place: one page that says what can be read today and how. It holds no data and runs no script.
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dbe2, #3a3f4b); --soft: light-dark(#f4f5f8, #1d2027);
  --words: light-dark(#1c2030, #e8eaf0); --quiet: light-dark(#596072, #a4abbb); --mark: light-dark(#3b4cca, #9aa8ff) }
* { box-sizing: border-box }
body { margin: 0; background: light-dark(#fff, #14161b); color: var(--words);
  font: 16px/1.6 system-ui, sans-serif }
main { max-width: 46rem; margin: 0 auto; padding: clamp(1.5rem, 5vw, 4rem) 1.25rem }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.02em }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem }
p { margin: .5rem 0 } .lead { color: var(--quiet); font-size: 1.1rem }
a { color: var(--mark) } a:focus-visible, pre:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1rem; overflow-x: auto;
  font: 14px/1.55 ui-monospace, monospace }
code { font-family: ui-monospace, monospace; font-size: .92em }
ul { padding-inline-start: 1.2rem } li { margin: .3rem 0 }
`;

/** `base` is where the reader found this page, such as `http://127.0.0.1:4100`; `prefix` the public prefix. */
function page(base: string, prefix: string): string {
  const at = escape(base);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Asklet</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>The collector is running</h1>
<p class="lead">Answers are kept and scored from the first one on. The dashboard that shows them is not built yet;
until it is, read them through the API.</p>

<h2>See a question being asked</h2>
<p>The <a href="/shop/">demo shop</a> asks three kinds of questions at the moment they matter.</p>

<h2>Ask on your own page</h2>
<pre tabindex="0">&lt;script async src="${at}/a.js" data-site="pk_demo"&gt;&lt;/script&gt;</pre>
<p>The demo site takes answers from pages of this machine only.</p>

<h2>Make a token</h2>
<p>In the folder the collector was started in; the token is printed once and never shown again.</p>
<pre tabindex="0">npx asklet token create --site pk_demo --scopes metrics:read,responses:read</pre>

<h2>Read a score</h2>
<pre tabindex="0">curl -H "Authorization: Bearer $TOKEN" "${at}/api/v1/metrics?site=demo&amp;metric=nps"</pre>
<p>Also <code>csat5 csat7 ces1 ces2 service10 thumbs</code>; narrow with <code>survey</code>, <code>version</code>,
<code>question</code>, <code>touchpoint</code>, <code>since</code> and <code>until</code>. No answers is
<code>null</code>, never 0; below five answers the reply says <code>"tier":"hidden"</code>.</p>

<h2>Read the responses</h2>
<pre tabindex="0">curl -H "Authorization: Bearer $TOKEN" "${at}/api/v1/responses?site=demo&amp;limit=20"</pre>
<p>Newest first; <code>nextCursor</code> goes into <code>cursor</code> for the next page.</p>

<h2>Is it well?</h2>
<ul>
<li><a href="/readyz">/readyz</a>: can it take answers now?</li>
<li><a href="${escape(prefix)}/v1/pk_demo/config">${escape(prefix)}/v1/pk_demo/config</a>: what pages are told to ask</li>
</ul>
</main>
</body>
</html>
`;
}

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; ` +
    `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

export function dashboardRoutes(app: FastifyInstance, prefix: string): void {
  app.get('/', (_request, reply) => reply.redirect('/dashboard/'));
  app.get('/dashboard', (_request, reply) => reply.redirect('/dashboard/'));
  app.get('/dashboard/', (request, reply) =>
    reply.headers(HEADERS).send(page(`${request.protocol}://${request.host}`, prefix)),
  );
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
