// GET /api/v1/metrics
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { MetricReply } from '../contract/api.ts';
import { type Metric, SCALES } from '../contract/questions.ts';
import { metricOf } from '../scores/metrics.ts';
import type { Store } from '../store/store.ts';
import { authorized } from './auth.ts';
import { checkOrder, readBound } from './bounds.ts';
import type { Same } from './same.ts';

const METRICS = Object.keys(SCALES) as Metric[]; // Object.keys forgets that they are the keys of SCALES
const Name = Type.String({ minLength: 1, maxLength: 64 });
const Count = Type.Integer({ minimum: 0 });
const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);
const MaybeText = Type.Union([Type.String(), Type.Null()]);

const MetricsQuery = Type.Object(
  {
    site: Name,
    metric: Type.Enum(METRICS),
    survey: Type.Optional(Name),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    question: Type.Optional(Name),
    touchpoint: Type.Optional(Name),
    since: Type.Optional(Type.String({ maxLength: 40 })),
    until: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);

const Rate = Type.Object({ value: MaybeNumber, low: MaybeNumber, high: MaybeNumber });

/** What leaves: a member that is not named here does not. */
const MetricReplySchema = Type.Object({
  metric: Type.Enum(METRICS),
  value: MaybeNumber,
  unit: Type.Enum(['points', 'percent']),
  range: Type.Tuple([Type.Number(), Type.Number()]),
  polarity: Type.Enum(['higher', 'lower']),
  n: Count,
  tier: Type.Enum(['hidden', 'low', 'ok']),
  interval: Type.Object({ level: Type.Number(), low: MaybeNumber, high: MaybeNumber, method: Type.String() }),
  counts: Type.Record(Type.String(), Count),
  shares: Type.Record(Type.String(), MaybeNumber),
  mean: MaybeNumber,
  distribution: Type.Array(Type.Object({ score: Type.Number(), n: Count })),
  withComment: Count,
  funnel: Type.Object({
    shown: Count,
    answered: Count,
    completed: Count,
    dismissed: Count,
    ignored: Count,
    responseRate: Rate,
    completionRate: Rate,
    dismissalRate: Rate,
    ignoredRate: Rate,
  }),
  source: Type.Literal('tallies'),
  since: MaybeText,
  until: MaybeText,
  zone: Type.String(),
});
true satisfies Same<Static<typeof MetricReplySchema>, MetricReply>;

export function metricsRoute(app: FastifyInstance, store: Store): void {
  app.get<{ Querystring: Static<typeof MetricsQuery> }>(
    '/api/v1/metrics',
    { schema: { querystring: MetricsQuery, response: { 200: MetricReplySchema } } },
    async (request, reply): Promise<MetricReply> => {
      const { site: keyOrId, since, until, ...filter } = request.query;
      const site = await authorized(store, request, 'metrics:read', keyOrId);
      const bounds = checkOrder({ since: readBound('since', since), until: readBound('until', until) }, site.zone);
      void reply.header('Cache-Control', 'private, no-store');
      return metricOf(store, site, { ...filter, ...bounds });
    },
  );
}
