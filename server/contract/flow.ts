// The way through a survey: which questions are asked together, and what comes after them. The prompt walks it and
// the check of a survey proves it by the same functions, so that they cannot disagree.
import { isRating, type AnswerValue, type Question, type Text } from './questions.ts';

/** The place where every survey can end: the closing words are `Survey.thanks`. No question or ending is called so. */
export const END = 'end';

/**
 * What an answer must be for a branch to be taken:
 * - a rating within a band, both ends included; a missing end is the end of the scale
 * - one of these options chosen (`other` is the option of one's own words)
 * - answered at all, or skipped
 */
export type When =
  | {
      /** Lowest value of the band, itself included. Default the lowest of the scale. */
      readonly from?: number;
      /** Highest value of the band, itself included. Default the highest of the scale. */
      readonly to?: number;
    }
  | {
      /** Ids of options, any of which was chosen. */
      readonly options: readonly string[];
    }
  | {
      /** `true`: answered, whatever it was; `false`: skipped. */
      readonly answered: boolean;
    };

/** Where an answer leads. */
export interface Branch {
  /** Default: whatever was answered, and also if it was skipped. */
  readonly when?: When;
  /** Id of a question or of an ending, or `end`. */
  readonly to: string;
}

/** One way for a survey to end, reached by a branch that names it; `end` and the last question lead to the plain thanks. */
export interface SurveyEnding {
  /** Unique among endings and questions. */
  readonly id: string;
  /** Its closing words, instead of `thanks`. */
  readonly title: Text;
  /** A line below them. Default none. */
  readonly text?: Text;
  /** Offered, in a new tab, and never followed by itself. Default none. */
  readonly link?: {
    /** Words of the link. */
    readonly label: Text;
    /** Absolute: `https:`, `http:` or `mailto:`. Anything else is refused when the survey is checked. */
    readonly href: string;
  };
}

/** Where a link may lead. Anything else, `javascript:` above all, is refused when a survey is checked, and never drawn. */
export const LINK = /^(https?|mailto):/i;

/** The questions asked together. A step is named by the id of its first. */
export type Step = readonly [Question, ...Question[]];

/** Answers by question; what is missing was never answered, `null` was taken back. */
export type Answers = Readonly<Record<string, { readonly v: AnswerValue | null }>>;

/**
 * A question a step; words that follow a rating are asked with it, for they explain it, unless a branch leads to the
 * words: then they are a step of their own for everybody.
 */
export function stepsOf(questions: readonly Question[]): readonly Step[] {
  const steps: [Question, ...Question[]][] = [];
  for (const question of questions) {
    const last = steps.at(-1);
    const isTarget = questions.some(({ next }) => next?.some(({ to }) => to === question.id));
    if (question.type === 'text' && last?.length === 1 && isRating(last[0]) && !isTarget) last.push(question);
    else steps.push([question]);
  }
  return steps;
}

/** Does an answer, null where there is none, meet the condition? */
export function matches(when: When | undefined, value: AnswerValue | null): boolean {
  if (!when) return true;
  if ('answered' in when) return when.answered === (value !== null);
  if ('options' in when) {
    // What is no option's id is one's own words beside the options.
    const chosen: readonly unknown[] = value === null ? [] : [value].flat();
    return chosen.some((one) => when.options.includes(typeof one === 'string' ? one : 'other'));
  }
  const { from, to } = when;
  // A condition that only a newer script knows has neither end.
  return typeof value === 'number' && (from ?? to) !== undefined && value >= (from ?? value) && value <= (to ?? value);
}

/** The step of that name; undefined for a place that is none: an end. */
export function stepAt(steps: readonly Step[], place: string): Step | undefined {
  return steps.find(([first]) => first.id === place);
}

/**
 * The place after a step: of the branches of its questions, in order, the first that matches says it; else it is the
 * next step, and after the last `end`. A place that is no step is an end, whether or not it is a known one.
 */
export function placeAfter(steps: readonly Step[], step: Step, answers: Answers): string {
  for (const { id, next = [] } of step) {
    const branch = next.find(({ when }) => matches(when, answers[id]?.v ?? null));
    if (branch) return branch.to;
  }
  return steps[steps.indexOf(step) + 1]?.[0].id ?? END;
}
