// Surveys of a test's own, so that its counts are its own.
import type { StoredResponse, Tally } from '../../server/store/store.ts';
import type { TestCollector } from './collector.ts';
import { envelope, site, survey } from './documents.ts';

/** Publishes the sample survey under another id. */
export async function ownSurvey({ store }: TestCollector, id: string): Promise<void> {
  await store.publish(site.id, { ...survey, id });
}

export function tallyOf({ store }: TestCollector, id: string): Promise<Tally> {
  return store.tally({ siteId: site.id, metric: 'nps', survey: id });
}

export function storedOf({ store }: TestCollector, id: string): Promise<readonly StoredResponse[]> {
  return store.responses({ siteId: site.id, survey: id, limit: 100 });
}

/** The verdicts on documents sent in one request, each with its code. */
export async function verdictsOn(collector: TestCollector, ...documents: readonly unknown[]): Promise<string[]> {
  const { json } = await collector.post(envelope(documents));
  return json.r.map(({ s, c }) => (c ? `${s} ${c}` : s));
}
