// GET /api/v1/responses
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Page, ResponseItem } from '../contract/api.ts';
import { type Metric, type QuestionType, SCALES } from '../contract/questions.ts';
import { STATUSES } from '../contract/response.ts';
import { openCursor } from '../scores/cursor.ts';
import { beginOf, endOf } from '../scores/period.ts';
import { responsesOf } from '../scores/responses.ts';
import type { Store } from '../store/store.ts';
import { authorized } from './auth.ts';
import { checkOrder, readBound } from './bounds.ts';
import { ProblemError } from './problem.ts';
import type { Same } from './same.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const MaybeText = Type.Union([Type.String(), Type.Null()]);

const ResponsesQuery = Type.Object(
  {
    site: Name,
    survey: Type.Optional(Name),
    since: Type.Optional(Type.String({ maxLength: 40 })),
    until: Type.Optional(Type.String({ maxLength: 40 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
    contacts: Type.Optional(Type.Boolean()),
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  },
  { additionalProperties: false },
);

const TYPES: { readonly [T in QuestionType]: T } = {
  nps: 'nps',
  csat5: 'csat5',
  csat7: 'csat7',
  ces1: 'ces1',
  ces2: 'ces2',
  service10: 'service10',
  stars: 'stars',
  emoji3: 'emoji3',
  emoji5: 'emoji5',
  thumbs: 'thumbs',
  choice: 'choice',
  choices: 'choices',
  text: 'text',
  contact: 'contact',
};
const METRICS = Object.keys(SCALES) as Metric[]; // Object.keys forgets that they are the keys of SCALES
const Chosen = Type.Union([Type.String(), Type.Object({ other: Type.String() })]);
const Attributes = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));

const Item = Type.Object({
  id: Type.String(),
  site: Type.String(),
  survey: Type.String(),
  surveyVersion: Type.Integer(),
  touchpoint: Type.String(),
  metric: Type.Union([Type.Enum(METRICS), Type.Null()]),
  score: Type.Union([Type.Number(), Type.Null()]),
  comment: MaybeText,
  answers: Type.Array(
    Type.Object({
      questionId: Type.String(),
      type: Type.Enum(Object.values(TYPES)),
      title: Type.String(),
      value: Type.Union([
        Type.Number(),
        Chosen,
        Type.Array(Chosen),
        Type.Object({ email: Type.Optional(Type.String()), consent: Type.Literal(true) }),
      ]),
    }),
  ),
  status: Type.Enum([...STATUSES]),
  page: MaybeText,
  locale: MaybeText,
  person: MaybeText,
  attributes: Attributes,
  properties: Attributes,
  shownAt: Type.String(),
  answeredAt: Type.String(),
  receivedAt: Type.String(),
  revision: Type.Integer(),
});
true satisfies Same<Static<typeof Item>, ResponseItem>;

/** What leaves: a member that is not named here does not. */
const ResponsesReply = Type.Object({ data: Type.Array(Item), hasMore: Type.Boolean(), nextCursor: MaybeText });
true satisfies Same<Static<typeof ResponsesReply>, Page<ResponseItem>>;

export function responsesRoute(app: FastifyInstance, store: Store): void {
  app.get<{ Querystring: Static<typeof ResponsesQuery> }>(
    '/api/v1/responses',
    { schema: { querystring: ResponsesQuery, response: { 200: ResponsesReply } } },
    async (request, reply): Promise<Page<ResponseItem>> => {
      const { site: keyOrId, survey, since, until, limit = 50, contacts = false, cursor } = request.query;
      const site = await authorized(store, request, 'responses:read', keyOrId);
      const bounds = checkOrder({ since: readBound('since', since), until: readBound('until', until) }, site.zone);
      const filter = {
        survey,
        since: bounds.since && beginOf(bounds.since, site.zone),
        until: bounds.until && endOf(bounds.until, site.zone),
      };
      const after = cursor === undefined ? undefined : openCursor(site, filter, cursor);
      if (cursor !== undefined && !after) {
        const detail = 'The cursor does not belong to this site and filter; begin again without it.';
        throw new ProblemError('cursor_mismatch', detail, [{ parameter: 'cursor', code: 'mismatch', detail }]);
      }
      void reply.header('Cache-Control', 'private, no-store');
      return responsesOf(store, site, filter, limit, after, contacts);
    },
  );
}
