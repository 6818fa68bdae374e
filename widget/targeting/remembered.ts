import { MOST_CAP, type Ending } from '../../server/contract/targeting.ts';
import type { Memory } from './memory.ts';

/** Showings and surveys that are remembered; the site shares its storage with us. */
const MOST = MOST_CAP;

/**
 * The memory after the survey was shown at `at`, and by now ended so; once more with the same `at` it corrects the
 * ending. Pure.
 */
export function remembered(memory: Memory, survey: string, at: number, ending: Ending): Memory {
  const { [survey]: last, ...others } = memory.asked;
  const again = last?.at === at;
  if (again && last.ending === ending) return memory;
  const row = ending === 'answered' ? 0 : (last?.row ?? 0) + +(ending === 'dismissed');
  const asked = { ...last, at, ending, row, ...(ending === 'answered' && { answered: at }) };
  return {
    ...memory,
    // In the order of their showings: the oldest go first.
    asked: Object.fromEntries(Object.entries({ ...others, [survey]: asked }).slice(-MOST)),
    ...(!again && {
      shown: memory.shown + 1,
      days: [...memory.days, Math.floor(at / 86_400_000)].slice(-MOST),
    }),
    ...(ending === 'never' && { refused: true }),
  };
}
