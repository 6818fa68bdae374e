// Where and for whom it was asked. Context is worth less than the answer it came with: what is not usable is left out
// and the answer is kept.
import type { Attributes, Context } from '../contract/response.ts';
import { isObject } from './envelope.ts';
import { clean } from '../store/text.ts';

const PATH = 1_024;
/** Characters of a person's name, at most. */
export const PERSON = 256;
const ATTRIBUTES = 50;
const ATTRIBUTE_NAME = 64;
const ATTRIBUTE_VALUE = 256;
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

/**
 * The usable part of `x`. Query and fragment of the page are taken off, for they carry tokens and addresses; what the
 * site allowed of the query comes by itself and is joined to the path.
 */
export function contextOf(x: unknown): Context {
  if (!isObject(x)) return {};
  const { p, l, u } = x;
  const context: { -readonly [K in keyof Context]: Context[K] } = {};
  const path = words(p, PATH)?.replace(/[?#].*$/s, '');
  const query = words(x['qs'], PATH)?.replace(/[?#].*$/s, '');
  if (path) context.p = query ? clean(`${path}?${query}`, PATH) : path;
  if (typeof l === 'string' && LANGUAGE.test(l)) context.l = l;
  const person = words(u, PERSON);
  if (person) context.u = person;
  const attributes = attributesOf(x['at']);
  if (attributes) context.at = attributes;
  const properties = attributesOf(x['pr']);
  if (properties) context.pr = properties;
  return context;
}

function attributesOf(value: unknown): Attributes | undefined {
  if (!isObject(value)) return undefined;
  const kept: [string, Attributes[string]][] = [];
  for (const [name, attribute] of Object.entries(value)) {
    if (kept.length === ATTRIBUTES) break;
    if (name === '' || name.length > ATTRIBUTE_NAME || name in Object.prototype || clean(name, Infinity) !== name)
      continue;
    if (typeof attribute === 'boolean' || Number.isFinite(attribute)) kept.push([name, attribute as number | boolean]);
    else if (typeof attribute === 'string') kept.push([name, clean(attribute, ATTRIBUTE_VALUE)]);
  }
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function words(value: unknown, limit: number): string | undefined {
  return typeof value === 'string' ? clean(value, limit) : undefined;
}
