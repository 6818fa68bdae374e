// What can be asked, and what an answer to it is.
// A new question type is one line in each interface here, one component in widget/questions/
// and one check in server/store/answers.ts; whatever is forgotten does not compile.
import type { Branch } from './flow.ts';

/** One text, or one text per language tag: `"Thanks"` or `{ en: "Thanks", de: "Danke" }`. */
export type Text = string | Readonly<Record<string, string>>;

/**
 * The text in the first of `languages` it has: each tried exactly, then without its region; else in `fallback`,
 * else in whatever language it has. A missing language never hides a question.
 */
export function inLanguage(text: Text, languages: readonly string[], fallback = 'en'): string {
  if (typeof text === 'string') return text;
  for (const tag of [...languages, fallback]) {
    const found = text[tag] ?? text[tag.split('-')[0]!];
    if (found !== undefined) return found;
  }
  return Object.values(text)[0] ?? '';
}

/**
 * Every rating scale, by the name of the metric it yields; both ends included.
 * `ces1` asks for effort (lower is easier), `ces2` for agreement that it was easy (higher is easier).
 */
export const SCALES = {
  nps: { min: 0, max: 10 },
  csat5: { min: 1, max: 5 },
  csat7: { min: 1, max: 7 },
  ces1: { min: 1, max: 5 },
  ces2: { min: 1, max: 7 },
  service10: { min: 1, max: 10 },
  stars: { min: 1, max: 5 },
  emoji3: { min: 1, max: 3 },
  emoji5: { min: 1, max: 5 },
  thumbs: { min: 0, max: 1 },
} as const;

/** What a rating measures; the key of every score. */
export type Metric = keyof typeof SCALES;

interface Rating {
  /** Label of the lowest and of the highest value; shown beside the scale. */
  readonly low?: Text;
  readonly high?: Text;
}

export interface Option {
  /** What is stored; stable when the label is reworded or translated. */
  readonly id: string;
  readonly label: Text;
}

/** What a site owner sets, per question type. */
export interface QuestionSettings {
  nps: Rating;
  csat5: Rating;
  csat7: Rating;
  ces1: Rating;
  ces2: Rating;
  service10: Rating;
  thumbs: Rating;
  choice: { readonly options: readonly Option[] };
  choices: { readonly options: readonly Option[] };
  /** `maxLength` in code points; default and upper bound `LIMITS.text`. */
  text: { readonly maxLength?: number; readonly placeholder?: Text };
}

/** What an answer is, per question type: a scale value, one option id, several option ids, or words. */
export interface AnswerValues {
  nps: number;
  csat5: number;
  csat7: number;
  ces1: number;
  ces2: number;
  service10: number;
  thumbs: number;
  choice: string;
  choices: readonly string[];
  text: string;
}

export type QuestionType = keyof QuestionSettings;
export type RatingType = QuestionType & Metric;
export type AnswerValue<T extends QuestionType = QuestionType> = AnswerValues[T];

/** One question of a survey; `id` is unique within the survey and never changes its meaning. */
export type Question<T extends QuestionType = QuestionType> = {
  [K in T]: {
    readonly id: string;
    readonly type: K;
    readonly title: Text;
    /** Default false: every question can be skipped. */
    readonly required?: boolean;
    /** Where its answer leads: the first branch that matches. Default: to the next question in order. */
    readonly next?: readonly Branch[];
  } & QuestionSettings[K];
}[T];

export function isRating(question: Question): question is Question<RatingType> {
  return question.type in SCALES;
}

/** The question a survey is scored by: its first rating, if it has one. */
export function ratingOf(questions: readonly Question[]): Question<RatingType> | undefined {
  return questions.find(isRating);
}
