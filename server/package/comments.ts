// The contract's own comments, for the descriptions in the published JSON Schema: one home for what a setting means.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';
import type { Describe } from '../validate/schema.ts';

/** The members of one object in the order of the text, each with the comment above it if there is one. */
export type Members = ReadonlyMap<string, string | undefined>;

/** What an object may look like; `kind` is the key of the registry that makes it so: a question's or trigger's type. */
interface Shape {
  readonly members: Members;
  readonly kind?: string;
}

type Statement = ReturnType<typeof parseSync>['program']['body'][number];
type Interface = Extract<Statement, { type: 'TSInterfaceDeclaration' }>;
type TypeNode = Extract<Statement, { type: 'TSTypeAliasDeclaration' }>['typeAnnotation'] | Interface['body'];
type Signature = Interface['body']['body'][number];

/**
 * The comment above a member of the contract's types that `entry` leads to. An object is known by the names of its
 * members, which are the contract's (the schemas are checked against its types), and by its kind where it has one.
 */
export function readComments(entry: string): Describe {
  const code = filesFrom(entry).map((file) => readFileSync(file, 'utf8'));
  const shapes = shapesIn(code.join('\n'));
  return (member, members, kind) => {
    const alike = shapes.filter((one) => one.members.size === members.length && members.every(isIn(one.members)));
    const own = alike.filter((one) => one.kind === kind);
    return [...own, ...alike].map((one) => one.members.get(member)).find((comment) => comment !== undefined);
  };
}

const isIn = (members: Members) => (name: string) => members.has(name);

/** The file and every one it imports from its own folder. */
function filesFrom(entry: string, known = new Set<string>()): readonly string[] {
  if (known.has(entry)) return [];
  known.add(entry);
  for (const [, name = ''] of readFileSync(entry, 'utf8').matchAll(/from '\.\/([^']+)'/g)) {
    filesFrom(join(dirname(entry), name), known);
  }
  return [...known];
}

/** Every shape of an object that the types of a TypeScript text allow. */
function shapesIn(code: string): readonly Shape[] {
  const { program, above } = parse(code);
  const declared = new Map<string, TypeNode>();
  for (const statement of program.body) {
    const one = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (one?.type === 'TSTypeAliasDeclaration') declared.set(one.id.name, one.typeAnnotation);
    if (one?.type === 'TSInterfaceDeclaration') declared.set(one.id.name, one.body);
  }
  const body = (name: string): readonly Signature[] => {
    const node = declared.get(name);
    return node?.type === 'TSInterfaceBody' ? node.body : [];
  };
  /** `kind` is what a mapped type's parameter stands for, `registry[kind]` being looked up by it. */
  const shapesOf = (node: TypeNode | undefined, kind?: string): readonly Shape[] => {
    switch (node?.type) {
      case 'TSInterfaceBody':
        return [{ members: membersOf(node.body, above) }];
      case 'TSTypeLiteral':
        return [{ members: membersOf(node.members, above) }];
      case 'TSIntersectionType':
        return node.types
          .map((part) => shapesOf(part, kind))
          .reduce((all, some) => all.flatMap((one) => some.map((other) => together(one, other))));
      case 'TSUnionType':
        return node.types.flatMap((part) => shapesOf(part, kind));
      case 'TSParenthesizedType':
        return shapesOf(node.typeAnnotation, kind);
      case 'TSConditionalType':
        return [...shapesOf(node.trueType, kind), ...shapesOf(node.falseType, kind)];
      case 'TSMappedType': {
        const { typeAnnotation } = node;
        if (!typeAnnotation) return [];
        return body(registryIn(typeAnnotation)).flatMap((signature) => {
          const key = nameOf(signature);
          return key === undefined ? [] : shapesOf(typeAnnotation, key).map((one) => ({ ...one, kind: key }));
        });
      }
      case 'TSIndexedAccessType': {
        if (node.objectType.type === 'TSMappedType') return shapesOf(node.objectType);
        const found = body(registryIn(node)).find((signature) => nameOf(signature) === kind);
        return shapesOf(found?.type === 'TSPropertySignature' ? found.typeAnnotation?.typeAnnotation : undefined);
      }
      case 'TSTypeReference':
        return shapesOf(node.typeName.type === 'Identifier' ? declared.get(node.typeName.name) : undefined);
      default:
        // Adds no member to an object.
        return [{ members: new Map() }];
    }
  };
  return everyType(program).flatMap((node) => shapesOf(node));
}

/** The members of each interface of a TypeScript text. */
export function interfacesIn(code: string): readonly Members[] {
  const { program, above } = parse(code);
  return everyType(program).flatMap((node) => (node.type === 'TSInterfaceBody' ? [membersOf(node.body, above)] : []));
}

/** The text's syntax, and the comment right above a place in it, on one line. */
function parse(code: string) {
  const { program, comments } = parseSync('contract.ts', code);
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const above = (start: number): string | undefined =>
    docs
      .find(({ end }) => end <= start && code.slice(end, start).trim() === '')
      ?.value.replace(/^\s*\*+ ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim();
  return { program, above };
}

function membersOf(signatures: readonly Signature[], above: (start: number) => string | undefined): Members {
  return new Map(
    signatures.flatMap((signature) => {
      const name = nameOf(signature);
      return name === undefined ? [] : [[name, above(signature.start)] as const];
    }),
  );
}

function nameOf(signature: Signature): string | undefined {
  return 'key' in signature && signature.key.type === 'Identifier' ? signature.key.name : undefined;
}

function together(one: Shape, other: Shape): Shape {
  return { ...other, ...one, members: new Map([...other.members, ...one.members]) };
}

/** The name in the first `name[…]` of a type: the registry that a mapped type goes through. */
function registryIn(node: TypeNode): string {
  const [name = ''] = everyType(node).flatMap((one) => {
    if (one.type !== 'TSIndexedAccessType' || one.objectType.type !== 'TSTypeReference') return [];
    const { typeName } = one.objectType;
    return typeName.type === 'Identifier' ? [typeName.name] : [];
  });
  return name;
}

/** All types in a tree, outer ones first. */
function everyType(node: unknown): readonly TypeNode[] {
  if (typeof node !== 'object' || node === null) return [];
  return [...(isType(node) ? [node] : []), ...Object.values(node).flatMap(everyType)];
}

/** Of nodes of the parser's only: a type is called TS…Type, TS…Keyword, or one of these. */
function isType(node: object): node is TypeNode {
  return 'type' in node && /^TS(\w+Type|TypeLiteral|TypeReference|InterfaceBody)$/.test(String(node.type));
}
