// What a rule is given and what it says.
import type { Attributes } from '../../server/contract/response.ts';
import type { Pacing, Targeting } from '../../server/contract/targeting.ts';
import type { Memory } from './memory.ts';
import type { Surroundings } from './surroundings.ts';

/** Everything a rule looks at, as it is at this moment. */
export interface Here extends Partial<Surroundings> {
  /** Unix milliseconds. */
  readonly now: number;
  readonly memory: Memory;
  /** Is a prompt open in this tab? */
  readonly open: boolean;
  /** Prompts that opened by themselves since this page, or this view of it, was entered. */
  readonly shown: number;
  /** The site's own defaults. */
  readonly pacing?: Pacing | undefined;
  /** As named with `identify()`. */
  readonly person?: string | undefined;
  readonly attributes: Attributes;
  /** Of the touchpoint. */
  readonly properties: Attributes;
  /** As the prompt would try them, in order. */
  readonly languages: readonly string[];
}

/**
 * From when a rule passes, in Unix milliseconds: it does if that is not later than now. `ALWAYS` and `NEVER` where time
 * makes no difference; NaN never passes.
 */
export type From = number;
export const ALWAYS: From = 0;
export const NEVER: From = Infinity;

/** Whom a survey is for: a rule for each member of its targeting. In `more.ts`, a chunk that few surveys need. */
export type AudienceRule = keyof Targeting;
export type Audience = {
  readonly [R in AudienceRule]: (setting: NonNullable<Targeting[R]>, here: Here, survey: string) => From;
};

/** What protects the person, for every survey; in the order they are looked at, after those of the targeting. */
export type PacingRule = 'paused' | 'refused' | 'visit' | 'gap' | 'wait' | 'caps' | 'alone';
export type RuleName = AudienceRule | PacingRule;

/** What one rule says of one survey. The facts for words are the survey and the `Here` it was found in. */
export interface Finding {
  readonly rule: RuleName;
  readonly pass: boolean;
  /** Undefined where the rule is not known, or could not be told. */
  readonly from: From | undefined;
}

export const DAY = 86_400_000;
