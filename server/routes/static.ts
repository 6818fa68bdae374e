// Files: what pages load, and the demo shop. Both are built into `dist`; what is not built yet answers 404.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const HOUR = 'public, max-age=3600, stale-while-revalidate=604800';
const YEAR = 'public, max-age=31536000, immutable';

/** Pages of any origin load these, isolated ones (Cross-Origin-Embedder-Policy) too. */
const FOR_PAGES = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  Vary: 'Accept-Encoding',
} as const;

/** `/a.js` and `/a/…` from dist/widget, compressed beforehand where there is a `.br` beside them; `/shop/` from dist/demo. */
export async function staticRoutes(app: FastifyInstance, dist: string): Promise<void> {
  const widget = join(dist, 'widget');
  if (existsSync(widget)) {
    await app.register(fastifyStatic, { root: widget, serve: false, cacheControl: false, preCompressed: true });
    const send = (reply: FastifyReply, file: string, age: string): FastifyReply =>
      reply.headers({ ...FOR_PAGES, 'Cache-Control': age }).sendFile(file);
    app.get('/a.js', (_request, reply) => send(reply, 'a.js', HOUR));
    app.get<{ Params: { '*': string } }>('/a/*', (request, reply) => send(reply, `a/${request.params['*']}`, YEAR));
  }
  const shop = join(dist, 'demo');
  if (existsSync(shop)) {
    await app.register(fastifyStatic, {
      root: shop,
      prefix: '/shop',
      redirect: true,
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply) => void reply.header('Cache-Control', 'no-cache'),
    });
  }
}
