// May this survey be shown to this visitor here and now? Pure: the same question always gets the same answer,
// and every "no" says why and until when.
import type { PublicSurvey } from '../../server/contract/api.ts';
import type { Memory } from './memory.ts';

const DAY = 86_400_000;

/** Defaults of `Survey.pacing`; waits and gap in days, delay in seconds. */
export const PACING = {
  delay: 3,
  firstVisit: false,
  gap: 14,
  waits: { answered: 90, dismissed: 30, ignored: 14, later: 7, never: 3_650 },
};

export interface Rule {
  /** `known`: are there surveys at all? */
  readonly rule: 'known' | 'visit' | 'gap' | 'wait' | 'alone';
  readonly pass: boolean;
  /** In words, for whoever wonders why nothing appears. */
  readonly reason: string;
  /** Unix milliseconds from which the rule passes, where time alone will do it. */
  readonly at?: number;
}

/** What `explain()` says of one survey. */
export interface Explanation {
  readonly survey: string;
  /** Would it be shown if its touchpoint happened now? */
  readonly eligible: boolean;
  readonly rules: readonly Rule[];
}

export interface Here {
  readonly now: number;
  readonly memory: Memory;
  /** Is a prompt open? */
  readonly open: boolean;
}

/** A wait that ends at `at`; a clock that was set back shortens it to nothing rather than prolonging it for years. */
function until(rule: 'gap' | 'wait', start: number | undefined, days: number, now: number, what: string): Rule {
  const at = (start ?? 0) + days * DAY;
  const pass = start === undefined || now >= at || start > now + DAY;
  return pass
    ? { rule, pass, reason: `${what}: no wait` }
    : { rule, pass, reason: `${what}: wait of ${days} days`, at };
}

/** All rules for one survey, in the order a person would check them; it may be shown if every one passes. */
export function explain(survey: PublicSurvey, { now, memory, open }: Here): readonly Rule[] {
  const pacing = survey.pacing ?? {};
  const own = memory.asked[survey.id];
  const waits = { ...PACING.waits, ...pacing.waits };
  const last = Math.max(...Object.values(memory.asked).map((asked) => asked.at));
  const firstVisit = pacing.firstVisit ?? PACING.firstVisit;
  return [
    {
      rule: 'visit',
      pass: firstVisit || memory.visits > 1,
      reason: `visit ${memory.visits}; first visits are ${firstVisit ? 'asked' : 'left alone'}`,
    },
    until('gap', Number.isFinite(last) ? last : undefined, pacing.gap ?? PACING.gap, now, 'last prompt'),
    until('wait', own?.at, own ? waits[own.ending] : 0, now, `this survey ${own?.ending ?? 'not shown'}`),
    { rule: 'alone', pass: !open, reason: `${open ? 'another' : 'no'} prompt is open` },
  ];
}

export function isEligible(survey: PublicSurvey, here: Here): boolean {
  return explain(survey, here).every((rule) => rule.pass);
}
