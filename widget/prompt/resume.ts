// Goes on with what was begun on an earlier page of this tab. Few pages have anything to go on with.
import type { PublicSurvey } from '../../server/contract/api.ts';
import { stepAt, stepsOf } from '../../server/contract/flow.ts';
import { readAll, type Progress } from './progress.ts';
import { isOpen } from './session.ts';

/** How long it can be gone on with after the last change, in milliseconds. */
const KEPT = 30 * 60_000;

/**
 * What was begun of this very version in this tab in the last 30 minutes; undefined for anything else found there:
 * whatever a page writes into its storage must not bring a prompt to say nonsense, nor an answer to get lost.
 */
export function readProgress(
  site: string,
  { id, version, questions }: PublicSurvey,
  now: number,
): Progress | undefined {
  try {
    const found = readAll(site)[id]!;
    const { rid, at, session } = found;
    const { path, n, answers } = session;
    const steps = stepsOf(questions);
    const sound =
      found.version === version &&
      Math.abs(now - at) < KEPT &&
      /^[\da-f-]{36}$/.test(rid) &&
      path.length > 0 &&
      path.every((place) => stepAt(steps, place)) &&
      isOpen(session) &&
      Object.values(answers).every((answer) => answer.n <= n);
    return sound ? found : undefined;
  } catch {
    return undefined;
  }
}
