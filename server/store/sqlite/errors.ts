import { StoreError } from '../errors.ts';
import type { StoreErrorCode } from '../errors.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html; the rest blame the statement, not the database. */
const BY_RESULT: Readonly<Record<number, StoreErrorCode>> = {
  3: 'unwritable', // PERM
  5: 'busy',
  6: 'busy', // LOCKED
  8: 'unwritable', // READONLY
  10: 'unwritable', // IOERR
  11: 'corrupt',
  13: 'full',
  14: 'unwritable', // CANTOPEN
  26: 'corrupt', // NOTADB
};

const BY_CODE: Readonly<Record<string, StoreErrorCode>> = {
  ERR_INVALID_STATE: 'closed',
  EACCES: 'unwritable',
  ENOENT: 'unwritable', // a folder that cannot be made, below /proc for one
  EROFS: 'unwritable',
  EPERM: 'unwritable',
  ENOTDIR: 'unwritable',
  EEXIST: 'unwritable',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

const SENTENCES: Partial<Record<StoreErrorCode, string>> = {
  busy: 'Another process holds the database.',
  full: 'There is no room for the database to grow.',
  unwritable: 'The database cannot be opened, read or written.',
  corrupt: 'The database file is damaged, or no database.',
  closed: 'The store is closed.',
};

/** What went wrong with the database as a StoreError with the engine's own error as its cause; any other error as it is. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = codeOf(error);
  return code ? new StoreError(code, SENTENCES[code] ?? code, { cause: error }) : error;
}

function codeOf(error: Error): StoreErrorCode | undefined {
  // node:sqlite gives SQLite's result code as `errcode`; its low byte is the primary code.
  if ('errcode' in error && typeof error.errcode === 'number') return BY_RESULT[error.errcode & 0xff];
  return 'code' in error && typeof error.code === 'string' ? BY_CODE[error.code] : undefined;
}
