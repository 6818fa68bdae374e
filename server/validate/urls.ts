// Schemas of URL rules, the same as the contract's types, and in words what no schema can say.
import Type, { type Static, type TSchema } from 'typebox';
import type { UrlRule } from '../contract/urls.ts';
import type { Same } from '../routes/same.ts';
import { closed } from './common.ts';
import { tagged } from './tagged.ts';

const not = { not: Type.Optional(Type.Literal(true)) };
const Value = Type.String({ minLength: 1, maxLength: 500 });
const place = <M extends string>(match: M) => Type.Object({ match: Type.Literal(match), value: Value, ...not }, closed);

/** One a kind of match. */
export const URL_RULES = {
  exact: place('exact'),
  prefix: place('prefix'),
  glob: place('glob'),
  regex: place('regex'),
  query: Type.Object(
    {
      match: Type.Literal('query'),
      name: Type.String({ minLength: 1, maxLength: 128 }),
      value: Type.Optional(Type.String({ maxLength: 500 })),
      ...not,
    },
    closed,
  ),
} as const satisfies { [M in UrlRule['match']]: TSchema };
true satisfies Same<Static<(typeof URL_RULES)[keyof typeof URL_RULES]>, UrlRule>;

/** A list of them. */
export const Urls = tagged<UrlRule>('match', Object.values(URL_RULES), 50);

function problem(rule: UrlRule): string | undefined {
  if (rule.match === 'query') return undefined;
  const { match, value } = rule;
  if (match === 'regex') {
    try {
      void new RegExp(value);
      return undefined;
    } catch (error) {
      return `no regular expression: ${(error as Error).message}`;
    }
  }
  const [address = '', hash] = value.split('#');
  if (address.includes('?')) return 'has a query, which only a rule { "match": "query" } looks at';
  if (!/^(\/|https?:\/\/)/.test(value) && !(match === 'glob' && value.startsWith('*')))
    return `must begin with "/" or "http"${hash === undefined ? '' : ', such as "/#/cart"'}`;
  return undefined;
}

/** What no schema can say of rules that have their shape; `place` is where they stand, such as `targeting.pages`. */
export function checkUrls(place: string, rules: readonly UrlRule[] | undefined): string[] {
  return (rules ?? []).flatMap((rule, index) => {
    const found = problem(rule);
    return found ? [`${place}[${index}].value: ${found}`] : [];
  });
}
