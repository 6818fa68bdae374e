// The narrow waist of the collector: what every engine can do. It speaks of sites, surveys, responses, tallies and
// cursors; no SQL, score or engine type crosses it. Each engine is one file beside this one and passes
// test/server/store/conformance.ts.
import type { Scope } from '../contract/api.ts';
import type { Metric } from '../contract/questions.ts';
import type { Snapshot } from '../contract/response.ts';
import type { Survey } from '../contract/survey.ts';

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
  /** Base64 of 32 random bytes; names published response ids. */
  readonly secret: string;
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
  /** Why it may not count yet, or null. Once held, a response stays held until it is reviewed. */
  readonly held: string | null;
}

/** `conflict`: the id belongs to a response of another survey. `retry`: this document failed alone, nothing of it is kept. */
export type Outcome = 'ok' | 'dup' | 'held' | 'conflict' | 'retry';

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
  readonly held: string | null;
}

/** Narrows tallies; days are `YYYY-MM-DD` in the site's zone, `since` included, `until` excluded. */
export interface TallyQuery {
  readonly siteId: string;
  readonly metric: Metric;
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

/** Newest answer first; only responses with at least one answer, none held. */
export interface ResponseQuery {
  readonly siteId: string;
  readonly survey?: string | undefined;
  /** Unix milliseconds of the answer: `since` included, `until` excluded. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** 1 to 100. */
  readonly limit: number;
  /** The last response of the page before. */
  readonly after?: { readonly answered: number; readonly rid: string } | undefined;
}

export interface Store {
  /** By public key or by id. */
  site(keyOrId: string): Promise<Site | undefined>;
  saveSite(site: Site): Promise<void>;

  /** The newest version of each survey of the site, by id. */
  surveys(siteId: string): Promise<readonly Survey[]>;
  survey(siteId: string, id: string, version: number): Promise<Survey | undefined>;
  /** Adds a version; a version that exists is left as it is, for published versions never change. */
  publish(siteId: string, survey: Survey): Promise<void>;

  /**
   * Joins each document with what is stored and moves the tallies from the old answers to the new ones, all in one
   * transaction with a savepoint a document. Resolves, in the order of `writes`, once the transaction is durable on
   * disk; rejects, with nothing stored, when it cannot be.
   */
  save(writes: readonly Write[]): Promise<readonly Outcome[]>;

  tally(query: TallyQuery): Promise<Tally>;
  responses(query: ResponseQuery): Promise<readonly StoredResponse[]>;

  saveToken(token: Token): Promise<void>;
  token(hash: string): Promise<Token | undefined>;

  close(): Promise<void>;
}
