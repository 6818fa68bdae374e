// The contract's own comments, for the descriptions in the published JSON Schema: one home for what a setting means.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';
import type { Describe } from '../validate/schema.ts';

/** One interface or object type: its members in the order of the text, each with its comment if it has one. */
export type Members = ReadonlyMap<string, string | undefined>;

/**
 * The comment above a member of the contract's types that `entry` leads to. The object is known by the names of its
 * members, which are the contract's (the schemas are checked against its types); a question or trigger, whose type is
 * put together out of several, by the member's name, if that means one thing only.
 */
export function readComments(entry: string): Describe {
  const objects = filesFrom(entry).flatMap((file) => membersIn(file, readFileSync(file, 'utf8')));
  return (member, members, kind) => {
    const said = (among: readonly Members[]): string[] => [
      ...new Set(among.map((object) => object.get(member)).filter((comment) => comment !== undefined)),
    ];
    const [exact] = said(
      objects.filter((object) => object.size === members.length && members.every((name) => object.has(name))),
    );
    if (exact !== undefined || kind === undefined) return exact;
    const [only, ...others] = said(objects);
    return others.length === 0 ? only : undefined;
  };
}

/** The file and every one it imports from its own folder. */
function filesFrom(entry: string, known = new Set<string>()): readonly string[] {
  if (known.has(entry)) return [];
  known.add(entry);
  for (const [, name = ''] of readFileSync(entry, 'utf8').matchAll(/from '\.\/([^']+)'/g)) {
    filesFrom(join(dirname(entry), name), known);
  }
  return [...known];
}

const OBJECT_TYPES = ['TSInterfaceBody', 'TSTypeLiteral'];

/** Every interface and object type of a TypeScript text, or only its interfaces. */
export function membersIn(file: string, code: string, kinds: readonly string[] = OBJECT_TYPES): Members[] {
  const { program, comments } = parseSync(file, code);
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const above = (start: number): string | undefined => {
    const doc = docs.find(({ end }) => end <= start && code.slice(end, start).trim() === '');
    return doc?.value
      .replace(/^\s*\*+ ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim();
  };
  const found: Members[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isObjectType(node, kinds)) {
      const members = (node.body ?? node.members ?? []).filter(({ key }) => key?.name !== undefined);
      found.push(new Map(members.map(({ key, start }) => [key!.name!, above(start)])));
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  return found;
}

/** As the parser says it (ESTree with TypeScript); only what is looked at here. */
interface ObjectType {
  readonly body?: readonly Member[];
  readonly members?: readonly Member[];
}
interface Member {
  readonly start: number;
  readonly key?: { readonly name?: string };
}

function isObjectType(node: object, kinds: readonly string[]): node is ObjectType {
  return 'type' in node && kinds.includes(String(node.type));
}
