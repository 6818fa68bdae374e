import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../server/contract/response.ts';
import {
  isAnswered,
  onView,
  reduce,
  start,
  stepsOf,
  type Action,
  type Session,
} from '../../../widget/prompt/session.ts';
import { colour, helpful, nps, reason } from '../../support/surveys.ts';

const questions = [nps, reason, colour, { ...helpful, required: true }];
const run = (actions: readonly Action[], asked = questions): Session =>
  actions.reduce((session, action) => reduce(asked, session, action), start);
const rate = (value: number): Action => ({ do: 'answer', question: 'recommend', value });
const next: Action = { do: 'next' };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constant('answer' as const),
    question: fc.constantFrom('recommend', 'reason', 'colour', 'helpful'),
    value: fc.constantFrom(0, 1, 'r', 'words', null),
  }),
  fc.constantFrom<Action>(next, { do: 'back' }, { do: 'close' }),
);

describe('session', () => {
  it('asks a rating together with the words that explain it', () => {
    expect(stepsOf(questions).map((step) => step.map((question) => question.id))).toEqual([
      ['recommend', 'reason'],
      ['colour'],
      ['helpful'],
    ]);
  });

  it('starts with the answer, and a changed answer replaces it', () => {
    const session = run([rate(3), rate(9)]);
    expect(session).toMatchObject({ status: 'started', step: 0, n: 2, answers: { recommend: { v: 9, n: 2 } } });
  });

  it('changes nothing when the same answer is given again', () => {
    expect(run([rate(3), rate(3)])).toEqual(run([rate(3)]));
  });

  it('goes through the steps and completes after the last', () => {
    const session = run([rate(9), next, next, { do: 'answer', question: 'helpful', value: 1 }, next]);
    expect(session).toMatchObject({ status: 'completed', step: 3 });
    expect(onView(questions, session)).toEqual([]);
  });

  it('stays at a required question without an answer', () => {
    const session = run([rate(9), next, next, next]);
    expect(session).toMatchObject({ status: 'started', step: 2 });
  });

  it('keeps every answer on the way back', () => {
    const session = run([rate(9), next, { do: 'back' }]);
    expect(session).toMatchObject({ step: 0, answers: { recommend: { v: 9 } } });
  });

  it('lets an answer be changed after the end, and stays completed', () => {
    const session = run([rate(2), next, { do: 'back' }, rate(7)], [nps]);
    expect(session).toMatchObject({ status: 'completed', step: 0, answers: { recommend: { v: 7, n: 2 } } });
  });

  it('is dismissed when closed before the end, whatever was answered', () => {
    expect(run([{ do: 'close' }])).toMatchObject({ status: 'dismissed', answers: {} });
    expect(run([rate(2), { do: 'close' }])).toMatchObject({ status: 'dismissed', answers: { recommend: { v: 2 } } });
  });

  it('takes nothing more once dismissed', () => {
    const closed = run([{ do: 'close' }]);
    expect(run([{ do: 'close' }, rate(9), next, { do: 'back' }])).toEqual(closed);
  });

  it('never loses an answer, never goes back in status, and can always end', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        let session = start;
        for (const one of actions) {
          const after = reduce(questions, session, one);
          expect(STATUSES.indexOf(after.status)).toBeGreaterThanOrEqual(STATUSES.indexOf(session.status));
          for (const question of questions) {
            const retracted = one.do === 'answer' && one.question === question.id && one.value === null;
            if (isAnswered(session, question) && !retracted) expect(isAnswered(after, question)).toBe(true);
          }
          expect(after.n).toBeGreaterThanOrEqual(session.n);
          session = after;
        }
        expect(['dismissed', 'completed']).toContain(reduce(questions, session, { do: 'close' }).status);
      }),
    );
  });
});
