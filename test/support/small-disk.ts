// A disk with no room: a tmpfs where this user may mount one, else a bound on the database's pages, which SQLite
// answers with the same error.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly kind: 'tmpfs' | 'pages';
  readonly folder: string;
  /** For the environment of a process that keeps its database there. */
  readonly env: Readonly<Record<string, string>>;
  /** Leaves next to nothing. */
  readonly fill: () => void;
  /** Gives the room back. */
  readonly free: () => void;
  readonly remove: () => void;
}

export function smallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'asklet-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return smallDatabase(folder);
  }
  const filler = join(folder, 'filler');
  return {
    kind: 'tmpfs',
    folder,
    env: {},
    fill: () => {
      // What is left is less than a page of the database.
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler),
    remove: () => {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function smallDatabase(folder: string): SmallDisk {
  const mark = join(folder, 'full');
  return {
    kind: 'pages',
    folder,
    env: { NODE_OPTIONS: `--import=${new URL('./small-database.ts', import.meta.url).href}`, ASKLET_FULL_MARK: mark },
    fill: () => writeFileSync(mark, ''),
    free: () => existsSync(mark) && rmSync(mark),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
