import { describe, expect, it } from 'vitest';
import { announce, draftOf, endingOf, type Emit } from '../../../widget/prompt/showing.ts';
import { stepsOf } from '../../../server/contract/flow.ts';
import { reduce, start, type Deed, type Session } from '../../../widget/prompt/session.ts';
import { nps, reason, survey } from '../../support/surveys.ts';

const response = { rid: '0', s: 'shop', sv: 1, c: 5, at: 6 };
const steps = stepsOf([nps, reason]);
const fresh = start(steps);
const run = (session: Session, ...deeds: Deed[]) => deeds.reduce((now, deed) => reduce(steps, now, deed), session);
const rated = run(fresh, { do: 'answer', question: 'recommend', value: 9 });

function eventsOf(deeds: readonly Deed[]) {
  const events: unknown[] = [];
  const emit = ((name: string, detail: object) => events.push([name, detail])) as Emit;
  let before = fresh;
  announce(survey(), undefined, fresh, emit);
  for (const deed of deeds) {
    const after = run(before, deed);
    announce(survey(), before, after, emit);
    before = after;
  }
  return events;
}

describe('showing', () => {
  it('drafts the response with every answer, its count and its page load', () => {
    expect(draftOf(response, rated, 'abc', { p: '/' })).toEqual({
      ...response,
      st: 'started',
      q: { recommend: { v: 9, n: 1, a: 'abc' } },
      x: { p: '/' },
    });
  });

  it('ends as ignored, dismissed or answered, and an answer outweighs the closing', () => {
    expect(endingOf(fresh)).toBe('ignored');
    expect(endingOf(run(fresh, { do: 'close' }))).toBe('dismissed');
    expect(endingOf(run(rated, { do: 'close' }))).toBe('answered');
  });

  it('ends as the person said, when they said later or never', () => {
    expect(endingOf(run(fresh, { do: 'close', how: 'later' }))).toBe('later');
    expect(endingOf(run(fresh, { do: 'close', how: 'never' }))).toBe('never');
  });

  it('drafts answers of an earlier page load as that page load’s', () => {
    const resumed = { ...rated, answers: { recommend: { v: 9, n: 1, a: 'before' } } };
    const more = run(resumed, { do: 'answer', question: 'reason', value: 'fast' });
    expect(draftOf(response, more, 'now', {}).q).toEqual({
      recommend: { v: 9, n: 1, a: 'before' },
      reason: { v: 'fast', n: 2, a: 'now' },
    });
  });

  it('tells each event once, in order, without the response’s id', () => {
    expect(eventsOf([{ do: 'answer', question: 'recommend', value: 9 }, { do: 'next' }, { do: 'back' }])).toEqual([
      ['shown', { survey: 'shop' }],
      ['answered', { survey: 'shop', question: 'recommend', value: 9 }],
      ['completed', { survey: 'shop' }],
    ]);
    expect(eventsOf([{ do: 'close' }])).toEqual([
      ['shown', { survey: 'shop' }],
      ['dismissed', { survey: 'shop' }],
    ]);
  });
});
