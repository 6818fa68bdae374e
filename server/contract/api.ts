// What crosses the wire: the public write protocol, the widget's configuration, and the private API.
import type { AnswerValue, Contact, Metric, QuestionType } from './questions.ts';
import type { Attributes, Snapshot, Status } from './response.ts';
import type { Survey } from './survey.ts';
import type { Pacing } from './targeting.ts';

// ---- public: POST /c/v1/s ------------------------------------------------------------------------------------

/** What a snapshot carries on the wire besides itself. */
export interface SentSnapshot extends Snapshot {
  /** Milliseconds since `at` by the page's monotonic clock; only from the page that made the change. */
  readonly el?: number;
  /** Honeypot; milliseconds from showing to the first answer. */
  readonly hp?: string;
  readonly tt?: number;
}

/** Body of one request. `t`, `n` and each `el` are taken anew at every attempt. */
export interface Envelope {
  readonly v: 1;
  /** Public site key. */
  readonly k: string;
  /** Fresh for each attempt; for logs, never to recognise a repeat. */
  readonly req: string;
  /** The browser's clock now. */
  readonly t: number;
  readonly sdk: string;
  /** Which attempt this is, from 1. */
  readonly n: number;
  /** Documents given up so far, by reason. */
  readonly loss?: Readonly<Record<'age' | 'bad' | 'full' | 'store', number>>;
  readonly d: readonly SentSnapshot[];
}

/** `held` is stored for review and counts nowhere yet; `retry` was not stored; the browser keeps what is not named. */
export const VERDICTS = ['ok', 'dup', 'held', 'gone', 'drop', 'retry'] as const;
export type VerdictName = (typeof VERDICTS)[number];

export interface Verdict {
  /** As sent, never the server's own greatest revision. */
  readonly rid: string;
  readonly rev: number;
  readonly a: string;
  readonly s: VerdictName;
  /** Why, for `held`, `drop` and `retry`. */
  readonly c?: string;
  /** Not before this many milliseconds, for `retry`. */
  readonly ms?: number;
}

/** The 200 answer. `now` is the server's clock; `pause` asks every tab to wait that many milliseconds. */
export interface Receipt {
  readonly v: 1;
  readonly now: number;
  readonly r: readonly Verdict[];
  readonly pause: number;
}

/** Every other answer: nothing was stored. `kill`: the site with the key `k` is closed for good. */
export interface Refusal {
  readonly v: 1;
  readonly now: number;
  /** Stable code: `empty`, `shape`, `json`, `utf8`, `depth`, `keys`, `version`, `size`, `encoding`, `key`, `origin`, … */
  readonly e: string;
  readonly ms?: number;
  readonly kill?: boolean;
  readonly k?: string;
}

// ---- public: POST /c/v1/f --------------------------------------------------------------------------------------

/**
 * What came of the touchpoints of one page, as counts: how often a survey was `shown`, and how often it was not, by the
 * first rule that spoke against it, `priority` (another survey went first) or `manners` (no polite moment came). No id
 * and nothing of the visitor is in it. Sent when a page is hidden or left, at most once each time, and lost where the
 * network is gone; the answer is 204 without a body, or a Refusal.
 */
export interface Silences {
  readonly v: 1;
  /** Public site key. */
  readonly k: string;
  /** By survey id, then by the name of the rule: at most 50 surveys, 32 rules each, counts from 1 to 1,000. */
  readonly f: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

// ---- public: GET /c/v1/{siteKey}/config -----------------------------------------------------------------------

/** A survey as a page sees it. */
export interface PublicSurvey extends Omit<Survey, 'name' | 'stage'> {
  /** The day's cap of answers is reached: not to be shown before then, Unix milliseconds. */
  readonly paused?: number;
}

export interface Config {
  readonly v: 1;
  /** The site's own defaults; what a survey says itself goes before, number by number. */
  readonly pacing?: Pacing;
  readonly surveys: readonly PublicSurvey[];
}

// ---- private: /api/v1 -------------------------------------------------------------------------------------------

export const SCOPES = ['metrics:read', 'responses:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** One wrong field of a request: a JSON Pointer fragment into the body, or the name of a query parameter. */
export interface FieldError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly detail: string;
}

/** Every error of the private API, as application/problem+json (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance: string;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
}

export interface Interval {
  readonly level: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly method: string;
}

/** A share of a whole in percent, with its 95 % interval. */
export interface RateReply {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface MetricReply {
  readonly metric: Metric;
  /** The headline score, unrounded; null without answers, never 0. NPS in points, all others the good share in percent. */
  readonly value: number | null;
  readonly unit: 'points' | 'percent';
  readonly range: readonly [number, number];
  readonly polarity: 'higher' | 'lower';
  readonly n: number;
  /** `hidden` below 5 answers, `low` below 30. */
  readonly tier: 'hidden' | 'low' | 'ok';
  readonly interval: Interval;
  /** Answers per band (`promoter`, `passive`, `detractor`; `good`, `other`; …), and each as a percentage of n. */
  readonly counts: Readonly<Record<string, number>>;
  readonly shares: Readonly<Record<string, number | null>>;
  readonly mean: number | null;
  /** Every value of the scale, in order. */
  readonly distribution: readonly { readonly score: number; readonly n: number }[];
  readonly withComment: number;
  readonly funnel: {
    readonly shown: number;
    readonly answered: number;
    readonly completed: number;
    readonly dismissed: number;
    readonly ignored: number;
    readonly responseRate: RateReply;
    readonly completionRate: RateReply;
    readonly dismissalRate: RateReply;
    readonly ignoredRate: RateReply;
  };
  /** Where the numbers came from: tallies kept with every answer. */
  readonly source: 'tallies';
  readonly since: string | null;
  readonly until: string | null;
  readonly zone: string;
}

/** From the moments at which a survey could have been shown to its completion. */
export interface FunnelItem {
  readonly survey: string;
  /** Touchpoints that came up: shown or not. Silences are counted in pages that tell them, so it is a lower bound. */
  readonly moments: number;
  /** By the rule that spoke against showing it. */
  readonly silences: Readonly<Record<string, number>>;
  /** Exact, of the showings of the period, as in MetricReply. */
  readonly shown: number;
  readonly answered: number;
  readonly completed: number;
  readonly dismissed: number;
  readonly ignored: number;
  readonly responseRate: RateReply;
}

export interface FunnelReply {
  /** Every survey of which anything is known in the period, by id. */
  readonly data: readonly FunnelItem[];
  /** The bounds that were used: whole days of the site's zone, as UTC moments. */
  readonly since: string | null;
  readonly until: string | null;
  readonly zone: string;
}

export interface AnswerItem {
  readonly questionId: string;
  readonly type: QuestionType;
  /** The text the person saw, in their language, at that version. */
  readonly title: string;
  /** Of a contact the address only where it was asked for, with `contacts=true`: most who read answers need none. */
  readonly value: Exclude<AnswerValue, Contact> | (Omit<Contact, 'email'> & Partial<Contact>);
}

export interface ResponseItem {
  /** Published id; the response's own id stays secret. */
  readonly id: string;
  readonly site: string;
  readonly survey: string;
  readonly surveyVersion: number;
  readonly touchpoint: string;
  readonly metric: Metric | null;
  readonly score: number | null;
  readonly comment: string | null;
  readonly answers: readonly AnswerItem[];
  readonly status: Status;
  readonly page: string | null;
  readonly locale: string | null;
  readonly person: string | null;
  readonly attributes: Attributes;
  readonly properties: Attributes;
  readonly shownAt: string;
  readonly answeredAt: string;
  readonly receivedAt: string;
  readonly revision: number;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}
