// The npm package, written to dist/package: what stands beside the scripts that vite.config.ts builds there.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'vite';
import { surveySchema } from '../validate/schema.ts';
import { readComments } from './comments.ts';

/** Where `tsc -b server widget` leaves the declarations of a source folder. */
const DECLARED: Readonly<Record<string, string>> = { widget: 'dist/types/widget', server: 'dist/server' };

/** `root` is the project's folder; the widget's modules are in `out` already, its types where `tsc -b` leaves them. */
export async function writePackage(root: string, out: string): Promise<void> {
  await buildCommand(root, out);
  copyTypes(root, out, 'widget/index.ts');
  const described = surveySchema(readComments(join(root, 'server/contract/survey.ts')));
  const schema = `${JSON.stringify(described, null, 2)}\n`;
  // In dist as well: there the survey files of this project look for it.
  for (const folder of [out, join(root, 'dist')]) writeFileSync(join(folder, 'survey.schema.json'), schema);
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest(root), null, 2)}\n`);
  copyFileSync(join(root, 'server/package/README.md'), join(out, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
}

/** `npx asklet survey validate`, with all it needs in one file: the package has no dependencies. */
async function buildCommand(root: string, out: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: 'server/package/command.ts',
      outDir: out,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node20',
      minify: true,
      rolldownOptions: { output: { entryFileNames: 'command.js', codeSplitting: false } },
    },
  });
}

/** The declarations that `entry` leads to, in the same tree; a consumer's TypeScript looks for `.js` beside them. */
function copyTypes(root: string, out: string, entry: string): void {
  const waiting = [entry];
  const done = new Set<string>();
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (done.has(source)) continue;
    done.add(source);
    const [house = '', ...rest] = source.replace(/\.tsx?$/, '.d.ts').split('/');
    const text = readFileSync(join(root, DECLARED[house]!, ...rest), 'utf8');
    const copied = text.replace(/((?:from|import\() ?')(\.[^']+)\.tsx?'/g, (_, before: string, path: string) => {
      const target = join(dirname(source!), `${path}.ts`);
      waiting.push(relative('.', target));
      return `${before}${path}.js'`;
    });
    const file = join(out, 'types', house, ...rest);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, copied.replace(/^\/\/# sourceMappingURL.*$/m, ''));
  }
}

function manifest(root: string): object {
  const { name, version, description, license } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<'name' | 'version' | 'description' | 'license', string>;
  return {
    name,
    version,
    description,
    license,
    keywords: ['survey', 'nps', 'csat', 'feedback', 'widget'],
    type: 'module',
    sideEffects: false,
    exports: {
      '.': { types: './types/widget/index.d.ts', import: './asklet.js' },
      './survey.schema.json': './survey.schema.json',
      './package.json': './package.json',
    },
    bin: { asklet: './command.js' },
    files: ['asklet.js', 'command.js', 'parts', 'types', 'survey.schema.json'],
  };
}
