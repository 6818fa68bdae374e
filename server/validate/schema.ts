// The published JSON Schema of survey files, draft 2020-12: put together from the very schemas that validate, so that
// an editor completes and refuses what the collector takes and refuses. Only ids that repeat, and what else depends on
// two places at once, is left to `asklet survey validate`.
import type { TSchema } from 'typebox';
import { Text } from './common.ts';
import { SURVEY } from './index.ts';
import { QUESTIONS } from './questions.ts';
import { TRIGGERS } from './triggers.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Schema = { readonly [name: string]: Json };

/**
 * The words for a member of an object: `members` are all names the object may have, which tell objects apart;
 * `kind` is the question's or trigger's type where the object is one.
 */
export type Describe = (member: string, members: readonly string[], kind?: string) => string | undefined;

/** The whole schema as plain JSON. Without `describe` it has no descriptions. */
export function surveySchema(describe: Describe = () => undefined): Schema {
  const shell = publish(SURVEY, describe);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Asklet survey',
    ...shell,
    properties: {
      ...(shell['properties'] as Schema), // SURVEY is an object schema
      questions: items(shell, 'questions', tagged('question', QUESTIONS, describe)),
      triggers: items(shell, 'triggers', tagged('trigger', TRIGGERS, describe)),
    },
    $defs: {
      text: plain(Text, true),
      ...definitions('question', QUESTIONS, describe),
      ...definitions('trigger', TRIGGERS, describe),
    },
  };
}

type Registry = Readonly<Record<string, TSchema>>;

/** The list `name` of the shell, with what its members are. */
function items(shell: Schema, name: string, items: Schema): Schema {
  return { ...((shell['properties'] as Schema)[name] as Schema), items }; // a list of anything, in SURVEY
}

function tagged(what: string, registry: Registry, describe: Describe): Schema {
  const types = Object.keys(registry);
  return choice(
    'type',
    types.map((type) => ({
      is: { const: type, ...words(describe(type, types)) },
      schema: { $ref: `#/$defs/${what}-${type}` },
    })),
  );
}

/** Told apart by `tag` before anything else is looked at: of a plain union every member would complain at once. */
function choice(tag: string, cases: readonly { readonly is: Json; readonly schema: Schema }[]): Schema {
  return {
    type: 'object',
    required: [tag],
    properties: { [tag]: { oneOf: cases.map(({ is }) => is) } },
    allOf: cases.map(({ is, schema }) => ({
      if: { type: 'object', properties: { [tag]: is }, required: [tag] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: schema,
    })),
  };
}

function definitions(what: string, registry: Registry, describe: Describe): Schema {
  const types = Object.keys(registry);
  return Object.fromEntries(
    Object.entries(registry).map(([type, schema]) => [
      `${what}-${type}`,
      { ...words(describe(type, types)), ...publish(schema, describe, type) },
    ]),
  );
}

/** A schema of ours as others may read it: plain, with words, and without what only our validator knows. */
export function publish(schema: TSchema, describe: Describe, kind?: string): Schema {
  return described(plain(schema), describe, kind);
}

/** The same schema with words at every member that has any. */
function described(schema: Schema, describe: Describe, kind?: string): Schema {
  // Our validator's way to tell cases apart, which JSON Schema itself does not have.
  const { discriminator = null } = schema;
  const tag = isObject(discriminator) && discriminator['propertyName'];
  if (typeof tag === 'string' && Array.isArray(schema['oneOf'])) {
    const cases = schema['oneOf'].filter(isObject).map((one) => described(one, describe));
    return choice(
      tag,
      cases.map((one) => ({ is: (one['properties'] as Schema)[tag]!, schema: one })), // each case says which it is
    );
  }
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]): [string, Json] => {
      if (keyword !== 'properties' || !isObject(value)) return [keyword, within(value, describe)];
      const members = Object.keys(value).filter((member) => member !== '$schema');
      const properties = Object.entries(value).map(([member, one]): [string, Json] => [
        member,
        { ...words(describe(member, members, kind)), ...(within(one, describe) as Schema) }, // a member's schema is an object
      ]);
      return [keyword, Object.fromEntries(properties)];
    }),
  );
}

function within(value: Json, describe: Describe): Json {
  if (Array.isArray(value)) return value.map((one: Json) => within(one, describe));
  return isObject(value) ? described(value, describe) : value;
}

function words(description: string | undefined): Schema {
  return description === undefined ? {} : { description };
}

/** As JSON, without what TypeBox keeps beside it; texts, which are everywhere, by reference. */
function plain(schema: TSchema, whole = false): Schema {
  const text = JSON.stringify(Text);
  const reference = JSON.stringify({ $ref: '#/$defs/text' });
  const json = JSON.stringify(schema);
  return JSON.parse(whole ? json : json.replaceAll(text, reference)) as Schema; // a schema is a JSON object
}

function isObject(value: Json): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
