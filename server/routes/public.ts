// What pages talk to. Every answer is JSON that any origin may read, errors included: an answer without CORS headers
// looks to the widget like no network at all.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Config, PublicSurvey } from '../contract/api.ts';
import { LIMITS } from '../contract/response.ts';
import type { Pacing } from '../contract/targeting.ts';
import type { Funnel } from '../ingest/funnel.ts';
import { type Reply, refuse } from '../ingest/ingest.ts';
import type { Ingest } from '../ingest/open.ts';
import { pausesOf } from '../scores/pauses.ts';
import { StoreError } from '../store/errors.ts';
import type { PublishedSurvey, Store } from '../store/store.ts';

export interface PublicParts {
  readonly store: Store;
  readonly ingest: Ingest;
  readonly funnel: Pick<Funnel, 'add'>;
  readonly clock: () => number;
  /** The methods a path has. */
  readonly methodsOf: (path: string) => readonly string[];
}

export const PUBLIC_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  // Without this a page cannot see the header, only the `ms` of the body.
  'Access-Control-Expose-Headers': 'Retry-After',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

const MAX_AGE = 'public, max-age=60, stale-while-revalidate=600';
const BUSY = 5_000;

/** Sends an answer of the write route's form; `ms` becomes Retry-After as well. */
export function sendReply(reply: FastifyReply, { status, body, ms }: Reply): FastifyReply {
  if (ms !== undefined) void reply.header('Retry-After', Math.ceil(ms / 1_000));
  return reply.code(status).header('Content-Type', 'application/json; charset=utf-8').send(body);
}

/** A plugin: registered under the public prefix, it keeps its headers, parsers and errors to itself. */
export function publicRoutes({ store, ingest, funnel, clock, methodsOf }: PublicParts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', async (request, reply) => {
      void reply.headers(PUBLIC_HEADERS);
      // A few kilobytes can unpack to gigabytes, and the widget never compresses. Refused before the body is read.
      const encoding = request.headers['content-encoding'];
      if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
        return sendReply(reply.header('Connection', 'close'), refuse(415, 'encoding', clock()));
      }
      const type = request.headers['content-type'];
      if (type !== undefined && !/^(text\/plain|application\/json)\s*(;|$)/i.test(type)) {
        return sendReply(reply.header('Connection', 'close'), refuse(415, 'type', clock()));
      }
      return undefined;
    });

    app.removeAllContentTypeParsers();
    // The bytes as they are: text/plain saves the page a preflight, and a string would hide broken UTF-8. `*` is for a
    // body without Content-Type.
    for (const type of ['text/plain', 'application/json', '*']) {
      app.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: LIMITS.body }, (_request, body, done) =>
        done(null, body),
      );
    }

    app.post<{ Body: Buffer | null | undefined }>('/v1/s', async (request, reply) => {
      const { origin } = request.headers;
      return sendReply(reply, await ingest.add({ body: request.body ?? new Uint8Array(), origin }));
    });

    app.post<{ Body: Buffer | null | undefined }>('/v1/f', async (request, reply) => {
      const { origin } = request.headers;
      const answer = await funnel.add({ body: request.body ?? new Uint8Array(), origin });
      return answer.status === 204 ? reply.code(204).send() : sendReply(reply, answer);
    });

    // The widget sends nothing that asks for a preflight; older or patched ones may.
    for (const path of ['/v1/s', '/v1/f']) {
      app.options(path, async (_request, reply) =>
        reply
          .code(204)
          .headers({
            'Access-Control-Allow-Methods': 'POST',
            'Access-Control-Allow-Headers': 'Content-Type',
            'Access-Control-Max-Age': '86400',
          })
          .send(),
      );
    }

    app.get<{ Params: { siteKey: string } }>('/v1/:siteKey/config', async (request, reply) => {
      const { siteKey } = request.params;
      const site = await store.site(siteKey);
      if (site?.key !== siteKey) return sendReply(reply, refuse(404, 'key', clock()));
      const now = clock();
      // A closed site gets a proper answer without surveys: a refusal would leave pages with the copy they have.
      const surveys = isOpen(site, now) ? (await store.surveys(site.id)).filter((one) => isOpen(one, now)) : [];
      const pauses = await pausesOf(store, site, surveys, now);
      const config: Config = {
        v: 1,
        ...(site.pacing && { pacing: pacingOfPages(site.pacing) }),
        surveys: surveys.map((survey) => shownToPages(survey, pauses.get(survey.id))),
      };
      const body = JSON.stringify(config);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
      void reply.headers({ ETag: etag, 'Cache-Control': MAX_AGE });
      if (isSame(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return sendReply(reply, { status: 200, body });
    });

    app.setNotFoundHandler((request, reply) => {
      const methods = methodsOf(request.url.split('?', 1)[0]!);
      if (methods.length === 0) return sendReply(reply, refuse(404, 'path', clock()));
      return sendReply(reply.header('Allow', methods.join(', ')), refuse(405, 'method', clock()));
    });

    app.setErrorHandler((error, request, reply) => {
      const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
      if (status === 413) return sendReply(reply, refuse(413, 'size', clock()));
      if (status === 415) return sendReply(reply, refuse(415, 'type', clock()));
      if (status >= 400 && status < 500) return sendReply(reply, refuse(400, 'http', clock()));
      request.log.error(error);
      if (error instanceof StoreError) return sendReply(reply, refuse(503, 'busy', clock(), BUSY));
      return sendReply(reply, refuse(500, 'internal', clock()));
    });
  };
}

function isOpen({ closedAt }: { readonly closedAt?: number }, now: number): boolean {
  return closedAt === undefined || closedAt > now;
}

/** Without what is only for the dashboard or for us. */
function shownToPages(published: PublishedSurvey, paused: number | undefined): PublicSurvey {
  const { name: _name, stage: _stage, closedAt: _closedAt, pacing, ...survey } = published;
  return {
    ...survey,
    ...(pacing && { pacing: pacingOfPages(pacing) }),
    ...(paused !== undefined && { paused }),
  };
}

/** How many answers a day are enough is the collector's business; a page is told when they are reached. */
function pacingOfPages({ perDay: _perDay, ...pacing }: Pacing): Pacing {
  return pacing;
}

/** RFC 9110, 13.1.2: any of a list, weak or strong, or `*`. */
function isSame(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
