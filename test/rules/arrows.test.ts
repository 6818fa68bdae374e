// The arrows of the house hold: each import that would turn one around is refused by the types, the linter or the build.
// Tried on a copy of the tree, with one offender per arrow.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const PARTS = [
  'widget',
  'server',
  'demo',
  'test',
  'tsconfig.json',
  'vite.config.ts',
  'oxlint.config.ts',
  'package.json',
];
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'asklet-arrows-'));
  for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(tool: string, ...args: string[]): Promise<string> {
  return new Promise((done) => {
    const bin = join(root, 'node_modules/.bin', tool);
    execFile(bin, args, { cwd: copy, maxBuffer: 1e8, timeout: 50_000 }, (_error, stdout, stderr) =>
      done(stdout + stderr),
    );
  });
}

const offend = (file: string, code: string) => writeFileSync(join(copy, file), `${code}\nexport {};\n`);

describe('the types', () => {
  it.each([
    ['widget', 'widget/offender.ts', "import '../server/store/store.ts';", 'TS6307'],
    ['widget, even for a type', 'widget/offender.ts', "import type {} from '../server/store/store.ts';", 'TS6307'],
    ['contract', 'server/contract/offender.ts', "import '../store/store.ts';", 'TS6307'],
    ['contract, of the page', 'server/contract/offender.ts', 'window.name;', 'TS2304'],
    ['contract, of Node', 'server/contract/offender.ts', 'process.pid;', 'TS2591'],
    ['server', 'server/offender.ts', "import '../widget/options.ts';", 'TS6307'],
    ['server, of what builds its package', 'server/offender.ts', "import './package/build.ts';", 'TS6307'],
    ['demo', 'demo/offender.ts', "import '../server/store/store.ts';", 'TS6307'],
  ])(
    'refuse what is out of reach for the %s',
    async (_room, file, code, error) => {
      offend(file, code);
      const said = await run('tsc', '-b');
      rmSync(join(copy, file));
      expect(said).toContain(file);
      expect(said).toContain(error);
    },
    30_000,
  );
});

describe('the linter', () => {
  const offenders = {
    'widget/platform/offender.ts': '../targeting/memory.ts',
    'widget/triggers/offender.ts': '../targeting/memory.ts',
    'widget/targeting/offender.ts': '../prompt/session.ts',
    'widget/questions/offender.ts': '../prompt/session.ts',
    'widget/prompt/offender.ts': '../delivery/index.ts',
    'widget/prompt/offender2.ts': '../client.ts',
    'widget/queue/offender.ts': '../delivery/index.ts',
    'widget/delivery/offender.ts': '../prompt/session.ts',
    'widget/offender.ts': '../server/store/store.ts',
    'widget/offender2.ts': 'node:fs',
    'server/contract/offender.ts': 'preact',
    'server/contract/offender2.ts': '../store/store.ts',
    'server/store/offender.ts': '../ingest/scan.ts',
    'server/store/sqlite/offender.ts': '../../ingest/scan.ts',
    'server/ingest/offender.ts': '../routes/public.ts',
    'server/scores/offender.ts': '../ingest/scan.ts',
    'server/routes/offender.ts': '../app.ts',
    'server/routes/offender2.ts': '../../widget/options.ts',
    'server/validate/offender.ts': '../package/build.ts',
    'server/package/offender.ts': '../store/store.ts',
    'server/package/offender2.ts': '../app.ts',
    'demo/offender.ts': '../server/store/store.ts',
  };

  it('refuses every import against an arrow, and nothing else', async () => {
    for (const [file, target] of Object.entries(offenders)) offend(file, `import '${target}';`);
    const found = JSON.parse(await run('oxlint', '--format', 'json', 'widget', 'server', 'demo')) as {
      diagnostics: { code: string; filename: string }[];
    };
    for (const file of Object.keys(offenders)) rmSync(join(copy, file));
    const refused = found.diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
    expect([...new Set(refused.map(({ filename }) => filename))].toSorted()).toEqual(Object.keys(offenders).toSorted());
  }, 60_000);
});

describe('the build', () => {
  it('refuses a module of the server, and a package, in what pages load', async () => {
    for (const [target, name] of [
      ['../server/ingest/scan.ts', 'server/ingest/scan.ts'],
      ['fast-check', 'node_modules/fast-check'],
    ] as const) {
      const entry = join(copy, 'widget/loader.ts');
      writeFileSync(entry, `import * as all from '${target}';\n(globalThis as any).all = all;\n`);
      expect(await run('vite', 'build', '--app')).toMatch(new RegExp(`${name}.* must not be in the widget`));
    }
  }, 60_000);
});
