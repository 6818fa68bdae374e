// Builds what pages load (dist/widget) and the demo shop (dist/demo), and runs the tests.
// The server needs no bundling: `tsc -b` writes it to dist/server.
import { brotliCompressSync, constants } from 'node:zlib';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { build, type InlineConfig, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { writePackage } from './server/package/build.ts';

const root = import.meta.dirname;
const out = join(root, 'dist/widget');

/** The files a page may load, by their entries, in build order: a.js names the others by their content. */
const ENTRIES: Readonly<Record<string, string>> = {
  prompt: 'widget/prompt/index.tsx',
  questions: 'widget/questions/more.ts',
  looks: 'widget/prompt/looks/index.ts',
  manners: 'widget/prompt/manners.ts',
  delivery: 'widget/delivery/index.ts',
  explain: 'widget/explain/index.ts',
  consent: 'widget/consent/index.ts',
  loader: 'widget/loader.ts',
};
const PARTS = Object.keys(ENTRIES);

/** What a page loads at most, in bytes after brotli 11, per use. The build fails above `limit`. */
const BUDGETS = [
  { use: 'a.js, at page load', parts: ['loader'], limit: 4_000, goal: 3_000 },
  {
    use: 'a.js and everything an NPS prompt needs',
    parts: ['loader', 'prompt', 'delivery'],
    limit: 20_000,
    goal: 16_000,
  },
  {
    use: 'all of it with every type of question',
    parts: ['loader', 'prompt', 'questions', 'delivery'],
    limit: 26_000,
    goal: 21_000,
  },
];

/** The file of each part, known once it is built. */
const files = new Map<string, string>();

function brotli(file: string): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return brotliCompressSync(readFileSync(join(out, file)), { params });
}

/** Everything in a page's bundle comes from widget/, server/contract/ or one of three packages; else the build fails. */
function arrows(environments = PARTS): Plugin {
  // The bundler adds a few lines of its own, rolldown/runtime.js.
  const allowed =
    /^(rolldown\/|widget\/|server\/contract\/|node_modules\/(preact|@preact\/signals(-core)?|idb-keyval)\/)/;
  return {
    name: 'asklet:arrows',
    applyToEnvironment: ({ name }) => environments.includes(name),
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
 * wiring, which saves every page 1.9 KB.
 */
function core(environments = PARTS): Plugin {
  return {
    name: 'asklet:core',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => environments.includes(name),
    resolveId(source, importer) {
      return source === '@preact/signals' ? this.resolve('@preact/signals-core', importer) : null;
    },
    // Assigned to a prototype, these throw where a page has frozen Object.prototype; nothing of ours needs them.
    transform(code, id) {
      if (!id.includes('signals-core')) return null;
      return code.replace(/[\w$]+\.prototype\.(valueOf|toString|toJSON)=function\(\)\{.*?\};?/g, '');
    },
  };
}

/**
 * One Preact a page: what the questions need of it they import from the prompt's file, which a page has by then. A
 * second copy would cost 4 KB, and its elements would not be the prompt's.
 */
function preact(): Plugin {
  return {
    name: 'asklet:preact',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'questions',
    resolveId(source) {
      return source === 'preact/jsx-runtime' ? { id: `./${basename(files.get('prompt')!)}`, external: true } : null;
    },
  };
}

/** Remembers under which name each part was written. */
function parts(): Plugin {
  return {
    name: 'asklet:parts',
    applyToEnvironment: ({ name }) => PARTS.includes(name),
    generateBundle(_options, bundle) {
      for (const file of Object.keys(bundle)) files.set(this.environment.name, file);
    },
  };
}

/**
 * a.js is a classic script: wrapped, so that its names stay its own, and loading its parts from absolute addresses,
 * because a cross-origin classic script has no base address (https://html.spec.whatwg.org/#muted-errors).
 */
function script(): Plugin {
  return {
    name: 'asklet:script',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'loader',
    transform(code, id) {
      if (!id.endsWith('/widget/chunks.ts')) return null;
      const partOf = (path: string) => PARTS.find((name) => ENTRIES[name] === `widget/${path}`)!;
      return code.replace(/import\('\.\/([^']+)'\)/g, (_, path) => `$load('./${files.get(partOf(path))}')`);
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const load = '(src=>path=>import(new URL(path,src)))(document.currentScript.src)';
        chunk.code = `($load=>{${chunk.code.trim()}})(${load});`;
      }
    },
  };
}

/** One file a part, named by its content: a page needs one request per part, and keeps it for ever. */
const part = (input: string, entryFileNames = 'a/[hash].js') => ({
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
    terserOptions: { ecma: 2020 as const, module: true, compress: { passes: 3, unsafe_arrows: true } },
    reportCompressedSize: false,
    rolldownOptions: {
      input,
      preserveEntrySignatures: 'strict' as const,
      output: { entryFileNames, codeSplitting: false },
    },
  },
});

/** Removes what earlier builds left: only now, so that a build that fails leaves the last good one in place. */
function tidy(): void {
  const built = new Set([...files.values()].flatMap((file) => [file, `${file}.br`]));
  for (const file of globSync('**/*.{js,br}', { cwd: out })) if (!built.has(file)) rmSync(join(out, file));
}

/** Writes the compressed files that are served, prints the sizes per use, and fails above a budget. */
function weigh(): void {
  const sizes = new Map(
    [...files].map(([name, file]) => {
      const bytes = brotli(file);
      writeFileSync(join(out, `${file}.br`), bytes);
      return [name, bytes.length];
    }),
  );
  const over = [];
  const uses: Record<string, number> = {};
  for (const { use, parts, limit, goal } of BUDGETS) {
    const bytes = parts.reduce((sum, name) => sum + sizes.get(name)!, 0);
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
  plugins: [core(['client']), arrows(['client'])],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
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
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [core(), preact(), arrows(), parts(), script()],
  logLevel: 'warn',
  environments: {
    ...Object.fromEntries(Object.entries(ENTRIES).map(([name, entry]) => [name, part(entry)])),
    loader: part(ENTRIES['loader']!, 'a.js'),
  },
  builder: {
    // One instance of the plugins: the script's must know what the parts' found.
    sharedConfigBuild: true,
    async buildApp(builder) {
      for (const name of PARTS) await builder.build(builder.environments[name]!);
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
        test: { name: 'dom', include: ['test/widget/**/*.test.{ts,tsx}'], environment: 'jsdom', testTimeout: 20_000 },
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
          fileParallelism: false,
        },
      },
    ],
  },
});
