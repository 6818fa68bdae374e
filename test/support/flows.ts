// Random surveys with branches, sensible and not: for the promises about every way through a survey.
import fc from 'fast-check';
import { END, type Branch, type When } from '../../server/contract/flow.ts';
import type { Question } from '../../server/contract/questions.ts';
import type { Survey } from '../../server/contract/survey.ts';
import { colour, colours, nps, reason } from './surveys.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const ENDINGS = ['fans', 'sorry'];

const band = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }))
  .map(([one, other]): When => ({ from: Math.min(one, other), to: Math.max(one, other) }));
const options = fc.subarray(['r', 'b'], { minLength: 1 }).map((chosen): When => ({ options: chosen }));
const answered = fc.boolean().map((is): When => ({ answered: is }));
const target = fc.constantFrom(...NAMES, ...ENDINGS, END);
const branches = (when: fc.Arbitrary<When>): fc.Arbitrary<Branch[]> =>
  fc.array(fc.record({ when, to: target }, { requiredKeys: ['to'] }), { maxLength: 3 });

const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ next: branches(fc.oneof(band, answered)), required: fc.boolean() }).map((more) => ({ ...nps, ...more })),
  fc.record({ next: branches(answered), required: fc.boolean() }).map((more) => ({ ...reason, ...more })),
  fc.record({ next: branches(fc.oneof(options, answered)) }).map((more) => ({ ...colour, ...more })),
  fc.record({ next: branches(options) }).map((more) => ({ ...colours, ...more })),
);

/** Any survey of up to five questions, `a` to `e`, whose branches may lead anywhere, to places that are none as well. */
export const anySurvey: fc.Arbitrary<Survey> = fc
  .tuple(fc.array(question, { minLength: 1, maxLength: 5 }), fc.subarray(ENDINGS))
  .map(([questions, endings]) => ({
    id: 'shop',
    version: 1,
    name: 'Shop',
    touchpoint: 'bought',
    stage: 'purchase',
    questions: questions.map((one, index): Question => ({ ...one, id: NAMES[index]! })),
    endings: endings.map((id) => ({ id, title: id })),
  }));
