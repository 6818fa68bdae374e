// Does the way through a survey always end? Schemas of branches and endings, and what no schema can say of them.
import Type, { type Static } from 'typebox';
import { END, LINK, matches, placeAfter, stepsOf } from '../contract/flow.ts';
import type { Answers, Branch, Step, SurveyEnding, When } from '../contract/flow.ts';
import { isRating, SCALES, type AnswerValue, type Question } from '../contract/questions.ts';
import type { Survey } from '../contract/survey.ts';
import type { Same } from '../routes/same.ts';
import { closed, Name, Text } from './common.ts';

const Value = Type.Optional(Type.Integer());
const WHEN = Type.Union([
  Type.Object({ from: Value, to: Value }, { ...closed, minProperties: 1 }),
  Type.Object({ options: Type.Array(Name, { minItems: 1, maxItems: 100 }) }, closed),
  Type.Object({ answered: Type.Boolean() }, closed),
]);
export const BRANCH = Type.Object({ when: Type.Optional(WHEN), to: Name }, closed);
export const BRANCHES = Type.Optional(Type.Array(BRANCH, { maxItems: 100 }));
true satisfies Same<Static<typeof BRANCH>, Branch>;

const LINKED = Type.Object({ label: Text, href: Type.String({ minLength: 1, maxLength: 2_000 }) }, closed);
const ENDING = Type.Object({ id: Name, title: Text, text: Type.Optional(Text), link: Type.Optional(LINKED) }, closed);
export const ENDINGS = Type.Optional(Type.Array(ENDING, { maxItems: 50 }));
true satisfies Same<Static<typeof ENDING>, SurveyEnding>;

/**
 * Every reason why a customer could get lost in a survey whose members are sound and whose ids are unique, such as
 * `questions[0].next[1].to: there is no question or ending "why"`. None: from every question, whatever is answered or
 * skipped, the way ends, and everything that is written down can be reached.
 */
export function flowProblems({ questions, endings = [] }: Survey): string[] {
  const wrong = [
    ...endings.flatMap((ending, index) => endingProblems(ending, `endings[${index}]`, questions)),
    ...questions.flatMap((question, index) => [
      ...(question.id === END ? [`questions[${index}].id: "${END}" is the name of the plain end`] : []),
      ...branchProblems(question, `questions[${index}].next`, [...questions, ...endings]),
    ]),
  ];
  // Only where every branch makes sense does the way through make sense.
  return wrong.length > 0 ? wrong : wayProblems(questions, endings);
}

function endingProblems({ id, link }: SurveyEnding, place: string, questions: readonly Question[]): string[] {
  const problems: string[] = [];
  if (id === END) problems.push(`${place}.id: "${END}" is the name of the plain end`);
  if (questions.some((question) => question.id === id)) problems.push(`${place}.id: "${id}" is a question already`);
  if (link && !(LINK.test(link.href) && URL.canParse(link.href))) {
    problems.push(`${place}.link.href: "${link.href}" must begin with https:, http: or mailto:`);
  }
  return problems;
}

function branchProblems(question: Question, place: string, targets: readonly { readonly id: string }[]): string[] {
  const { next = [] } = question;
  return next.flatMap(({ when, to }, index) => {
    const problems: string[] = [];
    if (to !== END && !targets.some(({ id }) => id === to)) {
      problems.push(`${place}[${index}].to: there is no question or ending "${to}"`);
    }
    const wrong = when && conditionProblem(question, when);
    if (wrong) return [...problems, `${place}[${index}].when: ${wrong}`];
    const overlap = next.findIndex((other, at) => at < index && overlaps(question, other.when, when));
    if (overlap >= 0) {
      problems.push(
        `${place}[${index}].when: ${inWords(question, when)} overlaps ${inWords(question, next[overlap]!.when)} in next[${overlap}]`,
      );
    } else if (!samples(question).some((value) => next.findIndex((one) => matches(one.when, value)) === index)) {
      problems.push(`${place}[${index}]: is never taken: no answer is left for it`);
    }
    return problems;
  });
}

/** Why a condition can never hold for answers to this question. */
function conditionProblem(question: Question, when: When): string | undefined {
  if ('answered' in when) return undefined;
  if ('options' in when) {
    const ids = optionIds(question);
    const unknown = when.options.filter((id) => !ids.includes(id));
    if (ids.length === 0) return `"${question.id}" has no options`;
    return unknown.length > 0
      ? `"${question.id}" has no option ${unknown.map((id) => `"${id}"`).join(', ')}`
      : undefined;
  }
  if (!isRating(question)) return `"${question.id}" has no values to compare`;
  const { min, max } = SCALES[question.type];
  const { from = min, to = max } = when;
  if (from > to) return `${from} to ${to} is upside down`;
  return from < min || to > max ? `${from} to ${to} is not within ${min} to ${max}` : undefined;
}

/** Two bands that share a value, or lists that share an option; `answered` and no condition at all are catch-alls. */
function overlaps(question: Question, one: When | undefined, other: When | undefined): boolean {
  const isSelective = (when: When | undefined): boolean => when !== undefined && !('answered' in when);
  if (!isSelective(one) || !isSelective(other)) return false;
  return samples(question).some((value) => matches(one, value) && matches(other, value));
}

function inWords(question: Question, when: When | undefined): string {
  if (!when || 'answered' in when) return 'any answer';
  if ('options' in when) return when.options.map((id) => `"${id}"`).join(', ');
  const scale = isRating(question) ? SCALES[question.type] : undefined;
  return `${when.from ?? scale?.min} to ${when.to ?? scale?.max}`;
}

/** What can be chosen, the option of one's own words included. */
function optionIds(question: Question): readonly string[] {
  if (!('options' in question)) return [];
  return [...question.options.map(({ id }) => id), ...('other' in question ? ['other'] : [])];
}

/**
 * An answer of each kind that branches can tell apart, and none where the question may be skipped. One option stands
 * for every choice of several with it: a branch that several take is taken by the one that it names.
 */
function samples(question: Question): readonly (AnswerValue | null)[] {
  const skipped = question.required ? [] : [null];
  if (isRating(question)) {
    const { min, max } = SCALES[question.type];
    return [...Array.from({ length: max - min + 1 }, (_, i) => min + i), ...skipped];
  }
  const ids = optionIds(question);
  return [...(ids.length > 0 ? ids : ['words']), ...skipped];
}

/** Where a step can lead, by everything that can be answered in it. */
function leadsTo(steps: readonly Step[], step: Step): ReadonlySet<string> {
  const [first, second] = step;
  const places = new Set<string>();
  for (const v of samples(first)) {
    for (const words of second ? samples(second) : [null]) {
      const answers: Answers = { [first.id]: { v }, ...(second && { [second.id]: { v: words } }) };
      places.add(placeAfter(steps, step, answers));
    }
  }
  return places;
}

function wayProblems(questions: readonly Question[], endings: readonly SurveyEnding[]): string[] {
  const steps = stepsOf(questions);
  const edges = new Map(steps.map((step) => [step[0].id, leadsTo(steps, step)]));
  const loops: string[] = [];
  const reached = new Set<string>();
  // Answers to different questions are given freely, so every circle in this graph is one that somebody can walk.
  const walk = (place: string, path: readonly string[]): void => {
    const circle = path.indexOf(place);
    if (circle >= 0) return void loops.push([...path.slice(circle), place].join(' → '));
    if (reached.has(place)) return;
    reached.add(place);
    for (const target of edges.get(place) ?? []) walk(target, [...path, place]);
  };
  walk(steps[0]![0].id, []);
  const placeOf = (id: string): string => `questions[${questions.findIndex((question) => question.id === id)}]`;
  return [
    ...loops.map((loop) => `${placeOf(loop.split(' → ')[0]!)}.next: whoever answers so goes round for ever: ${loop}`),
    ...steps
      .filter(([{ id }]) => !reached.has(id))
      .map(([{ id }]) => `${placeOf(id)}: "${id}" is never asked: no answer leads to it`),
    ...endings.flatMap(({ id }, index) =>
      reached.has(id) ? [] : [`endings[${index}]: "${id}" is never reached: no answer leads to it`],
    ),
  ];
}
