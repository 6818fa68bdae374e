// Is this a survey? For files and whatever else people write by hand: every reason in words, with the place it is about.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import Type, { type Static, type TSchema } from 'typebox';
import { STAGES, type Survey } from '../contract/survey.ts';
import type { Same } from '../routes/same.ts';
import { isName } from '../store/names.ts';
import { closed, LANGUAGE, Name, Text, Words } from './common.ts';
import { LOOK, unreadable } from './look.ts';
import { QUESTIONS } from './questions.ts';
import { PACING } from './targeting.ts';
import { TRIGGERS } from './triggers.ts';

/** Questions and triggers are checked one by one, each by its own type: of a union every member would complain. */
const SURVEY = Type.Object(
  {
    id: Name,
    version: Type.Integer({ minimum: 1 }),
    name: Words,
    touchpoint: Name,
    stage: Type.Enum([...STAGES]),
    triggers: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 20 })),
    pacing: Type.Optional(PACING),
    locale: Type.Optional(Type.String({ pattern: LANGUAGE })),
    questions: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 50 }),
    thanks: Type.Optional(Text),
    look: Type.Optional(LOOK),
  },
  closed,
);
type Shell = Omit<Static<typeof SURVEY>, 'questions' | 'triggers'>;
true satisfies Same<Shell, Omit<Survey, 'questions' | 'triggers'>>;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
const isShell = ajv.compile(SURVEY);
const compile = (schemas: Readonly<Record<string, TSchema>>): ReadonlyMap<unknown, ValidateFunction> =>
  new Map(Object.entries(schemas).map(([type, schema]) => [type, ajv.compile(schema)]));
const isQuestion = compile(QUESTIONS);
const isTrigger = compile(TRIGGERS);

/** The survey, or every reason why it is none, such as `questions[1].options: must NOT have fewer than 1 items`. */
export function validateSurvey(value: unknown): { readonly survey: Survey } | { readonly problems: readonly string[] } {
  if (!isShell(value)) return { problems: reasons('', isShell.errors) };
  const { questions, triggers = [] } = value as { questions: readonly unknown[]; triggers?: readonly unknown[] };
  const problems = [
    ...questions.flatMap((one, index) => typed(`questions[${index}]`, one, isQuestion)),
    ...triggers.flatMap((one, index) => typed(`triggers[${index}]`, one, isTrigger)),
  ];
  if (problems.length > 0) return { problems };
  const survey = value as unknown as Survey; // every member has just been checked
  const more = [...checkIds(survey), ...unreadable(survey.look ?? {})];
  return more.length > 0 ? { problems: more } : { survey };
}

function typed(place: string, value: unknown, checks: ReadonlyMap<unknown, ValidateFunction>): string[] {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  const check = checks.get(type);
  if (!check) return [`${place}.type: must be one of ${[...checks.keys()].join(', ')}`];
  return check(value) ? [] : reasons(place, check.errors);
}

/** What no schema can say: ids become keys, and two of the same name would be one. */
function checkIds({ id, touchpoint, questions }: Survey): string[] {
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
  questions.forEach((question, index) => {
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
