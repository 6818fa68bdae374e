// A prompt's course as a pure reducer: steps and answers in, the next state out. No clock, no page.
import { END, stepAt, type Step } from '../../server/contract/flow.ts';
import type { AnswerValue, Question } from '../../server/contract/questions.ts';
import type { Status } from '../../server/contract/response.ts';
import type { Rules } from '../questions/question.ts';

/** An answer as it was given: its value, the count it was given at and, once the page was left, the page load it is of. */
export interface Given {
  readonly v: AnswerValue | null;
  readonly n: number;
  readonly a?: string;
}

export interface Session {
  /** The places gone through, the one on view last: ids of steps, in the end of an ending. Going back drops the last. */
  readonly path: readonly string[];
  readonly status: Status;
  /** How the person closed it, where they said so. */
  readonly how?: 'later' | 'never' | undefined;
  /** Counts answers; each answer carries the count it was given at. */
  readonly n: number;
  /** Every answer ever given, also on a way that was left by going back: all of them are sent. */
  readonly answers: Readonly<Record<string, Given>>;
}

/** What a person does. `how` is said by whoever wants to be asked later, or never again. */
export type Deed =
  | { readonly do: 'answer'; readonly question: string; readonly value: AnswerValue | null }
  | { readonly do: 'next' }
  | { readonly do: 'back' }
  | { readonly do: 'close'; readonly how?: 'later' | 'never' };

export function start(steps: readonly Step[]): Session {
  return { path: [steps[0]![0].id], status: 'shown', n: 0, answers: {} };
}

/** What is on view: a step, or an ending. */
export function placeOf({ path }: Session): string {
  return path.at(-1)!;
}

/** The step on view; undefined when the closing words are. */
export function stepOn(steps: readonly Step[], session: Session): Step | undefined {
  return stepAt(steps, placeOf(session));
}

export function isAnswered(session: Session, question: Question): boolean {
  return (session.answers[question.id]?.v ?? null) !== null;
}

/** The questions of a step that are in sight: words come with the rating they explain. */
export function inSight([first, second]: Step, session: Session): readonly Question[] {
  return second && isAnswered(session, first) ? [first, second] : [first];
}

/** All there is to ratings and words without limits or branches; for others the part with all questions has rules. */
export const plain: Rules = {
  validity: ({ required }, value) => required && value === null,
  placeAfter: (steps, step) => steps[steps.indexOf(step) + 1]?.[0].id ?? END,
};

export function mayGoOn(step: Step, session: Session, { validity } = plain): boolean {
  return !inSight(step, session).some((question) => validity(question, session.answers[question.id]?.v ?? null));
}

/** Does the step on view lead to the closing words, if nothing changes? */
export function isLast(steps: readonly Step[], session: Session, { placeAfter } = plain): boolean {
  const step = stepOn(steps, session);
  return !step || !stepAt(steps, placeAfter(steps, step, session.answers));
}

/** Neither completed nor dismissed. */
export function isOpen({ status }: Session): boolean {
  return status === 'shown' || status === 'started';
}

export function reduce(steps: readonly Step[], session: Session, deed: Deed, rules = plain): Session {
  if (session.status === 'dismissed') return session;
  const { path, answers, status } = session;
  switch (deed.do) {
    case 'answer': {
      const { question, value } = deed;
      // A browser tells of one tap twice, as click and as change.
      if (value === (answers[question]?.v ?? null)) return session;
      const n = session.n + 1;
      return {
        ...session,
        n,
        answers: { ...answers, [question]: { v: value, n } },
        status: status === 'shown' ? 'started' : status,
      };
    }
    case 'next': {
      const step = stepOn(steps, session);
      if (!step || !mayGoOn(step, session, rules)) return session;
      const after = { ...session, path: [...path, rules.placeAfter(steps, step, answers)] };
      return stepOn(steps, after) ? after : { ...after, status: 'completed' };
    }
    case 'back':
      return path.length > 1 ? { ...session, path: path.slice(0, -1) } : session;
    case 'close':
      return status === 'completed' ? session : { ...session, status: 'dismissed', how: deed.how };
  }
}
