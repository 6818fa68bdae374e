// GET /api/v1/funnel
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { FunnelReply } from '../contract/api.ts';
import type { Funnel } from '../ingest/funnel.ts';
import { funnelOf } from '../scores/funnel.ts';
import type { Store } from '../store/store.ts';
import { authorized } from './auth.ts';
import { checkOrder, readBound } from './bounds.ts';
import type { Same } from './same.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const Count = Type.Integer({ minimum: 0 });
const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);
const MaybeText = Type.Union([Type.String(), Type.Null()]);

const FunnelQuery = Type.Object(
  {
    site: Name,
    survey: Type.Optional(Name),
    since: Type.Optional(Type.String({ maxLength: 40 })),
    until: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);

/** What leaves: a member that is not named here does not. */
const FunnelReplySchema = Type.Object({
  data: Type.Array(
    Type.Object({
      survey: Type.String(),
      moments: Count,
      silences: Type.Record(Type.String(), Count),
      shown: Count,
      answered: Count,
      completed: Count,
      dismissed: Count,
      ignored: Count,
      responseRate: Type.Object({ value: MaybeNumber, low: MaybeNumber, high: MaybeNumber }),
    }),
  ),
  since: MaybeText,
  until: MaybeText,
  zone: Type.String(),
});
true satisfies Same<Static<typeof FunnelReplySchema>, FunnelReply>;

/** What this collector has gathered and not yet written is in the reply; another's may be some seconds late. */
export function funnelRoute(app: FastifyInstance, store: Store, { flush }: Pick<Funnel, 'flush'>): void {
  app.get<{ Querystring: Static<typeof FunnelQuery> }>(
    '/api/v1/funnel',
    { schema: { querystring: FunnelQuery, response: { 200: FunnelReplySchema } } },
    async (request, reply): Promise<FunnelReply> => {
      const { site: keyOrId, survey, since, until } = request.query;
      const site = await authorized(store, request, 'metrics:read', keyOrId);
      const bounds = checkOrder({ since: readBound('since', since), until: readBound('until', until) }, site.zone);
      await flush();
      void reply.header('Cache-Control', 'private, no-store');
      return funnelOf(store, site, { survey, ...bounds });
    },
  );
}
