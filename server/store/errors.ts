/**
 * Why a store could not do what it was asked, in a word that callers can rely on:
 * - `busy`: another process holds the database; `full`: disk or quota; `unwritable`: cannot be opened, read or written;
 *   `corrupt`: not a readable database; `stopped`: the store's thread ended by itself; `closed`: used after `close()`
 * - `key-taken`: the public key belongs to another site
 * - at opening: `newer-schema`: written by a later version of Asklet; `foreign`: another program's database;
 *   `unknown-scheme`, `bad-url`: the database URL says nothing this version understands
 */
export type StoreErrorCode =
  | 'busy'
  | 'full'
  | 'unwritable'
  | 'corrupt'
  | 'stopped'
  | 'closed'
  | 'key-taken'
  | 'newer-schema'
  | 'foreign'
  | 'unknown-scheme'
  | 'bad-url';

/** The message is one sentence for the operator; it holds no customer's words and no password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
