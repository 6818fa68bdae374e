// The published JSON Schema of survey files, draft 2020-12: put together from the very schemas that validate, so that
// an editor completes and refuses what the collector takes and refuses. Only ids that repeat, and what else depends on
// two places at once, is left to `asklet survey validate`.
import type { TSchema } from 'typebox';
import { Text } from './common.ts';
import { BRANCH } from './flow.ts';
import { SURVEY } from './index.ts';
import { QUESTIONS } from './questions.ts';
import { Conditions } from './targeting.ts';
import { TRIGGERS } from './triggers.ts';
import { Urls } from './urls.ts';

/** What stands in many places, and in the published schema once, to be referred to. */
const SHARED: Readonly<Record<string, TSchema>> = {
  text: Text,
  branch: BRANCH,
  condition: Conditions.items,
  'url-rule': Urls.items,
};

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
      ...Object.fromEntries(Object.entries(SHARED).map(([name, one]) => [name, described(plain(one, name), describe)])),
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
  const [first = ''] = types;
  return choice(
    'type',
    types.map((one) => ({
      is: { const: one, ...words(describe(one, types)) },
      schema: { $ref: `#/$defs/${what}-${one}` },
    })),
    describe('type', membersOf(plain(registry[first]!)), first),
  );
}

/** Told apart by `tag` before anything else is looked at: of a plain union every member would complain at once. */
function choice(
  tag: string,
  cases: readonly { readonly is: Json; readonly schema: Schema }[],
  description: string | undefined,
): Schema {
  return {
    type: 'object',
    required: [tag],
    properties: { [tag]: { ...words(description), oneOf: cases.map(({ is }) => is) } },
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
    const cases = schema['oneOf'].filter(isObject).map((one) => ({ one, name: nameOf(one, tag) }));
    const names = cases.map(({ name }) => name);
    return choice(
      tag,
      cases.map(({ one, name }) => ({
        is: { const: name, ...words(describe(name, names)) },
        schema: described(one, describe, name),
      })),
      cases[0] && describe(tag, membersOf(cases[0].one), cases[0].name),
    );
  }
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]): [string, Json] => {
      if (keyword !== 'properties' || !isObject(value)) return [keyword, within(value, describe)];
      const members = membersOf(schema);
      const properties = Object.entries(value).map(([member, one]): [string, Json] => [
        member,
        { ...words(describe(member, members, kind)), ...(within(one, describe) as Schema) }, // a member's schema is an object
      ]);
      return [keyword, Object.fromEntries(properties)];
    }),
  );
}

function membersOf({ properties = {} }: Schema): readonly string[] {
  return isObject(properties) ? Object.keys(properties).filter((member) => member !== '$schema') : [];
}

/** Each case says which it is, by the one value its tag may have. */
function nameOf({ properties = {} }: Schema, tag: string): string {
  const { [tag]: is = null } = isObject(properties) ? properties : {};
  const name = isObject(is) ? is['const'] : undefined;
  return typeof name === 'string' ? name : '';
}

function within(value: Json, describe: Describe): Json {
  if (Array.isArray(value)) return value.map((one: Json) => within(one, describe));
  return isObject(value) ? described(value, describe) : value;
}

function words(description: string | undefined): Schema {
  return description === undefined ? {} : { description };
}

/** As JSON, without what TypeBox keeps beside it; what is shared, but for `itself`, by reference. */
function plain(schema: TSchema, itself?: string): Schema {
  const json = Object.entries(SHARED)
    .filter(([name]) => name !== itself)
    .reduce(
      (text, [name, one]) => text.replaceAll(JSON.stringify(one), JSON.stringify({ $ref: `#/$defs/${name}` })),
      JSON.stringify(schema),
    );
  return JSON.parse(json) as Schema; // a schema is a JSON object
}

function isObject(value: Json): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
