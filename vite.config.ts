// Builds what pages load (dist/widget) and the demo shop (dist/demo), and runs the tests.
// The server needs no bundling: `tsc -b` writes it to dist/server.
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { writePackage } from './server/package/build.ts';

const root = import.meta.dirname;

/**
 * JSX as calls of Preact's own h(): the automatic runtime brings a second function that makes elements. Types are checked
 * as for the automatic one.
 */
const oxc: InlineConfig['oxc'] = { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } };

/** Names h() and Fragment in every file with JSX; Vite's own `jsxInject` would name them in all others too. */
const jsx: Plugin = {
  name: 'asklet:jsx',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.tsx') ? `import { Fragment, h } from 'preact';${code}` : null),
};

const out = join(root, 'dist/widget');

/** The files a page may load, by name, in build order: the others use the Preact of the asking part. */
const ENTRIES: Readonly<Record<string, string>> = {
  asking: 'widget/asking.ts',
  more: 'widget/more.ts',
  looks: 'widget/prompt/looks/index.ts',
  manners: 'widget/prompt/manners.ts',
  begin: 'widget/begin.ts',
  counts: 'widget/counts.ts',
  rules: 'widget/rules.ts',
  speech: 'widget/speech.ts',
  explain: 'widget/explain/index.ts',
  // No word that block lists know.
  agreed: 'widget/consent/index.ts',
  ...Object.fromEntries(
    globSync('widget/locales/[a-z][a-z]?(-*).ts', { cwd: root }).map((file) => [basename(file, '.ts'), file]),
  ),
  loader: 'widget/loader.ts',
};
const PARTS = Object.keys(ENTRIES);
const LOCALES = PARTS.filter((name) => ENTRIES[name] === `widget/locales/${name}.ts`);

/**
 * All parts of one build share a hash of their sources in their names: so each can name the others before they are
 * built, and a browser keeps them for ever.
 */
const HASH = createHash('sha256')
  .update(
    globSync(['widget/**/*.{ts,tsx}', 'server/contract/*.ts', 'vite.config.ts', 'package-lock.json'], { cwd: root })
      .sort()
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\0'),
  )
  .digest('hex')
  .slice(0, 8);
const fileOf = (name: string): string => (name === 'loader' ? 'a.js' : `a/${HASH}-${name}.js`);
/** Names of environments are names of variables. */
const environmentOf = (name: string): string => name.replace('-', '_');
const partOf = (environment: string): string | undefined => PARTS.find((name) => environmentOf(name) === environment);
const isPart = ({ name }: { readonly name: string }): boolean => partOf(name) !== undefined;

/** What a page loads at most, in bytes after brotli 11, per use. The build fails above `limit`. */
const BUDGETS = [
  { use: 'a.js, at page load', parts: ['loader'], limit: 4_000, goal: 3_000 },
  {
    use: 'a.js and everything an NPS prompt needs',
    parts: ['loader', 'asking'],
    limit: 20_700,
    goal: 16_000,
  },
  {
    use: 'all of it, with every question type and look',
    parts: ['loader', 'asking', 'more', 'looks'],
    limit: 26_700,
    goal: 21_000,
  },
  ...LOCALES.map((name) => ({ use: `interface texts, ${name}`, parts: [name], limit: 1_000, goal: 700 })),
];

function brotli(file: string): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return brotliCompressSync(readFileSync(join(out, file)), { params });
}

/** Everything in a page's bundle comes from widget/, server/contract/ or one of three packages; else the build fails. */
function arrows(applies = isPart): Plugin {
  // The bundler adds a few lines of its own, rolldown/runtime.js.
  const allowed =
    /^(rolldown[/_]|widget\/|server\/contract\/|node_modules\/(preact|@preact\/signals(-core)?|idb-keyval)\/)/;
  return {
    name: 'asklet:arrows',
    applyToEnvironment: applies,
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
          const path = relative(root, id.replace(/^\0/, '').replace(/\?.*$/, '')).replace(
            /^.*\/node_modules\//,
            'node_modules/',
          );
          if (!allowed.test(path))
            this.error(`${path} must not be in the widget: nothing but widget/ and server/contract/`);
        }
      }
    },
  };
}

/**
 * @preact/signals is its core plus the wiring into components and hooks. The prompt draws from one effect and needs no
 * wiring, which saves every page 1.9 KB; the overlay, which only developers load, is drawn with all of it.
 */
function core(applies = isPart): Plugin {
  return {
    name: 'asklet:core',
    enforce: 'pre',
    applyToEnvironment: applies,
    resolveId(source, importer) {
      if (source !== '@preact/signals' || importer?.includes('/widget/explain/')) return null;
      return this.resolve('@preact/signals-core', importer);
    },
    // Assigned to a prototype, these throw where a page has frozen Object.prototype; nothing of ours needs them.
    transform(code, id) {
      if (!id.includes('signals-core')) return null;
      return code.replace(/[\w$]+\.prototype\.(valueOf|toString|toJSON)=function\(\)\{.*?\};?/g, '');
    },
  };
}

/**
 * What a part needs of another it imports from that one's file: the questions draw with the asking part's Preact, for a
 * second copy would cost 4 KB, and its elements would not be the prompt's.
 *
 * a.js is a classic script: wrapped, so that its names stay its own, and loading its parts from absolute addresses,
 * because a cross-origin classic script has no base address (https://html.spec.whatwg.org/#muted-errors).
 */
function parts(): Plugin {
  const nameOf = (path: string) => PARTS.find((name) => ENTRIES[name] === `widget/${path}`)!;
  return {
    name: 'asklet:parts',
    enforce: 'pre',
    applyToEnvironment: isPart,
    resolveId(source) {
      if (source.startsWith(`./${HASH}-`)) return { id: source, external: true };
      const shared = this.environment.name === 'more' && source === 'preact';
      return shared ? { id: `./${HASH}-asking.js`, external: true } : null;
    },
    transform(code, id) {
      if (!/\/widget\/(chunks|speech)\.ts$/.test(id)) return null;
      const load = (name: string): string =>
        this.environment.name === 'loader'
          ? `$load(${name})`
          : `import(/* @vite-ignore */ './${HASH}-' + ${name} + '.js')`;
      return code
        .replace('import(`./locales/${tag}.ts`)', load('tag'))
        .replace(/import\('\.\/([^']+)'\)/g, (_, path) => load(`'${nameOf(path)}'`));
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || chunk.fileName !== 'a.js') continue;
        const load = `(src=>name=>import(new URL(\`a/${HASH}-\${name}.js\`,src)))(document.currentScript.src)`;
        chunk.code = `($load=>{${chunk.code.trim()}})(${load});`;
      }
    },
  };
}

/** One file a part: a page needs one request for each. */
const part = (name: string) => ({
  consumer: 'client' as const,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: out,
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2022',
    modulePreload: false as const,
    // 2 % smaller than Vite's own minifier here.
    minify: 'terser' as const,
    reportCompressedSize: false,
    rolldownOptions: {
      input: ENTRIES[name]!,
      preserveEntrySignatures: 'strict' as const,
      output: { entryFileNames: fileOf(name), codeSplitting: false },
    },
  },
});

/** Removes what earlier builds left: only now, so that a build that fails leaves the last good one in place. */
function tidy(): void {
  const built = new Set(PARTS.flatMap((name) => [fileOf(name), `${fileOf(name)}.br`]));
  for (const file of globSync('**/*.{js,br}', { cwd: out })) if (!built.has(file)) rmSync(join(out, file));
}

/** Writes the compressed files that are served, prints the sizes per use, and fails above a budget. */
function weigh(): void {
  const sizes = new Map(
    PARTS.map((name) => {
      const bytes = brotli(fileOf(name));
      writeFileSync(join(out, `${fileOf(name)}.br`), bytes);
      return [name, bytes.length];
    }),
  );
  const over = [];
  const uses: Record<string, number> = {};
  for (const { use, parts, limit, goal } of BUDGETS) {
    const bytes = parts.reduce((sum, name) => sum + sizes.get(name)!, 0);
    if (!parts.some((name) => LOCALES.includes(name)))
      console.log(`${use}: ${bytes} B brotli (limit ${limit}, goal ${goal})`);
    if (bytes > limit) over.push(use);
    uses[use] = bytes;
  }
  // For whoever quotes them; the README does, and a test compares.
  writeFileSync(join(root, 'dist/sizes.json'), JSON.stringify(uses));
  if (over.length) throw new Error(`Over budget: ${over.join('; ')}`);
}

/** The demo shop: an ordinary site of several pages, which knows the widget by its snippet. */
const demo: InlineConfig = {
  configFile: false,
  root: join(root, 'demo'),
  base: './',
  logLevel: 'warn',
  build: {
    outDir: join(root, 'dist/demo'),
    emptyOutDir: true,
    rolldownOptions: { input: globSync(join(root, 'demo/*.html')) },
  },
};

/** The widget as a module, for sites that are bundled: in pieces, and not minified, for their bundler does that. */
const npm: InlineConfig = {
  configFile: false,
  root,
  logLevel: 'warn',
  plugins: [jsx, core(() => true), arrows(() => true)],
  oxc,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: join(root, 'dist/package'),
    copyPublicDir: false,
    target: 'es2022',
    minify: false,
    reportCompressedSize: false,
    // A library's imports stay plain: no preloading of Vite's own around them.
    lib: { entry: 'widget/index.ts', formats: ['es'], fileName: 'asklet' },
    rolldownOptions: { output: { chunkFileNames: 'parts/[name].js' } },
  },
};

export default defineConfig({
  oxc,
  plugins: [jsx, core(), arrows(), parts()],
  logLevel: 'warn',
  build: {
    // Of the whole build: Vite does not read those of an environment.
    terserOptions: {
      ecma: 2020,
      compress: {
        passes: 5,
        pure_getters: true,
        unsafe: true,
        unsafe_methods: true,
        unsafe_arrows: true,
        toplevel: true,
        inline: 1,
      },
      mangle: { toplevel: true },
    },
  },
  environments: Object.fromEntries(PARTS.map((name) => [environmentOf(name), part(name)])),
  builder: {
    async buildApp(builder) {
      for (const name of PARTS) await builder.build(builder.environments[environmentOf(name)]!);
      await build(npm);
      await writePackage(root, join(root, 'dist/package'));
      await build(demo);
      weigh();
      tidy();
    },
  },
  test: {
    reporters: ['default', ['json', { outputFile: 'dist/tests.json' }]],
    coverage: { include: ['widget/**', 'server/**'], reporter: ['text', 'html'] },
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/{contract,rules,server,package}/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          include: ['test/{widget,faults}/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          testTimeout: 20_000,
        },
      },
      {
        // Node drives a real browser; the bundle and the collector are those of `npm run build`.
        extends: true,
        test: {
          name: 'browser',
          globalSetup: 'test/support/ensure-browsers.ts',
          // After the others: two cores cannot do both and keep a browser's time.
          sequence: { groupOrder: 1 },
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 60_000,
          // They wait more than they work: two at a time on two cores.
          maxWorkers: 2,
          // Cases with a clock of their own lose against a machine that is busy with something else.
          retry: 2,
        },
      },
    ],
  },
});
