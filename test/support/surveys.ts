import type { PublicSurvey } from '../../server/contract/api.ts';
import type { Question } from '../../server/contract/questions.ts';

export const nps: Question<'nps'> = {
  id: 'recommend',
  type: 'nps',
  title: 'How likely are you to recommend us?',
  low: 'Not at all likely',
  high: 'Extremely likely',
};
export const reason: Question<'text'> = { id: 'reason', type: 'text', title: 'Why?' };
export const helpful: Question<'thumbs'> = { id: 'helpful', type: 'thumbs', title: 'Helpful?', low: 'No', high: 'Yes' };
export const colour: Question<'choice'> = {
  id: 'colour',
  type: 'choice',
  title: 'Which colour?',
  options: [
    { id: 'r', label: 'Red' },
    { id: 'b', label: { en: 'Blue', de: 'Blau' } },
  ],
};
export const colours: Question<'choices'> = { ...colour, id: 'colours', type: 'choices', title: 'Which colours?' };

export function survey(changes: Partial<PublicSurvey> = {}): PublicSurvey {
  return { id: 'shop', version: 1, touchpoint: 'bought', questions: [nps, reason], ...changes };
}
