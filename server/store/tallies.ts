// What one response adds to the tallies. Pure, shared by the engines.
import { isRating, OTHER, optionOf, ratingOf } from '../contract/questions.ts';
import type { AnswerValue, Chosen, Metric, Question } from '../contract/questions.ts';
import type { Snapshot } from '../contract/response.ts';
import type { Survey } from '../contract/survey.ts';
import { dayIn } from './days.ts';
import type { Site, StoredResponse, Tally } from './store.ts';

/** The key of one count. Answers carry their question; steps of the funnel carry question `''`. */
export interface TallyRow {
  readonly siteId: string;
  /** The rating's type, or `choice`; in the funnel the type of the survey's first rating, or `''`. */
  readonly metric: Metric | 'choice' | '';
  /** Of the answer for answers, of the showing for the funnel; in the site's zone. */
  readonly day: string;
  readonly survey: string;
  readonly version: number;
  readonly question: string;
  readonly touchpoint: string;
  /** Name and value of a segment attribute; both `''` for everybody. */
  readonly segment: string;
  readonly segmentValue: string;
  readonly value: string;
}

export type FunnelStep = keyof Tally['funnel'];

/** What a response counts for: nothing while it is held, or when nobody knows its survey. */
export function tallyRows(response: StoredResponse, survey: Survey | undefined, site: Site): TallyRow[] {
  if (response.held !== null || !survey) return [];
  const { snapshot } = response;
  const base = { siteId: site.id, survey: survey.id, version: survey.version, touchpoint: survey.touchpoint };
  const cells: Omit<TallyRow, 'segment' | 'segmentValue'>[] = [];

  const rating = ratingOf(survey.questions);
  const shownDay = dayIn(site.zone, response.shown);
  for (const value of stepsOf(snapshot, survey)) {
    cells.push({ ...base, metric: rating?.type ?? '', day: shownDay, question: '', value });
  }
  const answeredDay = dayIn(site.zone, response.answered);
  for (const question of survey.questions) {
    const metric = isRating(question) ? question.type : 'choice';
    for (const value of countedValues(question, answerTo(snapshot, question.id))) {
      cells.push({ ...base, metric, day: answeredDay, question: question.id, value });
    }
  }
  return segmentsOf(snapshot, site).flatMap((segment) => cells.map((cell) => ({ ...cell, ...segment })));
}

/** Has the person answered anything that was not taken back? */
export function hasAnswer(snapshot: Snapshot): boolean {
  return Object.values(snapshot.q).some((answer) => answer.v !== null);
}

/** How far the showing got: a survey with a rating is answered by its rating, any other by any answer. */
function stepsOf(snapshot: Snapshot, survey: Survey): FunnelStep[] {
  const rating = ratingOf(survey.questions);
  const answered = rating ? answerTo(snapshot, rating.id) !== null : hasAnswer(snapshot);
  const commented = survey.questions.some(({ id, type }) => type === 'text' && (answerTo(snapshot, id) ?? '') !== '');
  const steps: FunnelStep[] = ['shown'];
  if (answered) steps.push('answered');
  if (answered && snapshot.st === 'completed') steps.push('completed');
  if (!answered && snapshot.st === 'dismissed') steps.push('dismissed');
  if (commented) steps.push('commented');
  return steps;
}

/** What of an answer is counted; words and addresses are not. */
function countedValues(question: Question, value: AnswerValue | null): readonly string[] {
  if (value === null) return [];
  if (isRating(question)) return typeof value === 'number' ? [String(value)] : [];
  switch (question.type) {
    case 'choice':
    case 'choices':
      return [...new Set(chosenIn(value).map(optionOf))];
    case 'text':
    case 'contact':
      return [];
  }
}

/** One option is stored as itself, several as a list. */
function chosenIn(value: AnswerValue): readonly Chosen[] {
  if (isList(value)) return value;
  return typeof value === 'string' || (typeof value === 'object' && OTHER in value) ? [value] : [];
}

/** As Array.isArray, which does not know of readonly arrays. */
function isList(value: AnswerValue): value is readonly Chosen[] {
  return Array.isArray(value);
}

/** The names come from people's own objects, so what an object inherits must not look like an answer. */
function answerTo(snapshot: Snapshot, question: string): AnswerValue | null {
  return Object.hasOwn(snapshot.q, question) ? (snapshot.q[question]?.v ?? null) : null;
}

type Segment = Pick<TallyRow, 'segment' | 'segmentValue'>;

/** Everybody, then each declared attribute the visitor carries, or else the touchpoint. */
function segmentsOf({ x: { at = {}, pr = {} } }: Snapshot, site: Site): Segment[] {
  const segments: Segment[] = [{ segment: '', segmentValue: '' }];
  for (const segment of new Set(site.segments)) {
    const carrier = [at, pr].find((attributes) => Object.hasOwn(attributes, segment));
    if (segment !== '' && carrier) segments.push({ segment, segmentValue: String(carrier[segment]) });
  }
  return segments;
}

/** Counts to be added, one entry a key; what cancels out is gone. */
export type TallyMoves = Map<string, { readonly row: TallyRow; readonly by: number }>;

/** Adds to `moves` what turns the tallies of one state of a response into those of another. */
export function moveTallies(moves: TallyMoves, before: readonly TallyRow[], after: readonly TallyRow[]): void {
  for (const row of before) add(moves, row, -1);
  for (const row of after) add(moves, row, +1);
}

function add(moves: TallyMoves, row: TallyRow, by: number): void {
  const key = keyOf(row);
  const sum = (moves.get(key)?.by ?? 0) + by;
  if (sum === 0) moves.delete(key);
  else moves.set(key, { row, by: sum });
}

/** JSON, for a separator could occur in an attribute's value. */
function keyOf(row: TallyRow): string {
  const { siteId, metric, day, survey, version, question, touchpoint, segment, segmentValue, value } = row;
  return JSON.stringify([siteId, metric, day, survey, version, question, touchpoint, segment, segmentValue, value]);
}
