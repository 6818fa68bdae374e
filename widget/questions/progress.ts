import { placeAfter, stepAt, type Answers, type Step } from '../../server/contract/flow.ts';
import type { More } from './question.ts';
import { wordsOf } from './texts.ts';

/** How many steps there are from this one on, itself included, if nothing changes. */
export function stepsFrom(steps: readonly Step[], from: Step, answers: Answers): number {
  let count = 0;
  // No more than there are: a survey that nobody checked may lead back.
  for (let step: Step | undefined = from; step && count < steps.length; count++)
    step = stepAt(steps, placeAfter(steps, step, answers));
  return count;
}

/** Where the person is among all the steps, if there are more than two. */
export const progress: More['progress'] = (steps, step, answers, walked, texts) => {
  const all = walked - 1 + stepsFrom(steps, step, answers);
  return all > 2 ? wordsOf(texts).progress.replace('{n}', String(walked)).replace('{m}', String(all)) : undefined;
};
