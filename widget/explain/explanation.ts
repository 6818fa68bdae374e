// What a site owner is told of a silence.
import type { RuleName } from '../targeting/rule.ts';

/** One rule in words. */
export interface Rule {
  /** `known`: are there surveys at all? `queue`: the answers that wait on this device. Else a rule of targeting or pacing. */
  readonly rule: RuleName | 'known' | 'queue';
  /** Does it speak for showing the survey now? */
  readonly pass: boolean;
  /** In words, for whoever wonders why nothing appears. */
  readonly reason: string;
  /** Unix milliseconds from which the rule passes, where time alone will do it; of `queue`, when it is tried again. */
  readonly at?: number;
}

/** What `explain()` says of one survey. */
export interface Explanation {
  /** Empty where no survey is known and none was asked for. */
  readonly survey: string;
  /** Would it be shown if its touchpoint happened now? */
  readonly eligible: boolean;
  /** Those of its targeting first, then those every survey has. */
  readonly rules: readonly Rule[];
  /** What waits on this device to be sent, the same for every survey: how much, since when, why, and until when. */
  readonly queue: readonly Rule[];
}

/** What the overlay shows. */
export interface Readout {
  /** Every survey, or one entry that says why there is none. */
  readonly surveys: readonly Explanation[];
  /** The answers that wait on this device; nothing is said of them where there is no rule. */
  readonly queue: readonly Rule[];
  /** The installation, by name, in the order it is to be read: site, host, version … */
  readonly facts: Readonly<Record<string, string>>;
}
