// What the documentation shows is what works: every block of code in widget/docs/ is compiled, run or parsed here.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../server/command.ts';
import { LIMITS } from '../../server/contract/response.ts';
import { validateSurvey } from '../../server/validate/index.ts';
import { MOST_BYTES, MOST_RESPONSES } from '../../widget/queue/eviction.ts';
import { installPackage, lend, type Scratch } from './scratch.ts';

interface Block {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const blocks = globSync('widget/docs/*.md')
  .sort()
  .flatMap((file): Block[] => {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(/^```(\S*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: code = '', index }) => ({
      file,
      line: text.slice(0, index).split('\n').length,
      language,
      code,
    }));
  });
const of = (...languages: string[]): Block[] => blocks.filter(({ language }) => languages.includes(language));
const nameOf = ({ file, line }: Block): string => `${file}:${line}`;
const named = (language: string) => of(language).map((block) => [nameOf(block), block] as const);
const scriptsIn = (html: string): { attributes: string; body: string }[] =>
  [...html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)].map(([, attributes = '', body = '']) => ({
    attributes,
    body,
  }));

it('there is nothing in the documentation that nobody looks at', () => {
  const known = ['ts', 'tsx', 'vue', 'svelte', 'html', 'json', 'http', 'sh', 'text'];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(nameOf)).toEqual([]);
  expect(blocks.length).toBeGreaterThan(15);
});

describe('the code in the documentation', () => {
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = await installPackage();
    lend(scratch, 'preact');
  }, 60_000);
  afterAll(() => scratch.remove());

  it('is right for the compiler, against the package', async () => {
    const files = of('ts', 'tsx', 'vue', 'svelte').map((block, index) => {
      const { language, code } = block;
      const text =
        language === 'vue' || language === 'svelte'
          ? scriptsIn(code)
              .map(({ body }) => body)
              .join('\n')
          : code;
      const [, named] = /^\/\/ (\S+\.ts)$/m.exec(text) ?? [];
      return { path: named ?? `block${index}.${language === 'tsx' ? 'tsx' : 'ts'}`, text, block };
    });
    for (const { path, text } of files) scratch.write(path, `${text}\nexport {};\n`);
    scratch.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2022',
          module: 'esnext',
          moduleResolution: 'bundler',
          lib: ['es2022', 'dom', 'dom.iterable'],
          types: [],
          jsx: 'react-jsx',
          jsxImportSource: 'preact',
          // Preact's own types of React's interface; React itself is not among our tools.
          paths: { react: ['./node_modules/preact/compat/src/index.d.ts'] },
        },
        files: files.map(({ path }) => path),
      }),
    );
    const { code, said } = await scratch.run('tsc', '-p', 'tsconfig.json');
    const where = files.map(({ path, block }) => `${path} is ${nameOf(block)}`).join('\n');
    if (code !== 0) throw new Error(`${said}\n${where}`);
    // What is compiled has to be the widget's types, not nothing.
    scratch.write('block0.ts', `import { asklet } from './asklet';\nasklet.trakc('x');\n`);
    expect((await scratch.run('tsc', '-p', 'tsconfig.json')).said).toContain('trakc');
  }, 60_000);
});

describe('the other blocks in the documentation', () => {
  it.each(named('html'))('%s is a page whose scripts compile and whose tag says what ours reads', (_name, { code }) => {
    const scripts = scriptsIn(code);
    const told = [
      ...scripts.flatMap(({ attributes }) => [...attributes.matchAll(/data-(\w+)=/g)]),
      ...scripts.flatMap(({ body }) => [...body.matchAll(/dataset\.(\w+)/g)]),
    ].map(([, name]) => name);
    for (const name of told) expect(['site', 'host', 'path', 'locale', 'consent', 'storage', 'debug']).toContain(name);
    for (const { body } of scripts) expect(() => new Script(body)).not.toThrow();
  });

  it.each(named('json'))('%s is a survey', (_name, { code }) => {
    expect(validateSurvey(JSON.parse(code))).toHaveProperty('survey');
  });

  it.each(named('http'))('%s is a policy of directives that there are', (_name, { code }) => {
    const [, policy = ''] = /^Content-Security-Policy: (.*)\n$/.exec(code) ?? [];
    const directives = policy.split('; ').map((directive) => directive.split(' ')[0]);
    expect(directives.length).toBeGreaterThan(0);
    for (const name of directives) {
      expect(['script-src', 'connect-src', 'style-src', 'require-trusted-types-for', 'trusted-types']).toContain(name);
    }
  });

  it.each(named('sh'))('%s is a command that there is', async (_name, { code }) => {
    execFileSync('sh', ['-n', '-c', code]);
    let help = '';
    await command(['help'], { out: (text) => (help += text), err: () => {} });
    for (const [, words = ''] of code.matchAll(/npx asklet (\w+ \w+)/g)) expect(help).toContain(words);
  });

  it.each(named('text'))('%s is what the command prints', (_name, { code }) => {
    expect(code).toMatch(/^\S+\.json:\d+:\d+: \S+: .+\n$/);
  });
});

describe('widget/docs/privacy.md', () => {
  const privacy = readFileSync('widget/docs/privacy.md', 'utf8');

  it('names every key under which the widget stores something, and every database', () => {
    const sources = globSync('widget/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'));
    const keys = sources.flatMap((source) => [...source.matchAll(/`(asklet-(?:[a-z]+-)?)\$\{/g)].map(([, key]) => key));
    expect(new Set(keys).size).toBeGreaterThanOrEqual(3);
    for (const key of keys) expect(privacy).toContain(`\`${key}<site>\``);
  });

  it('tells the bounds that the code keeps', () => {
    expect(privacy).toContain(`${MOST_RESPONSES}, ${MOST_BYTES / 1024} KiB in all`);
    expect(privacy).toContain(`${LIMITS.age / 86_400_000} days`);
  });
});
