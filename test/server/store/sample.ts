// A shop with one survey, and responses to it.
import type { Question } from '../../../server/contract/questions.ts';
import type { Answer, Snapshot } from '../../../server/contract/response.ts';
import type { Survey } from '../../../server/contract/survey.ts';
import type { Site, StoredResponse, TallyQuery, Write } from '../../../server/store/store.ts';

export const NOON = Date.UTC(2026, 2, 10, 12);
export const HOUR = 3_600_000;

export const NPS: TallyQuery = { siteId: 'shop', metric: 'nps' };
export const NO_FUNNEL = { shown: 0, answered: 0, completed: 0, dismissed: 0, commented: 0 };

export const QUESTIONS: readonly Question[] = [
  { id: 'rating', type: 'nps', title: 'Would you recommend us?' },
  { id: 'ease', type: 'ces2', title: 'It was easy.' },
  { id: 'how', type: 'choice', title: 'How did you pay?', options: options('card', 'cash') },
  { id: 'goods', type: 'choices', title: 'What did you buy?', options: options('bread', 'salt', 'wine') },
  { id: 'why', type: 'text', title: 'Why?' },
];

function options(...ids: string[]): { id: string; label: string }[] {
  return ids.map((id) => ({ id, label: id }));
}

export function sampleSite(over: Partial<Site> = {}): Site {
  const id = over.id ?? 'shop';
  return { id, key: `pk_${id}`, name: 'Shop', origins: [], zone: 'UTC', segments: [], secret: 'c2VjcmV0', ...over };
}

export function sampleSurvey(over: Partial<Survey> = {}): Survey {
  return {
    id: 'checkout',
    version: 1,
    name: 'After the checkout',
    touchpoint: 'checkout-completed',
    stage: 'purchase',
    questions: QUESTIONS,
    ...over,
  };
}

/** The n-th response id. */
export function rid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** `answers({ rating: 9 })`: each given by page load `a` as its first answer. */
export function answers(values: Record<string, Answer['v']>, n = 1, a = 'a'): Snapshot['q'] {
  return Object.fromEntries(Object.entries(values).map(([id, v]) => [id, { v, n, a }]));
}

/** What a snapshot that carries one rating says besides. */
export function rated(v: number | null, over: Partial<Snapshot> = {}): Partial<Snapshot> {
  return { q: answers({ rating: v }, over.rev), ...over };
}

export function sampleSnapshot(over: Partial<Snapshot> = {}): Snapshot {
  return { rid: rid(1), s: 'checkout', sv: 1, rev: 1, a: 'a', st: 'shown', c: NOON, at: NOON, q: {}, x: {}, ...over };
}

export function sampleWrite({
  snapshot,
  ...over
}: Partial<Omit<Write, 'snapshot'>> & { snapshot?: Partial<Snapshot> }) {
  const write: Write = {
    site: sampleSite(),
    snapshot: sampleSnapshot(snapshot),
    survey: sampleSurvey(),
    shown: NOON,
    answered: NOON,
    received: NOON + 150,
    timeSource: 'el',
    sent: NOON + 100,
    held: null,
    ...over,
  };
  return write;
}

/** What is stored once the document has arrived alone. */
export function sampleResponse(over: Partial<StoredResponse> = {}): StoredResponse {
  return {
    siteId: 'shop',
    snapshot: sampleSnapshot(),
    shown: NOON,
    answered: NOON,
    received: NOON + 150,
    updated: NOON + 150,
    timeSource: 'el',
    sent: NOON + 100,
    held: null,
    equiv: false,
    ...over,
  };
}
