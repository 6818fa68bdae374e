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
 * Every rating scale, by the name of the metric it yields; both ends included. On all but one a higher value is better:
 * `ces1` asks for effort, where 1 is easiest and 5 hardest; `ces2` for agreement that it was easy, where 7 is easiest.
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

/** How the values of a scale can be drawn: always one control a value, all in one colour. */
export const SHAPES = ['number', 'word', 'face', 'star'] as const;
/** How the values of a scale are drawn, one of `SHAPES`. */
export type Shape = (typeof SHAPES)[number];

interface Rating {
  /** Label of the lowest value; shown beside the scale. Default none. */
  readonly low?: Text;
  /** Label of the highest value; shown beside the scale. Default none. */
  readonly high?: Text;
  /** How the values are drawn. Default: numbers; stars for `stars`, faces for `emoji3` and `emoji5`, two thumbs for `thumbs`. */
  readonly shape?: Shape;
  /** One a value, lowest first: what each is called, in the shape `word` on it and in every shape to screen readers. Default none. */
  readonly labels?: readonly Text[];
}

/** One of the answers that are offered. */
export interface Option {
  /** What is stored; stable when the label is reworded or translated. */
  readonly id: string;
  /** What people read. */
  readonly label: Text;
}

interface Options {
  /** What can be chosen, in this order. */
  readonly options: readonly Option[];
  /** In an order of chance? Default false. Each showing draws an order of its own and keeps it; `other` stays last. */
  readonly random?: boolean;
  /** One more option, with room for words. It is counted under the id `other`. Default none. */
  readonly other?: {
    /** Default "Other", in their language. */
    readonly label?: Text;
  };
}

/** The id under which own words are counted; no option may have it beside `other`. */
export const OTHER = 'other';

/** Bounds of what people type beside texts; code points. */
export const LENGTHS = { other: 200, email: 254 } as const;

/** What a site owner sets, per question type. */
export interface QuestionSettings {
  /** How likely they are to recommend you, 0 to 10. Scored as % of 9 and 10 minus % of 0 to 6. */
  nps: Rating;
  /** Satisfaction, 1 to 5. Scored as % of 4 and 5. */
  csat5: Rating;
  /** Satisfaction, 1 to 7. Scored as % of 6 and 7. */
  csat7: Rating;
  /** Effort, 1 to 5: **low is good**, so `low` is "Very little effort". Never compared with `ces2`. */
  ces1: Rating;
  /** Agreement that it was easy, 1 to 7: **high is good**, so `high` is "Strongly agree". */
  ces2: Rating;
  /** Quality of a service, 1 to 10. Scored as % of 9 and 10; below 6 is an alarm. */
  service10: Rating;
  /** 1 to 5 stars. Scored as % of 4 and 5. */
  stars: Rating;
  /** Three faces, 1 to 3. Scored as % of 3. Labels at both ends, or one each, are needed. */
  emoji3: Rating;
  /** Five faces, 1 to 5. Scored as % of 4 and 5. Labels at both ends, or one each, are needed. */
  emoji5: Rating;
  /** Down or up, 0 or 1. Scored as % of 1. */
  thumbs: Rating;
  /** One of several options. */
  choice: Options;
  /** Any of several options. At least `min` options if any (with `required` at least one), at most `max`; default: as many as they like. */
  choices: Options & {
    /** At least so many, if any. Default 1 where it is required. */
    readonly min?: number;
    /** At most so many. Default all. */
    readonly max?: number;
  };
  /**
   * Words, in a box. After a rating they are asked together with it, unless a branch leads to them. Lengths in code points: at least `minLength` if anything, default 1; at most `maxLength`, default and upper bound
   * `LIMITS.text`.
   */
  text: {
    /** At least so many code points, if any. Default 1. */
    readonly minLength?: number;
    /** At most so many code points. Default and upper bound 2,000. */
    readonly maxLength?: number;
    /** Grey words in the empty box. Default none. */
    readonly placeholder?: Text;
  };
  /** An e-mail address, given together with a tick at `consent`: the words that say what it will be used for. */
  contact: {
    /** What the person agrees to by the tick: who will write, and for what. */
    readonly consent: Text;
  };
}

/** An option that was chosen: its id, or for `other` the person's words, which may be none (`''`). */
export type Chosen = string | { readonly other: string };

/** The id under which it is counted. */
export function optionOf(chosen: Chosen): string {
  return typeof chosen === 'string' ? chosen : OTHER;
}

/** There is no answer without both: an address that nobody agreed to is never kept. */
export interface Contact {
  /** As typed, without blanks around it; up to 254 characters. */
  readonly email: string;
  /** The tick. */
  readonly consent: true;
}

/** What an answer is, per question type: a scale value, one option, several options, words, or an address. */
export interface AnswerValues {
  /** 0 to 10. */
  nps: number;
  /** 1 to 5. */
  csat5: number;
  /** 1 to 7. */
  csat7: number;
  /** 1, least effort, to 5, most. */
  ces1: number;
  /** 1 to 7, easiest. */
  ces2: number;
  /** 1 to 10. */
  service10: number;
  /** 1 to 5. */
  stars: number;
  /** 1 to 3. */
  emoji3: number;
  /** 1 to 5. */
  emoji5: number;
  /** 0, down, or 1, up. */
  thumbs: number;
  /** The option. */
  choice: Chosen;
  /** The options, at least one, each once. */
  choices: readonly Chosen[];
  /** The words, up to 2,000 code points, never blank. */
  text: string;
  /** The address, and the consent to it. */
  contact: Contact;
}

/** The name of a type of question. */
export type QuestionType = keyof QuestionSettings;
/** The types that are ratings. */
export type RatingType = QuestionType & Metric;
/** What an answer is, for whatever question. */
export type AnswerValue<T extends QuestionType = QuestionType> = AnswerValues[T];

/** One question of a survey; `id` is unique within the survey and never changes its meaning. */
export type Question<T extends QuestionType = QuestionType> = {
  [K in T]: {
    /** Letters, digits and `. _ : -`; unique in the survey, the same in all its versions. Not `end`. */
    readonly id: string;
    /** What kind of question it is. */
    readonly type: K;
    /** The question itself, in one sentence. */
    readonly title: Text;
    /** Must it be answered to go on? Default false: every question can be skipped. */
    readonly required?: boolean;
    /** Where its answer leads: the first branch that matches. Default: to the next question in order. */
    readonly next?: readonly Branch[];
  } & QuestionSettings[K];
}[T];

/** Is it answered by a value of a scale? */
export function isRating(question: Question): question is Question<RatingType> {
  return question.type in SCALES;
}

/** How a rating is drawn when it says nothing else; two thumbs are no shape for other scales. */
const DRAWN: { readonly [T in RatingType]?: Shape | 'thumb' } = {
  stars: 'star',
  emoji3: 'face',
  emoji5: 'face',
  thumbs: 'thumb',
};

/** A shape that this version does not know is handed back as it is. */
export function shapeOf({ shape, type }: Question<RatingType>): Shape | 'thumb' {
  return shape ?? DRAWN[type] ?? 'number';
}

/** The question a survey is scored by: its first rating, if it has one. */
export function ratingOf(questions: readonly Question[]): Question<RatingType> | undefined {
  return questions.find(isRating);
}
