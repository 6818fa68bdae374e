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

/** Every answer with the page load it was given in: those that name none are of `a`. */
export function answersOf(session: Session, a: string): Record<string, Answer> {
  return Object.fromEntries(Object.entries(session.answers).map(([id, answer]) => [id, { a, ...answer }]));
}

export function draftOf(
  response: Pick<Draft, 'rid' | 's' | 'sv' | 'c' | 'at'>,
  session: Session,
  a: string,
  x: Context,
): Draft {
  return { ...response, st: session.status, q: answersOf(session, a), x };
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
