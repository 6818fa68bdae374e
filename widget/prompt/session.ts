// A prompt's course as a pure reducer: questions and answers in, the next state out. No clock, no page.
import { isRating, type AnswerValue, type Question } from '../../server/contract/questions.ts';
import type { Status } from '../../server/contract/response.ts';

export interface Session {
  /** Which step is on view; the number of steps means the closing words. */
  readonly step: number;
  readonly status: Status;
  /** Counts answers; each answer carries the count it was given at. */
  readonly n: number;
  readonly answers: Readonly<Record<string, { readonly v: AnswerValue | null; readonly n: number }>>;
}

export type Action =
  | { readonly do: 'answer'; readonly question: string; readonly value: AnswerValue | null }
  | { readonly do: 'next' }
  | { readonly do: 'back' }
  | { readonly do: 'close' };

export const start: Session = { step: 0, status: 'shown', n: 0, answers: {} };

/** What is asked together: a question, and with a rating the words that explain it. */
export function stepsOf(questions: readonly Question[]): readonly (readonly Question[])[] {
  const steps: Question[][] = [];
  for (const question of questions) {
    const last = steps.at(-1);
    if (question.type === 'text' && last?.length === 1 && isRating(last[0]!)) last.push(question);
    else steps.push([question]);
  }
  return steps;
}

/** The questions of the step on view; none when the closing words are. */
export function onView(questions: readonly Question[], session: Session): readonly Question[] {
  return stepsOf(questions)[session.step] ?? [];
}

export function isAnswered(session: Session, question: Question): boolean {
  return (session.answers[question.id]?.v ?? null) !== null;
}

export function mayGoOn(questions: readonly Question[], session: Session): boolean {
  return onView(questions, session).every((question) => !question.required || isAnswered(session, question));
}

export function reduce(questions: readonly Question[], session: Session, action: Action): Session {
  if (session.status === 'dismissed') return session;
  switch (action.do) {
    case 'answer': {
      // A browser tells of one tap twice, as click and as change.
      if (action.value === (session.answers[action.question]?.v ?? null)) return session;
      const n = session.n + 1;
      const answers = { ...session.answers, [action.question]: { v: action.value, n } };
      return { ...session, n, answers, status: session.status === 'shown' ? 'started' : session.status };
    }
    case 'next': {
      const { length } = stepsOf(questions);
      if (session.step >= length || !mayGoOn(questions, session)) return session;
      const step = session.step + 1;
      return { ...session, step, status: step === length ? 'completed' : session.status };
    }
    case 'back':
      return { ...session, step: Math.max(0, session.step - 1) };
    case 'close':
      return session.status === 'completed' ? session : { ...session, status: 'dismissed' };
  }
}
