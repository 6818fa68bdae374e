import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  END,
  LINK,
  matches,
  placeAfter,
  stepAt,
  stepsOf,
  type Answers,
  type Branch,
  type When,
} from '../../server/contract/flow.ts';
import type { AnswerValue, Question } from '../../server/contract/questions.ts';
import { flowProblems } from '../../server/validate/flow.ts';
import { validateSurvey } from '../../server/validate/index.ts';
import { colour, colours, helpful, nps, reason } from '../support/surveys.ts';
import { anySurvey } from '../support/flows.ts';

const to = (place: string, when?: When): Branch => ({ ...(when && { when }), to: place });
const ids = (questions: readonly Question[]) => stepsOf(questions).map((step) => step.map(({ id }) => id));

describe('the steps of a survey', () => {
  it('ask a rating together with the words that explain it', () => {
    expect(ids([nps, reason, colour, helpful])).toEqual([['recommend', 'reason'], ['colour'], ['helpful']]);
  });

  it('ask the words by themselves where a branch leads to them', () => {
    expect(ids([{ ...nps, next: [to('reason', { to: 6 }), to(END)] }, reason])).toEqual([['recommend'], ['reason']]);
  });

  it('keep words together with their rating whatever else branches', () => {
    expect(ids([{ ...nps, next: [to('helpful', { from: 9 })] }, reason, colour, helpful])[0]).toEqual([
      'recommend',
      'reason',
    ]);
  });
});

describe('a condition', () => {
  it.each<[string, When | undefined, AnswerValue | null, boolean]>([
    ['none', undefined, null, true],
    ['a band, at its lower end', { from: 3, to: 5 }, 3, true],
    ['a band, at its upper end', { from: 3, to: 5 }, 5, true],
    ['a band, below', { from: 3, to: 5 }, 2, false],
    ['a band, above', { from: 3, to: 5 }, 6, false],
    ['a band that ends with the scale', { from: 9 }, 10, true],
    ['a band that begins with the scale', { to: 6 }, 0, true],
    ['a band, when it was skipped', { from: 0 }, null, false],
    ['a band, for words', { from: 0 }, 'words', false],
    ['options, one of them', { options: ['a', 'b'] }, 'b', true],
    ['options, none of them', { options: ['a', 'b'] }, 'c', false],
    ['options, when it was skipped', { options: ['null', 'other'] }, null, false],
    ['options, one of several chosen', { options: ['a'] }, ['c', 'a'], true],
    ['options, none of several chosen', { options: ['a'] }, ['c', 'd'], false],
    ['answered', { answered: true }, 0, true],
    ['answered, when it was skipped', { answered: true }, null, false],
    ['skipped', { answered: false }, null, true],
    ['skipped, when it was answered', { answered: false }, 'words', false],
    ['one that only a newer script knows', { sounds: 'angry' } as When, 3, false],
  ])('%s', (_what, when, value, holds) => {
    expect(matches(when, value)).toBe(holds);
  });

  it('takes one’s own words beside the options for the option "other"', () => {
    const own = { other: 'a nicer one' } as unknown as AnswerValue;
    expect(matches({ options: ['other'] }, own)).toBe(true);
    expect(matches({ options: ['a'] }, own)).toBe(false);
    expect(matches({ options: ['other'] }, ['a', own] as unknown as AnswerValue)).toBe(true);
  });
});

describe('the place after a step', () => {
  const first = (questions: readonly Question[], answers: Answers) => {
    const steps = stepsOf(questions);
    return placeAfter(steps, steps[0]!, answers);
  };
  const after = (questions: readonly Question[], v: AnswerValue | null) =>
    first(questions, { [questions[0]!.id]: { v } });

  it('is the next step, and the end after the last', () => {
    expect(after([nps, reason, colour], 3)).toBe('colour');
    expect(after([nps, reason], 3)).toBe(END);
  });

  it('is that of the first branch that matches', () => {
    const branching = [{ ...nps, next: [to('sorry', { to: 6 }), to('fine')] }, reason];
    expect([0, 6, 7, null].map((value) => after(branching, value))).toEqual(['sorry', 'sorry', 'fine', 'fine']);
  });

  it('is the next in order when no branch matches', () => {
    expect(after([{ ...nps, next: [to('x', { to: 6 })] }, reason, colour], 7)).toBe('colour');
  });

  it('is said by the rating before it is said by its words', () => {
    const both = [
      { ...nps, next: [to('fans', { from: 9 })] },
      { ...reason, next: [to('told', { answered: true })] },
    ];
    const answers = { reason: { v: 'fast' } };
    expect(first(both, { ...answers, recommend: { v: 9 } })).toBe('fans');
    expect(first(both, { ...answers, recommend: { v: 3 } })).toBe('told');
  });
});

describe('a survey is refused', () => {
  const file = { id: 'shop', version: 1, name: 'Shop', touchpoint: 'bought', stage: 'purchase' };
  const problems = (questions: readonly object[], endings?: readonly object[]) => {
    const result = validateSurvey({ ...file, questions, ...(endings && { endings }) });
    return 'problems' in result ? result.problems : [];
  };
  const rated = (...next: Branch[]) => ({ ...nps, next });
  const picked = (...next: Branch[]) => ({ ...colour, next });
  const end = (id: string, href?: string) => ({
    id,
    title: 'Bye',
    ...(href && { link: { label: 'Review us', href } }),
  });

  it.each<[string, readonly object[], readonly object[], string]>([
    ['an unknown target', [rated(to('why'))], [], 'questions[0].next[0].to: there is no question or ending "why"'],
    [
      'a loop',
      [rated(), { ...helpful, next: [to('recommend', { answered: false })] }],
      [],
      'questions[0].next: whoever answers so goes round for ever: recommend → helpful → recommend',
    ],
    ['a question that leads to itself', [rated(to('recommend'))], [], 'recommend → recommend'],
    ['a question nobody is asked', [rated(to(END)), colour], [], 'questions[1]: "colour" is never asked'],
    ['an ending nobody reaches', [rated()], [end('fans')], 'endings[0]: "fans" is never reached'],
    [
      'bands that overlap',
      [rated(to(END, { to: 6 }), to('colour', { from: 5, to: 8 })), colour],
      [],
      'questions[0].next[1].when: 5 to 8 overlaps 0 to 6 in next[0]',
    ],
    [
      'options in two branches',
      [picked(to(END, { options: ['r'] }), to('recommend', { options: ['b', 'r'] })), nps],
      [],
      'questions[0].next[1].when: "b", "r" overlaps "r" in next[0]',
    ],
    ['a branch after one that takes all', [rated(to(END), to(END, { from: 9 }))], [], 'next[1]: is never taken'],
    ['a skip that cannot be', [{ ...rated(to(END, { answered: false })), required: true }], [], 'is never taken'],
    ['a band beyond the scale', [rated(to(END, { from: 9, to: 11 }))], [], '9 to 11 is not within 0 to 10'],
    ['a band upside down', [rated(to(END, { from: 6, to: 3 }))], [], '6 to 3 is upside down'],
    ['a band without ends', [rated(to(END, {}))], [], 'questions[0].next[0].when'],
    ['a band of a choice', [picked(to(END, { from: 1 }))], [], '"colour" has no values to compare'],
    ['an option that does not exist', [picked(to(END, { options: ['g'] }))], [], '"colour" has no option "g"'],
    ['options of a rating', [rated(to(END, { options: ['r'] }))], [], '"recommend" has no options'],
    ['half a band and half a choice', [rated(to(END, { from: 1, options: ['r'] } as When))], [], 'next[0].when'],
    ['an ending called like a question', [rated()], [end('recommend')], 'endings[0].id: "recommend" is a question'],
    ['an ending called end', [rated()], [end(END)], 'endings[0].id: "end" is the name of the plain end'],
    ['a question called end', [{ ...nps, id: END }], [], 'questions[0].id: "end" is the name of the plain end'],
    ['endings of one name', [rated(to('a'))], [end('a'), end('a')], 'endings[1].id: "a" is there twice'],
    ['a script for a link', [rated(to('a'))], [end('a', 'javascript:alert(1)')], 'must begin with https:'],
    ['a link to nowhere', [rated(to('a'))], [end('a', 'https://')], 'must begin with https:'],
    ['a link without its protocol', [rated(to('a'))], [end('a', '/review')], 'must begin with https:'],
  ])('for %s', (_what, questions, endings, reason) => {
    const found = problems(questions, endings);
    expect(found.join('\n')).toContain(reason);
  });

  it('for nothing when every way ends and everything can be reached', () => {
    const questions = [
      { ...nps, next: [to('reason', { to: 6 }), to('colours', { from: 7, to: 8 }), to('fans', { from: 9 })] },
      reason,
      { ...colours, next: [to('sorry', { options: ['b'] })] },
    ];
    const links = [
      'https://example.com/review',
      'http://example.com',
      'mailto:help@example.com',
      'HTTPS://EXAMPLE.COM',
    ];
    for (const href of links) expect(problems(questions, [end('fans', href), end('sorry')])).toEqual([]);
  });

  it('for nothing when a branch leads back without a circle', () => {
    const back = [rated(to('helpful')), { ...colour, next: [to(END)] }, { ...helpful, next: [to('colour')] }];
    expect(problems(back)).toEqual([]);
  });
});

describe('what the check lets through', () => {
  it('never goes round, whatever is answered at each place', () => {
    fc.assert(
      fc.property(anySurvey, fc.infiniteStream(fc.nat()), (survey, numbers) => {
        fc.pre(flowProblems(survey).length === 0);
        const steps = stepsOf(survey.questions);
        const way: string[] = [steps[0]![0].id];
        for (;;) {
          const place = way.at(-1)!;
          const step = stepAt(steps, place);
          if (!step) break;
          const answers = Object.fromEntries(step.map((one) => [one.id, { v: anyAnswer(one, numbers.next().value) }]));
          way.push(placeAfter(steps, step, answers));
          expect(new Set(way).size).toBe(way.length);
        }
      }),
    );
  });

  it('and what it calls a loop is one: somebody comes back to where they were', () => {
    fc.assert(
      fc.property(anySurvey, (survey) => {
        const loop = flowProblems(survey).find((problem) => problem.includes('goes round'));
        fc.pre(loop !== undefined);
        const [, ...way] = loop!.split(': ').at(-1)!.split(' → ');
        let [place] = loop!.split(': ').at(-1)!.split(' → ') as [string];
        const steps = stepsOf(survey.questions);
        for (const next of way) {
          const step = stepAt(steps, place)!;
          const answers = everyAnswer(step);
          expect(answers.map((given) => placeAfter(steps, step, given))).toContain(next);
          place = next;
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is never a link that a browser would run', () => {
    for (const href of [
      'javascript:x',
      ' javascript:x',
      'JaVaScRiPt:x',
      'java\nscript:x',
      'data:text/html,x',
      'vbscript:x',
    ]) {
      expect(LINK.test(href)).toBe(false);
    }
  });
});

function anyAnswer(question: Question, number: number): AnswerValue | null {
  const all = answersTo(question);
  return all[number % all.length]!;
}

function answersTo(question: Question): (AnswerValue | null)[] {
  const skipped = question.required ? [] : [null];
  if (question.type === 'text') return ['words', ...skipped];
  if (question.type === 'choice') return [...question.options.map(({ id }) => id), ...skipped];
  if (question.type === 'choices') {
    return [...question.options.map(({ id }) => [id]), question.options.map(({ id }) => id), ...skipped];
  }
  return [...Array(11).keys(), ...skipped];
}

function everyAnswer(step: readonly Question[]): Record<string, { v: AnswerValue | null }>[] {
  return step.reduce<Record<string, { v: AnswerValue | null }>[]>(
    (all, one) => all.flatMap((given) => answersTo(one).map((v) => ({ ...given, [one.id]: { v } }))),
    [{}],
  );
}
