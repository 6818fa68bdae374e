// The package as npm packs it, installed in a project of its own. Run `npm run build` first.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** `npm_*` of the test's own npm would speak for the scratch project's. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

export interface Scratch {
  readonly folder: string;
  /** Writes a file of the project and answers its path. */
  write(path: string, text: string): string;
  /** What a tool says and ends with, run in the scratch project: `node`, its own `asklet`, or one of this project's. */
  run(tool: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }>;
  remove(): void;
}

export async function installPackage(): Promise<Scratch> {
  const folder = mkdtempSync(join(tmpdir(), 'asklet-package-'));
  const write = (path: string, text: string): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const run = (command: string, args: readonly string[]) =>
    new Promise<{ code: number; said: string }>((done) => {
      execFile(command, args, { cwd: folder, env, timeout: 60_000, maxBuffer: 1e8 }, (error, out, err) =>
        done({ code: error ? Number(error.code ?? 1) : 0, said: out + err }),
      );
    });
  const npm = async (...args: readonly string[]): Promise<void> => {
    const { code, said } = await run('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund']);
    if (code !== 0) throw new Error(`npm ${args.join(' ')}: ${said}`);
  };
  write('package.json', JSON.stringify({ name: 'shop', private: true, type: 'module' }));
  await npm('pack', join(root, 'dist/package'), '--pack-destination', folder);
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  await npm('install', `./${packed}`);
  return {
    folder,
    write,
    run: (tool, ...args) => {
      const bin = join(tool === 'asklet' ? folder : root, 'node_modules/.bin', tool);
      return run(tool === 'node' ? process.execPath : bin, args);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Lets the scratch project use a package of this one's, such as its compiler's types. */
export function lend({ folder }: Scratch, name: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), place);
}
