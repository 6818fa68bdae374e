// May this survey be shown to this visitor here and now? Pure: the same question always gets the same answer,
// and every "no" names its rule, and until when where time alone will lift it.
import type { PublicSurvey } from '../../server/contract/api.ts';
import type { Ending } from '../../server/contract/targeting.ts';
import type { Asked } from './memory.ts';
import { paceOf, type Pace } from './pacing.ts';
import {
  ALWAYS,
  DAY,
  NEVER,
  type Audience,
  type AudienceRule,
  type Finding,
  type From,
  type Here,
  type PacingRule,
  type RuleName,
} from './rule.ts';

/** So many days after `start`; a clock that was set back shortens a wait to nothing rather than prolonging it for years. */
const after = (start: number, days: number, now: number): From => (start > now + DAY ? ALWAYS : start + days * DAY);

/** Days until a survey that ended so may be shown again. Who closes it twice in a row means it more than once. */
export function waitOf({ ending, row }: Asked, { waits }: Pace): number {
  const days = (waits as Readonly<Partial<Record<Ending, number>>>)[ending] ?? 0;
  return ending === 'dismissed' ? days * 2 ** Math.min(row - 1, 2) : days;
}

/** From when there are fewer than `most` of these days, oldest first, among the last `span`; 0 is no cap. */
function under(most: number, days: readonly number[], span: number, now: number): From {
  const within = days.filter((day) => after(day * DAY, span, now) > now);
  return ((within[within.length - most] ?? -span) + span) * DAY;
}

const unless = (no: unknown): From => (no ? NEVER : ALWAYS);

const rules: { readonly [R in PacingRule]: (survey: PublicSurvey, here: Here, pace: Pace) => From } = {
  paused: ({ paused }) => paused ?? ALWAYS,
  refused: (_survey, { memory }) => unless(memory.refused),
  visit: (_survey, { memory }, { firstVisit }) => unless(memory.visits < 2 && !firstVisit),
  gap: (_survey, { memory, now }, { gap }) =>
    Math.max(ALWAYS, ...Object.values(memory.asked).map(({ at }) => after(at, gap, now))),
  wait: ({ id }, { memory, now }, pace) => {
    const last = memory.asked[id];
    return last ? after(last.at, waitOf(last, pace), now) : ALWAYS;
  },
  caps: (_survey, { memory, shown, now }, { caps: { page, visit, month, year } }) =>
    Math.max(
      unless((page && shown >= page) || (visit && memory.shown >= visit)),
      under(month, memory.days, 30, now),
      under(year, memory.days, 365, now),
    ),
  alone: (_survey, { open }) => unless(open),
};

/**
 * Every rule of one survey: those of its targeting, then those all have. Without `audience`, which comes with a chunk
 * of its own, no member of the targeting passes; nor ever does one that nobody here knows.
 */
export function examine(survey: PublicSurvey, here: Here, audience?: Audience): readonly Finding[] {
  const pace = paceOf(here.pacing, survey.pacing);
  const { targeting = {} } = survey;
  function find(rule: RuleName, check: () => From | undefined): Finding {
    let from: From | undefined;
    try {
      from = check();
    } catch {
      // A setting of another shape than this script knows: rather silent than wrong.
    }
    return { rule, pass: from! <= here.now, from };
  }
  return [
    ...(Object.keys(targeting) as AudienceRule[]).map((rule) =>
      // The registry pairs each setting with its rule, which looking both up by a union forgets.
      find(rule, () => audience?.[rule](targeting[rule] as never, here, survey.id)),
    ),
    ...(Object.keys(rules) as PacingRule[]).map((rule) => find(rule, () => rules[rule](survey, here, pace))),
  ];
}

/** The first rule that says no, if one does. */
export function obstacle(survey: PublicSurvey, here: Here, audience?: Audience): RuleName | undefined {
  return examine(survey, here, audience).find(({ pass }) => !pass)?.rule;
}

export function isEligible(survey: PublicSurvey, here: Here, audience?: Audience): boolean {
  return !obstacle(survey, here, audience);
}

/**
 * Of these the eligible one that goes first: by priority, then by id, in whatever order they come. `skip` hears of each
 * other, with the first rule that says no, or `priority`.
 */
export function best(
  surveys: readonly PublicSurvey[],
  here: Here,
  audience?: Audience,
  skip?: (survey: PublicSurvey, why: RuleName | 'priority') => void,
): PublicSurvey | undefined {
  let first: PublicSurvey | undefined;
  for (const survey of [...surveys].sort(byPriority)) {
    const no = obstacle(survey, here, audience);
    if (no || first) skip?.(survey, no ?? 'priority');
    else first = survey;
  }
  return first;
}

function byPriority(one: PublicSurvey, other: PublicSurvey): number {
  return (other.priority ?? 0) - (one.priority ?? 0) || (one.id < other.id ? -1 : 1);
}
