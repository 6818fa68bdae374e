// What one showing of a survey amounts to: the response to keep, the events to tell, the ending to pace by. Pure.
import type { PublicSurvey } from '../../server/contract/api.ts';
import type { AnswerValue } from '../../server/contract/questions.ts';
import type { Answer, Context, Draft } from '../../server/contract/response.ts';
import type { Ending } from '../../server/contract/targeting.ts';
import type { Session } from './session.ts';

/** An answer outweighs how it was closed. */
export function endingOf({ n, status, how }: Session): Ending {
  return n > 0 ? 'answered' : status === 'dismissed' ? (how ?? status) : 'ignored';
}

/** The whole response as it is now; answers that name no page load of their own are those of `a`. */
export function draftOf(
  response: Pick<Draft, 'rid' | 's' | 'sv' | 'c' | 'at'>,
  session: Session,
  a: string,
  x: Context,
): Draft {
  const q: Record<string, Answer> = {};
  for (const [id, answer] of Object.entries(session.answers)) q[id] = { a, ...answer };
  return { ...response, st: session.status, q, x };
}

export interface Emit {
  (event: 'shown' | 'completed' | 'dismissed', detail: { readonly survey: string }): void;
  (
    event: 'answered',
    detail: { readonly survey: string; readonly question: string; readonly value: AnswerValue | null },
  ): void;
}

export function announce({ id: survey }: PublicSurvey, before: Session | undefined, after: Session, emit: Emit): void {
  if (!before) emit('shown', { survey });
  for (const [question, { v, n }] of Object.entries(after.answers)) {
    if (before && n > before.n) emit('answered', { survey, question, value: v });
  }
  if (before?.status !== after.status && (after.status === 'completed' || after.status === 'dismissed')) {
    emit(after.status, { survey });
  }
}
