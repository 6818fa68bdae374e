// A response came before its survey was known (a backup was restored): what becomes of it once the survey is.
import type { Survey } from '../contract/survey.ts';
import type { Answer } from '../contract/response.ts';
import { check } from './answers.ts';
import type { StoredResponse } from './store.ts';

/** Why a response is held whose survey nobody knows. */
export const UNKNOWN_SURVEY = 'survey';

/**
 * Counts from now on if its answers answer the survey; otherwise it stays held, with the reason a document gets that
 * is judged with the survey at hand. Acknowledged long ago, so nothing of it is dropped.
 */
export function adopt(response: StoredResponse, survey: Survey): StoredResponse {
  const answers: [string, Answer][] = [];
  let held: string | null = null;
  for (const [id, answer] of Object.entries(response.snapshot.q)) {
    const question = survey.questions.find((asked) => asked.id === id);
    const checked = question && answer.v !== null ? check(answer.v, question) : undefined;
    if (!question) held = 'question';
    else if (checked?.s === 'drop') held = 'value';
    else if (checked?.s === 'held') held = checked.code;
    answers.push([id, checked && checked.s !== 'drop' ? { ...answer, v: checked.value } : answer]);
  }
  return { ...response, held, snapshot: { ...response.snapshot, q: Object.fromEntries(answers) } };
}
