import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END, stepsOf, type Branch, type Step } from '../../../server/contract/flow.ts';
import type { AnswerValue, Question } from '../../../server/contract/questions.ts';
import { STATUSES } from '../../../server/contract/response.ts';
import { flowProblems } from '../../../server/validate/flow.ts';
import {
  isAnswered,
  placeOf,
  reduce,
  start,
  stepOn,
  isLast,
  type Deed,
  type Session,
} from '../../../widget/prompt/session.ts';
import * as more from '../../../widget/questions/more.ts';
import { stepsFrom } from '../../../widget/questions/progress.ts';
import { anySurvey } from '../../support/flows.ts';
import { colour, helpful, nps, reason } from '../../support/surveys.ts';

const questions: readonly Question[] = [nps, reason, colour, { ...helpful, required: true }];
const run = (deeds: readonly Deed[], asked = questions): Session => {
  const steps = stepsOf(asked);
  return deeds.reduce((session, deed) => reduce(steps, session, deed, more), start(steps));
};
/** How many steps there are from the one on view on, itself included. */
const ahead = (steps: readonly Step[], session: Session): number => {
  const step = stepOn(steps, session);
  return step ? stepsFrom(steps, step, session.answers) : 0;
};
const answer = (question: string, value: AnswerValue | null): Deed => ({ do: 'answer', question, value });
const rate = (value: number): Deed => answer('recommend', value);
const next: Deed = { do: 'next' };
const back: Deed = { do: 'back' };
const close: Deed = { do: 'close' };

describe('session', () => {
  it('starts with the answer, and a changed answer replaces it', () => {
    const session = run([rate(3), rate(9)]);
    expect(session).toMatchObject({ status: 'started', n: 2, answers: { recommend: { v: 9, n: 2 } } });
    expect(session.path).toEqual(['recommend']);
  });

  it('changes nothing when the same answer is given again', () => {
    expect(run([rate(3), rate(3)])).toEqual(run([rate(3)]));
  });

  it('goes through the steps and completes after the last', () => {
    const session = run([rate(9), next, next, answer('helpful', 1), next]);
    expect(session).toMatchObject({ status: 'completed', path: ['recommend', 'colour', 'helpful', END] });
  });

  it('stays at a required question without an answer', () => {
    const session = run([rate(9), next, next, next]);
    expect(session).toMatchObject({ status: 'started', path: ['recommend', 'colour', 'helpful'] });
  });

  it('lets a rating be skipped with its words, even words that are required once there is a rating', () => {
    const strict = [nps, { ...reason, required: true }];
    expect(placeOf(run([next], strict))).toBe(END);
    expect(placeOf(run([rate(3), next], strict))).toBe('recommend');
  });

  it('keeps every answer on the way back', () => {
    const session = run([rate(9), next, back]);
    expect(session).toMatchObject({ path: ['recommend'], answers: { recommend: { v: 9 } } });
  });

  it('lets an answer be changed after the end, and stays completed', () => {
    const session = run([rate(2), next, back, rate(7)], [nps]);
    expect(session).toMatchObject({ status: 'completed', path: ['recommend'], answers: { recommend: { v: 7, n: 2 } } });
  });

  it('is dismissed when closed before the end, whatever was answered', () => {
    expect(run([close])).toMatchObject({ status: 'dismissed', answers: {} });
    expect(run([rate(2), close])).toMatchObject({ status: 'dismissed', answers: { recommend: { v: 2 } } });
  });

  it('remembers the wish to be asked later or never again, and is dismissed on the wire', () => {
    expect(run([{ do: 'close', how: 'later' }])).toMatchObject({ status: 'dismissed', how: 'later' });
    expect(run([{ do: 'close', how: 'never' }])).toMatchObject({ status: 'dismissed', how: 'never' });
  });

  it('takes nothing more once dismissed', () => {
    const closed = run([close]);
    expect(run([close, rate(9), next, back])).toEqual(closed);
  });

  it.each<[string, readonly Deed[], number]>([
    ['at first', [], 3],
    ['on the last step', [rate(9), next, next], 1],
    ['at the closing words', [rate(9), next, next, answer('helpful', 1), next], 0],
  ])('has so many steps ahead %s', (_when, deeds, many) => {
    const [steps, session] = [stepsOf(questions), run(deeds)];
    expect(ahead(steps, session)).toBe(many);
    expect(isLast(steps, session, more)).toBe(many < 2);
  });
});

describe('a session without the other part', () => {
  it('goes the same way wherever no question needs that part', () => {
    const deed = fc.constantFrom(rate(9), rate(3), answer('recommend', null), answer('reason', 'slow'), next, back);
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.array(deed, { maxLength: 12 }), (one, other, deeds) => {
        const steps = stepsOf([
          { ...reason, required: one },
          { ...nps, required: other },
        ]);
        const run = (rules?: typeof more) =>
          deeds.reduce((session, given) => reduce(steps, session, given, rules), start(steps));
        expect(run()).toEqual(run(more));
        expect(isLast(steps, run())).toBe(isLast(steps, run(), more));
      }),
    );
  });
});

describe('a session with branches', () => {
  const to = (place: string, when?: Branch['when']): Branch => ({ ...(when && { when }), to: place });
  const branching: readonly Question[] = [
    { ...nps, next: [to('reason', { to: 6 }), to('fans', { from: 9 }), to('colour')] },
    { ...reason, next: [to(END)] },
    { ...colour, next: [to('helpful', { options: ['r'] }), to(END, { answered: false })] },
    helpful,
  ];

  it.each<[string, readonly Deed[], readonly string[]]>([
    ['a low score to its reason', [rate(2), next, next], ['recommend', 'reason', END]],
    ['a high score to its ending', [rate(10), next], ['recommend', 'fans']],
    ['a score between to the next question', [rate(7), next], ['recommend', 'colour']],
    ['no score by the branch without a condition', [next], ['recommend', 'colour']],
    ['an option to its question', [rate(7), next, answer('colour', 'r'), next], ['recommend', 'colour', 'helpful']],
    ['another option to what comes next', [next, answer('colour', 'b'), next], ['recommend', 'colour', 'helpful']],
    ['a skipped question to the end', [next, next], ['recommend', 'colour', END]],
  ])('leads %s', (_what, deeds, path) => {
    expect(run(deeds, branching).path).toEqual(path);
  });

  it('walks back the way that was taken, not the order of the questions', () => {
    expect(run([rate(7), next, answer('colour', 'r'), next, back, back], branching).path).toEqual(['recommend']);
  });

  it('computes the way anew after going back, and keeps what was answered on the other way', () => {
    const session = run([rate(2), next, answer('reason', 'slow'), back, rate(10), next], branching);
    expect(session.path).toEqual(['recommend', 'fans']);
    expect(session.answers).toMatchObject({ recommend: { v: 10 }, reason: { v: 'slow' } });
  });

  it('ends at a place that nobody knows, as it does at the end', () => {
    const session = run([next], [{ ...nps, next: [to('nowhere')] }, reason]);
    expect(session.status).toBe('completed');
    expect(stepOn(stepsOf(branching), session)).toBeUndefined();
  });

  it('counts the steps ahead by what is answered so far', () => {
    const steps = stepsOf(branching);
    expect([2, 10, 7].map((value) => ahead(steps, run([rate(value)], branching)))).toEqual([2, 1, 2]);
  });

  it('offers the same next step for every score unless a branch says otherwise', () => {
    const places = [...Array(11).keys()].map((value) => placeOf(run([rate(value), next])));
    expect(new Set(places)).toEqual(new Set(['colour']));
  });
});

/** Any session of any survey that passed the check, as a customer's taps make it. */
const anySession = fc
  .tuple(
    anySurvey.filter((survey) => flowProblems(survey).length === 0).map(({ questions: asked }) => stepsOf(asked)),
    fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('answer' as const), value: fc.constantFrom(0, 5, 10, 'r', ['b'], 'words', null) }),
        fc.constantFrom(next, next, back),
      ),
      { maxLength: 30 },
    ),
  )
  .map(([steps, taps]) => {
    const sessions = [start(steps)];
    const actions: Deed[] = [];
    for (const tap of taps) {
      const session = sessions.at(-1)!;
      const on = stepOn(steps, session);
      // A person can answer what is on view only.
      if (tap.do === 'answer' && !on) continue;
      const deed: Deed = tap.do === 'answer' ? answer(on![0].id, tap.value) : tap;
      actions.push(deed);
      sessions.push(reduce(steps, session, deed, more));
    }
    return { steps, sessions, actions };
  });

describe('every session of every survey that passed the check', () => {
  const answered = (steps: readonly Step[], session: Session) =>
    steps.flat().filter((question) => isAnswered(session, question));

  it('can come to an end from wherever it is, and be closed', () => {
    fc.assert(
      fc.property(anySession, ({ steps, sessions }) => {
        let session = sessions.at(-1)!;
        expect(['dismissed', 'completed']).toContain(reduce(steps, session, close).status);
        for (let taps = 0; taps <= steps.length; taps++) {
          const on = stepOn(steps, session);
          if (!on) break;
          // What must be answered can be; everything else is skipped as it is.
          for (const { id } of on.filter((one) => one.required && !isAnswered(session, one))) {
            session = reduce(steps, session, answer(id, 5), more);
          }
          session = reduce(steps, session, next, more);
        }
        expect(stepOn(steps, session)).toBeUndefined();
        expect(session.status).toBe('completed');
      }),
    );
  });

  it('never loses an answer by going back or on, and never goes back in status', () => {
    fc.assert(
      fc.property(anySession, ({ steps, sessions, actions }) => {
        for (const [index, action] of actions.entries()) {
          const [before, after] = [sessions[index]!, sessions[index + 1]!];
          expect(STATUSES.indexOf(after.status)).toBeGreaterThanOrEqual(STATUSES.indexOf(before.status));
          expect(after.n).toBeGreaterThanOrEqual(before.n);
          if (action.do !== 'answer') expect(after.answers).toEqual(before.answers);
          else for (const one of answered(steps, before)) expect(after.answers).toHaveProperty(one.id);
        }
      }),
    );
  });

  it('is back at the same step after next and back', () => {
    fc.assert(
      fc.property(anySession, ({ steps, sessions }) => {
        const session = sessions.at(-1)!;
        const gone = reduce(steps, session, next, more);
        if (gone === session) return;
        expect(reduce(steps, gone, back, more).path).toEqual(session.path);
      }),
    );
  });

  it('never counts more steps than there are', () => {
    fc.assert(
      fc.property(anySession, ({ steps, sessions }) => {
        const session = sessions.at(-1)!;
        const many = ahead(steps, session);
        expect(session.path.length - 1 + many).toBeLessThanOrEqual(steps.length);
        expect(many === 0).toBe(stepOn(steps, session) === undefined);
      }),
    );
  });
});
