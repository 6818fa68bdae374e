import type { ComponentChildren, ComponentType } from 'preact';
import type {
  AnswerValue,
  Question,
  QuestionType,
  RatingType,
  shapeOf,
  Text,
} from '../../server/contract/questions.ts';
import type { Plural } from '../platform/plural.ts';

/** What questions say besides the words of the survey, in the person's language. */
export interface QuestionTexts {
  readonly other: string;
  readonly email: string;
  readonly emailWrong: string;
  readonly stars: Plural;
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
  readonly texts: QuestionTexts;
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

/** The other part, widget/questions/more.ts; a type or a shape that is forgotten there does not compile. */
export interface More {
  readonly questions: { readonly [T in MoreType]: ComponentType<QuestionProps<T>> };
  readonly marks: { readonly [S in Exclude<ReturnType<typeof shapeOf>, 'number'>]: Mark } & { readonly number?: never };
  /** What keeps a value from being the answer to a question; undefined where nothing does. */
  readonly validity: (question: Question, value: AnswerValue | null) => unknown;
  /** Added to the prompt's own. */
  readonly styles: string;
}
