// The npm package as a site's developer gets it.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interfacesIn } from '../../server/package/comments.ts';
import { membersIn } from './schema.ts';
import { installPackage, type Scratch } from './scratch.ts';

let scratch: Scratch;
let installed: string;
beforeAll(async () => {
  scratch = await installPackage();
  installed = join(scratch.folder, 'node_modules/asklet');
}, 60_000);
afterAll(() => scratch.remove());

const read = (path: string): string => readFileSync(join(installed, path), 'utf8');
const files = (pattern: string): string[] => globSync(pattern, { cwd: installed });

describe('the package', () => {
  it('is installed without a network, dependencies or scripts', () => {
    const { dependencies, scripts, license, sideEffects, version } = JSON.parse(read('package.json'));
    expect({ dependencies, scripts, license, sideEffects }).toEqual({ license: 'MIT', sideEffects: false });
    expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    expect(readdirSync(join(scratch.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'asklet',
    ]);
  });

  it('brings everything its manifest names, and no source', () => {
    const { exports, bin } = JSON.parse(read('package.json'));
    for (const path of [exports['.'].types, exports['.'].import, exports['./survey.schema.json'], bin.asklet]) {
      expect(files('**/*')).toContain(path.slice(2));
    }
    expect(files('**/*.{ts,tsx,map}').filter((path) => !path.endsWith('.d.ts'))).toEqual([]);
  });

  it('does nothing on a server: looks for no page, leaves no global, keeps no process alive', async () => {
    scratch.write(
      'server.js',
      `const before = Reflect.ownKeys(globalThis);
       const touched = [];
       for (const name of ['window', 'document', 'location', 'localStorage', 'sessionStorage', 'indexedDB', 'fetch']) {
         Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
       }
       const { init } = await import('asklet');
       const imported = [...touched];
       const client = init({ site: 'pk_demo' });
       for (const name of Object.keys(client)) client[name]('x', 'y');
       const off = client.on('shown', () => {});
       off();
       const now = Reflect.ownKeys(globalThis).filter((name) => !before.includes(name) && !['window', 'document', 'location', 'localStorage', 'sessionStorage', 'indexedDB'].includes(name));
       console.log(JSON.stringify({ imported, now, same: init({ site: 'pk_demo' }) === client, explains: await client.explain() }));`,
    );
    const { code, said } = await scratch.run('node', '--no-warnings', 'server.js');
    expect(said).toBe('{"imported":[],"now":[],"same":true,"explains":[]}\n');
    expect(code).toBe(0);
  });

  it.each([
    ['bundler', 'esnext'],
    ['node16', 'node16'],
  ])(
    'is typed for a strict consumer with moduleResolution %s',
    async (moduleResolution, module) => {
      scratch.write(
        'shop.ts',
        `import { init, type Client, type Options, type PublicSurvey } from 'asklet';
       const options: Options = { site: 'pk_demo', host: 'https://asklet.example.com', attributes: { plan: 'pro', since: new Date() } };
       const client: Client = init(options);
       client.identify('u_42', { plan: 'pro' });
       client.track('checkout-completed', { total: 24.5, gift: true });
       client.show('checkout-nps', { container: '#here', force: false });
       const off: () => void = client.on('answered', ({ survey, question, value }) => console.log(survey.length, question.length, value));
       client.on('delivered', ({ revision }) => console.log(revision.toFixed()));
       off();
       const survey: PublicSurvey = { id: 'a', version: 1, touchpoint: 't', questions: [{ id: 'q', type: 'nps', title: 'How?' }] };
       init({ site: 'pk_demo', surveys: [survey] });
       // @ts-expect-error -- a site key is needed
       init({});
       // @ts-expect-error -- no such event
       client.on('shwon', () => {});
       // @ts-expect-error -- no such member of this event
       client.on('shown', ({ revision }) => revision);
       // @ts-expect-error -- an object is no attribute
       client.set({ plan: {} });`,
      );
      scratch.write(
        'tsconfig.json',
        JSON.stringify({
          compilerOptions: {
            strict: true,
            noEmit: true,
            skipLibCheck: false,
            exactOptionalPropertyTypes: true,
            noUncheckedIndexedAccess: true,
            target: 'es2022',
            lib: ['es2022', 'dom'],
            types: [],
            module,
            moduleResolution,
          },
          files: ['shop.ts'],
        }),
      );
      expect(await scratch.run('tsc', '-p', 'tsconfig.json')).toEqual({ code: 0, said: '' });
    },
    60_000,
  );

  it.each([
    ...['api', 'options', 'events', 'explain/explanation', 'index'].map((name) => ['widget', name]),
    ...['survey', 'questions', 'triggers', 'targeting', 'conditions', 'urls', 'flow', 'look'].map((name) => [
      'server/contract',
      name,
    ]),
  ])('documents every public name of %s/%s', (room, name) => {
    const code = read(`types/${room}/${name}.d.ts`);
    const members = interfacesIn(code).flatMap((one) => [...one]);
    const bare = members.filter(([, comment]) => !comment).map(([member]) => member);
    const lines = code.split('\n');
    const exported = lines.filter((line, at) => /^export (?!type \{|\{)/.test(line) && !lines[at - 1]?.endsWith('*/'));
    expect(members.length + lines.length).toBeGreaterThan(5);
    expect([...bare, ...exported]).toEqual([]);
  });

  it('refers in its types to nothing outside itself, and to no TypeScript source', () => {
    for (const file of files('types/**/*.d.ts')) {
      for (const [, path = ''] of read(file).matchAll(/(?:from|import\() ?'([^']+)'/g)) {
        expect(path).toMatch(/^\.\.?\/.*\.js$/);
        expect(files('types/**/*.d.ts')).toContain(join(file, '..', path.replace(/\.js$/, '.d.ts')));
      }
    }
  });

  it("puts init's part alone into a site's first script, and the others into parts of their own", async () => {
    scratch.write('main.js', `import { init } from 'asklet';\ninit({ site: 'pk_demo' }).track('bought');\n`);
    const built = await build({
      configFile: false,
      root: scratch.folder,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: join(scratch.folder, 'main.js') } },
    });
    if (!('output' in built)) throw new Error('One build was asked for.');
    const chunks = new Map(built.output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])));
    const entry = [...chunks.values()].find(({ isEntry }) => isEntry)!;
    const atOnce = [entry, ...entry.imports.map((name) => chunks.get(name)!)];
    const modules = atOnce.flatMap(({ moduleIds }) => moduleIds).join('\n');
    expect(modules).toContain('asklet/asklet.js');
    expect(modules).not.toMatch(/parts\/(asking|rules|more|looks|explain)/);
    expect(entry.dynamicImports.length).toBeGreaterThanOrEqual(3);
    // As a.js; a little more for the site's own bundler, which wraps each import.
    expect(brotliCompressSync(atOnce.map(({ code }) => code).join('')).length).toBeLessThan(5_200);
  }, 30_000);

  it('needs neither eval nor HTML sinks, so a strict policy and Trusted Types stay strict', () => {
    for (const file of files('{asklet,parts/*}.js')) {
      expect(read(file)).not.toMatch(
        /\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML|createContextualFragment/,
      );
    }
    // Preact itself can set innerHTML, for who asks it to; nothing of ours does.
    for (const file of globSync('widget/**/*.{ts,tsx}')) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/innerHTML|dangerouslySetInnerHTML/i);
    }
  });

  it('checks survey files with its own command and its own schema', async () => {
    const survey = JSON.parse(readFileSync('demo/surveys/chat-csat.json', 'utf8'));
    scratch.write('good.json', JSON.stringify({ ...survey, $schema: './node_modules/asklet/survey.schema.json' }));
    scratch.write('bad.json', '{\n  "id": 1\n}');
    const validate = (...names: readonly string[]) => scratch.run('asklet', 'survey', 'validate', ...names);
    expect(await validate('good.json')).toEqual({ code: 0, said: 'good.json: survey chat-csat, version 1\n' });
    expect(await validate('bad.json')).toMatchObject({ code: 1, said: expect.stringContaining('bad.json:2:3: id: ') });
    expect((await validate()).code).toBe(2);
    expect((await scratch.run('asklet', 'survey', 'publish')).code).toBe(64);
    expect((await scratch.run('asklet', 'help')).said).toContain('survey validate FILE');
  });

  it('says in its schema what the settings mean, in the words of the contract', () => {
    const { properties, $defs } = JSON.parse(read('survey.schema.json'));
    expect(properties.pacing.properties.gap.description).toBe('Days between this prompt and any other. Default 14.');
    const types = properties.triggers.items.properties.type.oneOf;
    expect(types).toContainEqual({ const: 'idle', description: expect.stringContaining('done nothing for so many') });
    expect($defs['question-nps'].properties.required.description).toContain('Default false');
  });

  it('has words in its schema for every member, whatever object it is of', () => {
    const members = membersIn(JSON.parse(read('survey.schema.json')));
    expect(members.length).toBeGreaterThan(300);
    expect(members.filter(({ description }) => !description).map(({ path }) => path)).toEqual([]);
    const said = (end: string) => members.find(({ path }) => path.endsWith(end))?.description;
    expect(said('.trigger-visible.seconds')).toBe('Seconds without a break. Default 1.');
    expect(said('.trigger-idle.seconds')).toBe('Seconds without any doing.');
    expect(said('.pacing.caps.year')).toBe('In the last 365 days. Default 6.');
  });
});
