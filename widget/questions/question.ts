import type { AnswerValue, Question, QuestionType, Text } from '../../server/contract/questions.ts';

/** What every question component is given. It draws the value and hands back another; it keeps nothing. */
export interface QuestionProps<T extends QuestionType = QuestionType> {
  readonly question: Question<T>;
  readonly value: AnswerValue<T> | null;
  /** Element ids and radio groups start with it: unique within the prompt. */
  readonly id: string;
  readonly say: (text: Text) => string;
  /** `tap`: given by pointing at it, not while walking along it with the arrow keys. */
  readonly onAnswer: (value: AnswerValue<T> | null, tap: boolean) => void;
}
