// Responses as the API shows them: with the words the person saw, and without the id that would let a reader change them.
import { createHmac } from 'node:crypto';
import type { AnswerItem, Page, ResponseItem } from '../contract/api.ts';
import { type AnswerValue, inLanguage, ratingOf } from '../contract/questions.ts';
import type { Survey } from '../contract/survey.ts';
import type { ResponseQuery, Site, Store, StoredResponse } from '../store/store.ts';
import { base32 } from './base32.ts';
import { type Place, sealCursor } from './cursor.ts';

const PUBLISHED_ID = 20;

export interface ResponsesFilter {
  readonly survey?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** One page, newest answer first; `limit` is 1 to 100, `after` the last item of the page before; `contacts` shows addresses. */
export async function responsesOf(
  store: Pick<Store, 'responses' | 'survey'>,
  site: Site,
  filter: ResponsesFilter,
  limit: number,
  after: Place | undefined,
  contacts = false,
): Promise<Page<ResponseItem>> {
  const query: ResponseQuery = { siteId: site.id, ...filter, limit, after };
  const stored = await store.responses(query);
  const last = stored.at(-1);
  const place = last && { answered: last.answered, rid: last.snapshot.rid };
  const hasMore =
    place !== undefined &&
    stored.length === limit &&
    (await store.responses({ ...query, limit: 1, after: place })).length > 0;

  const surveys = new Map<string, Promise<Survey | undefined>>();
  const surveyOf = (id: string, version: number): Promise<Survey | undefined> => {
    const key = JSON.stringify([id, version]);
    const survey = surveys.get(key) ?? store.survey(site.id, id, version);
    surveys.set(key, survey);
    return survey;
  };
  const data = await Promise.all(
    stored.map(async (one) => itemOf(site, one, await surveyOf(one.snapshot.s, one.snapshot.sv), contacts)),
  );
  return { data, hasMore, nextCursor: hasMore ? sealCursor(site, filter, place) : null };
}

/** The item of one response. A response counts only once its survey is known, so here it always is. */
function itemOf(site: Site, stored: StoredResponse, survey: Survey | undefined, contacts: boolean): ResponseItem {
  const { snapshot } = stored;
  if (!survey) throw new Error(`Survey ${snapshot.s} version ${snapshot.sv} is not in the store.`);
  const languages = snapshot.x.l === undefined ? [] : [snapshot.x.l];
  const answers = survey.questions.flatMap(({ id, type, title }): AnswerItem[] => {
    const value = Object.hasOwn(snapshot.q, id) ? snapshot.q[id]!.v : null;
    if (value === null) return [];
    const shown = contacts ? value : withoutAddress(value);
    return [{ questionId: id, type, title: inLanguage(title, languages, survey.locale), value: shown }];
  });
  const rating = ratingOf(survey.questions);
  const score = answers.find(({ questionId }) => questionId === rating?.id)?.value;
  const comment = answers.find(({ type }) => type === 'text')?.value;
  return {
    id: publishedId(site, snapshot.rid),
    site: site.id,
    survey: snapshot.s,
    surveyVersion: snapshot.sv,
    touchpoint: survey.touchpoint,
    metric: rating?.type ?? null,
    score: typeof score === 'number' ? score : null,
    comment: typeof comment === 'string' ? comment : null,
    answers,
    status: snapshot.st,
    page: snapshot.x.p ?? null,
    locale: snapshot.x.l ?? null,
    person: snapshot.x.u ?? null,
    attributes: snapshot.x.at ?? {},
    properties: snapshot.x.pr ?? {},
    shownAt: new Date(stored.shown).toISOString(),
    answeredAt: new Date(stored.answered).toISOString(),
    receivedAt: new Date(stored.received).toISOString(),
    revision: snapshot.rev,
  };
}

function withoutAddress(value: AnswerValue): AnswerItem['value'] {
  return typeof value === 'object' && 'email' in value ? { consent: true } : value;
}

/** The id others may see: always the same for a response, and no way back from it to the response's own. */
export function publishedId(site: Pick<Site, 'secret'>, rid: string): string {
  return base32(createHmac('sha256', Buffer.from(site.secret, 'base64')).update(rid).digest()).slice(0, PUBLISHED_ID);
}
