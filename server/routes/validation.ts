// Strict JSON Schema 2020-12. With Fastify's defaults `null` becomes 0, `true` becomes 1 and unknown members vanish.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { FastifySchemaCompiler } from 'fastify';
import type { FieldError } from '../contract/api.ts';
import { invalid } from './problem.ts';

const STRICT = { allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, verbose: true } as const;
// Text of a URL has no types, so there "50" may be a number and one value a list; a body has types and keeps them.
const inUrl = new Ajv2020({ ...STRICT, coerceTypes: 'array', useDefaults: true });
const inBody = new Ajv2020({ ...STRICT, coerceTypes: false, useDefaults: true });

export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  const validate = (httpPart === 'body' ? inBody : inUrl).compile(schema);
  return (data: unknown) => {
    if (validate(data)) return { value: data };
    return { error: invalid((validate.errors ?? []).map((error) => fieldError(error, httpPart))) };
  };
};

function fieldError(error: ErrorObject, httpPart: string | undefined): FieldError {
  const { keyword, instancePath, params } = error;
  const path = instancePath.slice(1);
  // In a query everything is one deep; a list's members are reported under the list.
  const place = (name: string): { parameter: string } | { pointer: string } =>
    httpPart === 'body' ? { pointer: `#/${name}` } : { parameter: name.split('/', 1)[0]! };
  if (keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']);
    const near = nearest(name, Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {}));
    return { ...place(name), code: 'unknown', detail: `Unknown.${near ? ` Did you mean “${near}”?` : ''}` };
  }
  if (keyword === 'required') {
    return { ...place(String(params['missingProperty'])), code: 'required', detail: 'Required.' };
  }
  if (keyword === 'enum') {
    return {
      ...place(path),
      code: 'enum',
      detail: `Must be one of ${(params['allowedValues'] as unknown[]).join(', ')}.`,
    };
  }
  const said = error.message ?? 'is not valid';
  return { ...place(path), code: keyword, detail: `${said[0]!.toUpperCase()}${said.slice(1)}.` };
}

/** The known name that a slip of at most two letters makes into `name`. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, slips: distance(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.slips - b.slips);
  const best = ranked[0];
  return best && best.slips <= 2 && best.slips < best.one.length ? best.one : undefined;
}

/** Levenshtein's distance; texts far apart in length are simply far apart. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
