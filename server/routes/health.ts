// For whoever keeps the process running. /healthz: the process answers. /readyz: it can take and show answers.
import type { FastifyInstance } from 'fastify';
import type { Ingest } from '../ingest/open.ts';
import type { Store } from '../store/store.ts';

export interface HealthParts {
  readonly store: Pick<Store, 'site'>;
  readonly ingest: Pick<Ingest, 'ready'>;
  readonly isClosing: () => boolean;
}

export function healthRoutes(app: FastifyInstance, { store, ingest, isClosing }: HealthParts): void {
  app.get('/healthz', async (_request, reply) => reply.header('Cache-Control', 'no-store').send({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const status = await statusNow();
    return reply
      .header('Cache-Control', 'no-store')
      .code(status === 'ready' ? 200 : 503)
      .send({ status });
  });

  async function statusNow(): Promise<'ready' | 'stopping' | 'no-writer' | 'no-database'> {
    if (isClosing()) return 'stopping';
    if (!ingest.ready()) return 'no-writer';
    try {
      await store.site(''); // any question the database has to answer
      return 'ready';
    } catch {
      return 'no-database';
    }
  }
}
