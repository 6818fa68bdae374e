import type { ComponentChildren, ComponentType } from 'preact';
import type { PublicSurvey } from '../../server/contract/api.ts';
import type { Answers, placeAfter, Step } from '../../server/contract/flow.ts';
import type {
  AnswerValue,
  Question,
  QuestionType,
  RatingType,
  shapeOf,
  Text,
} from '../../server/contract/questions.ts';
import type { Plural } from '../platform/plural.ts';

/** What the other part says besides the words of the survey, in the person's language. */
export interface MoreTexts {
  /** How far it is, where there are more than two steps: step `{n}` of `{m}`. */
  readonly progress: string;
  /** The option of one's own words, and its field. */
  readonly other: string;
  readonly email: string;
  readonly emailWrong: string;
  /** Names of the values of a scale drawn as stars. */
  readonly stars: Plural;
  /** How many options, or letters, are asked for. */
  readonly least: Plural;
  readonly most: Plural;
  readonly letters: Plural;
}

/** What every question component is given. It draws the value and hands back another; it keeps nothing. */
export interface QuestionProps<T extends QuestionType = QuestionType> {
  readonly question: Question<T>;
  readonly value: AnswerValue<T> | null;
  /** Element ids and radio groups start with it: unique within the prompt. */
  readonly id: string;
  readonly say: (text: Text) => string;
  /** Words of the other part, which has those that are missing in English. */
  readonly texts: Partial<MoreTexts>;
  /** The language tag of `texts`. */
  readonly language: string;
  /** The same as long as the prompt is open, another for the next: random orders come from it. */
  readonly seed: string;
  /** The part with all other questions and shapes, where it has been loaded. */
  readonly more?: More | undefined;
  /** `tap`: given by pointing at it, not while walking along it with the arrow keys or typing. */
  readonly onAnswer: (value: AnswerValue<T> | null, tap: boolean) => void;
}

/** One value of a rating, to be drawn; `value` is still the chosen one. */
export interface MarkProps extends QuestionProps<RatingType> {
  readonly v: number;
  /** What it is called, if it is called anything. */
  readonly label: string | undefined;
  /** Ends of its scale. */
  readonly min: number;
  readonly max: number;
}

/** A shape of ratings. */
export interface Mark {
  readonly draw: (props: MarkProps) => ComponentChildren;
  /** It says every label itself, so that the ends need no line of their own; the highest value then comes first. */
  readonly labelled?: true;
  /** What the value is called aloud; default: its number. */
  readonly name?: (props: MarkProps) => string;
}

/** The types of the other part: all but the ratings, of which it has the shapes; of texts it says their least length. */
export type MoreType = Exclude<QuestionType, RatingType>;

/** What a session goes by. */
export interface Rules {
  /** What keeps a value from being the answer to a question; nothing where it is one. */
  readonly validity: (question: Question, value: AnswerValue | null) => unknown;
  /** The place after a step. */
  readonly placeAfter: typeof placeAfter;
}

/** What the visible texts of a survey may name in a pipe. */
export interface Known {
  /** A text in the person's language, its pipes as they are. */
  readonly words: (text: Text) => string;
  /** Attributes of the visitor and properties of the touchpoint. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly questions: readonly Question[];
  readonly answers: Answers;
}

/** The closing words. */
export interface Closing {
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly link?: ComponentChildren;
}

/** The other part, widget/questions/more.ts; a type or a shape that is forgotten there does not compile. */
export interface More extends Rules {
  readonly questions: { readonly [T in MoreType]: ComponentType<QuestionProps<T>> };
  readonly marks: { readonly [S in Exclude<ReturnType<typeof shapeOf>, 'number'>]: Mark } & { readonly number?: never };
  /** A text with its pipes filled. */
  readonly say: (text: Text, known: Known) => string;
  /** How far it is, for somebody who has been at `walked` places; undefined where that goes without saying. */
  readonly progress: (
    steps: readonly Step[],
    step: Step,
    answers: Answers,
    walked: number,
    texts: Partial<MoreTexts>,
  ) => string | undefined;
  /** The ending of that name; undefined for the plain thanks. */
  readonly closing: (survey: PublicSurvey, place: string, say: (text: Text) => string) => Closing | undefined;
  /** Added to the prompt's own. */
  readonly styles: string;
}
