import { describe, expect, it } from 'vitest';
import { announce, draftOf, endingOf, type Emit } from '../../../widget/prompt/showing.ts';
import { reduce, start, type Action } from '../../../widget/prompt/session.ts';
import { nps, reason, survey } from '../../support/surveys.ts';

const response = { rid: '0', s: 'shop', sv: 1, c: 5, at: 6 };
const rated = reduce([nps, reason], start, { do: 'answer', question: 'recommend', value: 9 });

function eventsOf(actions: readonly Action[]) {
  const events: unknown[] = [];
  const emit = ((name: string, detail: object) => events.push([name, detail])) as Emit;
  let before = start;
  announce(survey(), undefined, start, emit);
  for (const action of actions) {
    const after = reduce([nps, reason], before, action);
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
    expect(endingOf(start)).toBe('ignored');
    expect(endingOf(reduce([nps], start, { do: 'close' }))).toBe('dismissed');
    expect(endingOf(reduce([nps], rated, { do: 'close' }))).toBe('answered');
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
