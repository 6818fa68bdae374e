// Builds the HTTP application out of its parts. Nothing listens here, so tests need no socket.
import { randomBytes } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { LogLevel } from './config.ts';
import { createFunnel } from './ingest/funnel.ts';
import { refuse } from './ingest/ingest.ts';
import type { Ingest } from './ingest/open.ts';
import { clientErrorHandler, expectationHandler } from './routes/client-error.ts';
import { dashboardRoutes } from './routes/dashboard.ts';
import { funnelRoute } from './routes/funnel.ts';
import { healthRoutes } from './routes/health.ts';
import { watchMethods } from './routes/methods.ts';
import { metricsRoute } from './routes/metrics.ts';
import { ProblemError, sendProblem } from './routes/problem.ts';
import { PUBLIC_HEADERS, publicRoutes, sendReply } from './routes/public.ts';
import { responsesRoute } from './routes/responses.ts';
import { staticRoutes } from './routes/static.ts';
import { validatorCompiler } from './routes/validation.ts';
import type { Store } from './store/store.ts';

export interface AppParts {
  readonly store: Store;
  readonly ingest: Ingest;
  readonly config: AppConfig;
  /** Unix milliseconds. */
  readonly clock: () => number;
}

export interface AppConfig {
  /** Path in front of the public routes, such as `/c`. */
  readonly publicPrefix: string;
  readonly logLevel: LogLevel;
  /** The folder with the built `widget` and `demo`. */
  readonly dist: string;
  /** How long a request may take to arrive, in milliseconds. Default 15000. */
  readonly requestTimeout?: number;
}

/** Ready to `listen` or `inject`. Closing it finishes what is under way, but leaves store and ingest to their owner. */
export async function createApp({ store, ingest, config, clock }: AppParts): Promise<FastifyInstance> {
  const requestTimeout = config.requestTimeout ?? 15_000;
  const app = fastify({
    logger: {
      level: config.logLevel,
      stream: process.stderr,
      // No URL with its query, no address: neither belongs in a log.
      serializers: {
        req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }),
        res: ({ statusCode }) => ({ statusCode }),
      },
    },
    genReqId: () => `req_${randomBytes(10).toString('hex')}`,
    bodyLimit: 64 * 1024,
    requestTimeout,
    // Longer than the idle time of the proxies in front; with Node's 5 seconds a proxy now and then sends into a
    // connection that is just being closed.
    keepAliveTimeout: 72_000,
    http: {
      headersTimeout: requestTimeout,
      requestTimeout,
      // Node's own answer to a request without Host has no CORS headers; `onRequest` below gives ours.
      requireHostHeader: false,
      // How often Node looks for requests that are too slow; 30 seconds by default.
      connectionsCheckingInterval: Math.min(1_000, requestTimeout / 2),
    },
    // While closing, what is under way is answered in full; each answer ends its connection.
    return503OnClosing: false,
    clientErrorHandler: clientErrorHandler(clock),
    // A path that cannot be decoded or is too long reaches no route and no hook.
    frameworkErrors: (error, request, reply) => {
      void reply.headers({ 'X-Request-Id': request.id, 'X-Content-Type-Options': 'nosniff' });
      void refuseRequest(request, reply, error, 'path');
    },
  });
  app.server.on('checkExpectation', expectationHandler(clock));

  /** For what is wrong before a route is reached: each kind of path in its own form. */
  function refuseRequest(
    request: FastifyRequest,
    reply: FastifyReply,
    error: Error & { readonly statusCode?: number },
    code: string,
  ): FastifyReply {
    if (!request.url.startsWith(`${config.publicPrefix}/`)) return sendProblem(request, reply, error);
    return sendReply(reply.headers(PUBLIC_HEADERS), refuse(error.statusCode ?? 400, code, clock()));
  }

  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'X-Request-Id': request.id, 'X-Content-Type-Options': 'nosniff' });
    // RFC 9112, 3.2: whoever speaks HTTP/1.1 names the host.
    if (request.headers.host !== undefined || request.raw.httpVersion !== '1.1') return undefined;
    const error = new ProblemError('bad_request', 'The request names no host.');
    return refuseRequest(request, reply.header('Connection', 'close'), error, 'http');
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) void reply.header('Connection', 'close');
  });

  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
  const methodsOf = watchMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const methods = methodsOf(path);
    if (methods.length === 0) {
      return sendProblem(request, reply, new ProblemError('not_found', `There is nothing at ${path}.`));
    }
    void reply.header('Allow', methods.join(', '));
    return sendProblem(request, reply, new ProblemError('method_not_allowed', `It takes ${methods.join(', ')}.`));
  });

  const funnel = createFunnel(store, clock, (cause) => app.log.error(cause));
  app.addHook('onClose', () => funnel.flush());
  await app.register(publicRoutes({ store, ingest, funnel, clock, methodsOf }), { prefix: config.publicPrefix });
  metricsRoute(app, store);
  funnelRoute(app, store, funnel);
  responsesRoute(app, store);
  healthRoutes(app, { store, ingest, isClosing: () => closing });
  dashboardRoutes(app, config.publicPrefix);
  await staticRoutes(app, config.dist);
  return app;
}
