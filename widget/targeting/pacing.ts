import type { Cap, Pacing, WaitingEnding } from '../../server/contract/targeting.ts';

/** Every number there is: waits and gap in days, delay in seconds, caps in prompts. */
export interface Pace {
  readonly delay: number;
  readonly firstVisit: boolean;
  readonly gap: number;
  readonly waits: Readonly<Record<WaitingEnding, number>>;
  readonly caps: Readonly<Record<Cap, number>>;
}

/** What holds where neither the site nor the survey says otherwise. */
export const PACING: Pace = {
  delay: 3,
  firstVisit: false,
  gap: 14,
  waits: { answered: 90, dismissed: 30, ignored: 14, later: 7 },
  caps: { page: 1, visit: 1, month: 2, year: 6 },
};

/** The later the stronger, number by number: defaults, then the site's own, then the survey's. */
export function paceOf(...own: readonly (Pacing | undefined)[]): Pace {
  return own.reduce<Pace>(
    (pace, one) => ({
      ...pace,
      ...one,
      waits: { ...pace.waits, ...one?.waits },
      caps: { ...pace.caps, ...one?.caps },
    }),
    PACING,
  );
}
