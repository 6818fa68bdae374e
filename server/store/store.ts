// The narrow waist of the collector: what every engine can do. It speaks of sites, surveys, responses, tallies and
// cursors; no SQL, score or engine type crosses it. Each engine is one file beside this one and passes
// test/server/store/conformance.ts.
import type { Scope } from '../contract/api.ts';
import type { Metric } from '../contract/questions.ts';
import type { Snapshot } from '../contract/response.ts';
import type { Survey } from '../contract/survey.ts';
import type { Pacing } from '../contract/targeting.ts';

export interface Site {
  readonly id: string;
  /** Public site key, `pk_…`: may only write. */
  readonly key: string;
  readonly name: string;
  /**
   * Where its pages may live: `https://shop.example`, `https://*.shop.example`, and the words `loopback` (any port
   * of this machine), `null` (sandboxed pages) and `absent` (callers that send no Origin, such as scripts).
   */
  readonly origins: readonly string[];
  /** IANA time zone; a tally's day is a day there. */
  readonly zone: string;
  /** Attributes scores can be sliced by; each costs a tally of its own per answer. */
  readonly segments: readonly string[];
  /** Base64 of 32 random bytes; names published response ids, events, and what was erased. */
  readonly secret: string;
  /** What its own server signs identity tokens with. Without any, no token proves anything. */
  readonly identitySecrets?: readonly IdentitySecret[];
  /** How often one person may be asked, where a survey does not say so itself. */
  readonly pacing?: Pacing;
  /** Since when it is closed for good, Unix milliseconds: browsers then delete what they keep for it. */
  readonly closedAt?: number;
}

export interface IdentitySecret {
  /** Key id: tells the secrets apart while the old one is being replaced by the new. */
  readonly kid: string;
  /** The key of the HMAC, its characters as they are. */
  readonly secret: string;
}

/** The newest version of a survey, and when the survey was closed, if it was: all its versions, by its id. */
export interface PublishedSurvey extends Survey {
  readonly closedAt?: number;
}

export interface Token {
  readonly id: string;
  /** Hex SHA-256 of the secret; the secret itself is shown once and never kept. */
  readonly hash: string;
  readonly siteId: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
}

/** How the time of the answer was found: from the page's monotonic clock, from the clocks' difference, or clamped. */
export type TimeSource = 'el' | 'skew' | 'clamped';

/** One judged document on its way in. Times are Unix milliseconds by the collector's clock. */
export interface Write {
  readonly site: Site;
  readonly snapshot: Snapshot;
  /** The version it was shown from; undefined when the collector does not know it, and then `held` is set. */
  readonly survey: Survey | undefined;
  readonly shown: number;
  readonly answered: number;
  readonly received: number;
  readonly timeSource: TimeSource;
  /** The browser's clock as it sent, if it said. */
  readonly sent: number | null;
  /** Why it may not count yet, or null. Once held, a response stays held until it is reviewed. */
  readonly held: string | null;
}

/**
 * What became of a document. Nothing of it is kept for the last four:
 * - `late`: held, because its survey was closed already
 * - `gone`: the response was erased
 * - `closed`: answered too long after its survey was closed
 * - `conflict`: the id belongs to a response of another survey
 * - `retry`: it failed alone, or was judged without a survey that has been published meanwhile
 */
export type Outcome = 'ok' | 'dup' | 'held' | 'late' | 'gone' | 'closed' | 'conflict' | 'retry';

/** A response as it is stored: the join of everything that arrived. */
export interface StoredResponse {
  readonly siteId: string;
  readonly snapshot: Snapshot;
  readonly shown: number;
  readonly answered: number;
  /** First and latest arrival. */
  readonly received: number;
  readonly updated: number;
  readonly timeSource: TimeSource;
  readonly sent: number | null;
  readonly held: string | null;
  /** Two documents claimed one answer, the same (n, a), with different values; the first is kept. Tampering, or a fault. */
  readonly equiv: boolean;
}

/** Narrows tallies; days are `YYYY-MM-DD` in the site's zone, `since` included, `until` excluded. */
export interface TallyQuery {
  readonly siteId: string;
  /** `choice`: options of `choice` and `choices`, best with the question they belong to. */
  readonly metric: Metric | 'choice';
  readonly survey?: string | undefined;
  readonly version?: number | undefined;
  readonly question?: string | undefined;
  readonly touchpoint?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly segment?: { readonly name: string; readonly value: string } | undefined;
}

export interface Tally {
  /** Answers per value; values without answers are absent. */
  readonly answers: Readonly<Record<string, number>>;
  readonly funnel: {
    readonly shown: number;
    readonly answered: number;
    readonly completed: number;
    readonly dismissed: number;
    readonly commented: number;
  };
}

/** How often a survey was not shown on one day, for one reason. */
export interface Silence {
  readonly siteId: string;
  readonly survey: string;
  /** `YYYY-MM-DD` in the zone the site had when it was told. */
  readonly day: string;
  /** The rule that spoke against it. */
  readonly reason: string;
  readonly n: number;
}

/** Reasons of one survey and day that are told apart; what else comes counts as `other`. */
export const MOST_REASONS = 32;

/** Days as in TallyQuery. */
export type FunnelQuery = Pick<TallyQuery, 'siteId' | 'survey' | 'since' | 'until'>;

/** All that is known of the showings of one survey, and of those that did not come to be. */
export interface SurveyFunnel {
  readonly survey: string;
  /** By the day of the showing. */
  readonly steps: Tally['funnel'];
  /** By reason; reasons without a count are absent. */
  readonly silences: Readonly<Record<string, number>>;
}

/** Newest answer first; only responses with at least one answer, none held. */
export interface ResponseQuery {
  readonly siteId: string;
  /** Those that are held instead, answered or not: what waits for a review. */
  readonly held?: boolean | undefined;
  readonly survey?: string | undefined;
  /** Unix milliseconds of the answer: `since` included, `until` excluded. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** 1 to 100. */
  readonly limit: number;
  /** The last response of the page before. */
  readonly after?: { readonly answered: number; readonly rid: string } | undefined;
}

/**
 * What happened to a response that others may want to hear of: its first answer, its completion, and each later change
 * of its answers. A held response has no milestones until it is released.
 */
export const MILESTONES = ['first', 'completed', 'changed'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** One milestone of one response: written with the answer, kept until it is delivered. */
export interface OutboxEvent {
  /** Always the same for the same milestone, whatever is retried, restored or told twice; says nothing of the response's id. */
  readonly id: string;
  readonly siteId: string;
  readonly milestone: Milestone;
  /** Which state of the answers `changed` speaks of, in hex; empty for what happens once. */
  readonly digest: string;
  /** How often it was handed out before. */
  readonly tries: number;
  /** As it is stored now. */
  readonly response: StoredResponse;
}

export interface Store {
  /** By public key or by id. */
  site(keyOrId: string): Promise<Site | undefined>;
  saveSite(site: Site): Promise<void>;

  /** The newest version of each survey of the site, by id. */
  surveys(siteId: string): Promise<readonly PublishedSurvey[]>;
  survey(siteId: string, id: string, version: number): Promise<Survey | undefined>;
  /**
   * Adds a version; a version that exists is left as it is, for published versions never change. Responses that were
   * held because nobody knew their survey are looked at anew, and count from now on if they answer it.
   */
  publish(siteId: string, survey: Survey): Promise<void>;
  /** From `at` (Unix milliseconds) the survey takes no new responses. The latest call counts; `at` may lie ahead. */
  closeSurvey(siteId: string, id: string, at: number): Promise<void>;

  /**
   * Joins each document with what is stored, moves the tallies from the old answers to the new ones and notes
   * milestones, all in one transaction with a savepoint a document. Resolves, in the order of `writes`, once the
   * transaction is durable on disk; rejects, with nothing stored, when it cannot be.
   */
  save(writes: readonly Write[]): Promise<readonly Outcome[]>;
  /**
   * Removes responses with their tallies and events, in one transaction, and remembers for `LIMITS.tombstone` that they
   * are gone, also of those that have not arrived yet. Answers how many there were. `at` is now, Unix milliseconds.
   */
  erase(siteId: string, rids: readonly string[], at: number): Promise<number>;

  tally(query: TallyQuery): Promise<Tally>;
  /** Adds to what was counted, in one transaction. */
  silence(counts: readonly Silence[]): Promise<void>;
  /** Every survey of which anything is known in the period, by id. */
  funnel(query: FunnelQuery): Promise<readonly SurveyFunnel[]>;
  responses(query: ResponseQuery): Promise<readonly StoredResponse[]>;

  /**
   * Hands out at most `limit` events that are due at `now`, of the oldest responses first, and nobody else gets them
   * before `until`: who takes them settles them until then, or they are handed out again.
   */
  lease(now: number, until: number, limit: number): Promise<readonly OutboxEvent[]>;
  /** Ends an event, or makes it due again at `retryAt` (Unix milliseconds). One that is gone is left alone. */
  settle(event: OutboxEvent, retryAt?: number): Promise<void>;

  saveToken(token: Token): Promise<void>;
  token(hash: string): Promise<Token | undefined>;

  close(): Promise<void>;
}
