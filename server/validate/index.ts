// Is this a survey? For files and whatever else people write by hand: every reason in words, with the place it is about.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import Type, { type Static, type TSchema } from 'typebox';
import { STAGES, type Survey } from '../contract/survey.ts';
import type { Same } from '../routes/same.ts';
import { isName } from '../store/names.ts';
import { closed, LANGUAGE, Name, Text, Words } from './common.ts';
import { ENDINGS, flowProblems } from './flow.ts';
import { LOOK, unreadable } from './look.ts';
import { contradictions, QUESTIONS } from './questions.ts';
import { checkTargeting, PACING, TARGETING } from './targeting.ts';
import { checkTriggers, TRIGGERS } from './triggers.ts';

/** Questions and triggers are checked one by one, each by its own type: of a union every member would complain. */
export const SURVEY = Type.Object(
  {
    $schema: Type.Optional(
      Type.String({ maxLength: 2_000, description: 'For editors: where this JSON Schema is. No part of the survey.' }),
    ),
    id: Name,
    version: Type.Integer({ minimum: 1 }),
    name: Words,
    touchpoint: Name,
    cancel: Type.Optional(Name),
    stage: Type.Enum([...STAGES]),
    triggers: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 20 })),
    priority: Type.Optional(Type.Integer({ minimum: -1_000, maximum: 1_000 })),
    targeting: Type.Optional(TARGETING),
    pacing: Type.Optional(PACING),
    locale: Type.Optional(Type.String({ pattern: LANGUAGE })),
    questions: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 50 }),
    thanks: Type.Optional(Text),
    endings: ENDINGS,
    look: Type.Optional(LOOK),
  },
  closed,
);
type Shell = Omit<Static<typeof SURVEY>, '$schema' | 'questions' | 'triggers'>;
true satisfies Same<Shell, Omit<Survey, 'questions' | 'triggers'>>;

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  discriminator: true,
});
const isShell = ajv.compile(SURVEY);
const compile = (schemas: Readonly<Record<string, TSchema>>): ReadonlyMap<unknown, ValidateFunction> =>
  new Map(Object.entries(schemas).map(([type, schema]) => [type, ajv.compile(schema)]));
const isQuestion = compile(QUESTIONS);
const isTrigger = compile(TRIGGERS);

/** The survey, or every reason why it is none, such as `questions[1].options: must NOT have fewer than 1 items`. */
export function validateSurvey(value: unknown): { readonly survey: Survey } | { readonly problems: readonly string[] } {
  const problems = [
    ...(isShell(value) ? [] : reasons('', isShell.errors)),
    ...listOf(value, 'questions').flatMap((one, index) => typed(`questions[${index}]`, one, isQuestion)),
    ...listOf(value, 'triggers').flatMap((one, index) => typed(`triggers[${index}]`, one, isTrigger)),
  ];
  if (problems.length > 0) return { problems };
  const { $schema: _editors, ...survey } = value as unknown as Survey & { $schema?: string }; // all just checked
  const whole = [
    ...checkWhole(survey),
    ...checkTriggers(survey.triggers),
    ...checkTargeting(survey.targeting ?? {}),
    ...unreadable(survey.look ?? {}),
  ];
  // Only ids that are sound and unique say which way is meant.
  const wrong = whole.length > 0 ? whole : flowProblems(survey);
  return wrong.length > 0 ? { problems: wrong } : { survey };
}

/** A mistake elsewhere does not hide those in a list. */
function listOf(value: unknown, name: 'questions' | 'triggers'): readonly unknown[] {
  const list = typeof value === 'object' && value !== null && (value as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(list) ? list : [];
}

function typed(place: string, value: unknown, checks: ReadonlyMap<unknown, ValidateFunction>): string[] {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  const check = checks.get(type);
  if (!check) return [`${place}.type: must be one of ${[...checks.keys()].join(', ')}`];
  return check(value) ? [] : reasons(place, check.errors);
}

/** What no schema can say: contradictions; and ids become keys, and two of the same name would be one. */
function checkWhole({ id, touchpoint, questions, endings = [] }: Survey): string[] {
  const problems: string[] = [];
  const sane = (place: string, name: unknown): void => {
    if (!isName(name))
      problems.push(`${place}: "${String(name)}" must be letters, digits and . _ : -, and no word of JavaScript`);
  };
  const unique = (place: string, names: readonly string[]): void => {
    names.forEach((name, index) => {
      sane(`${place}[${index}].id`, name);
      if (names.indexOf(name) !== index) problems.push(`${place}[${index}].id: "${name}" is there twice`);
    });
  };
  sane('id', id);
  sane('touchpoint', touchpoint);
  unique(
    'questions',
    questions.map((question) => question.id),
  );
  unique(
    'endings',
    endings.map((ending) => ending.id),
  );
  questions.forEach((question, index) => {
    problems.push(...contradictions(question).map((problem) => `questions[${index}].${problem}`));
    if ('options' in question) {
      unique(
        `questions[${index}].options`,
        question.options.map((option) => option.id),
      );
    }
  });
  return problems;
}

function reasons(place: string, errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, keyword, params, message }) => {
    const path = instancePath.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.');
    const where = `${place}${path}`.replace(/^\./, '');
    if (keyword === 'additionalProperties') {
      return `${where || 'the survey'}: does not know "${String(params['additionalProperty'])}"`;
    }
    return `${where || 'the survey'}: ${message ?? keyword}`;
  });
}
