// Loaded into the collector before its own code (node --import): while the file ASKLET_FULL_MARK is there, no database
// may grow. https://www.sqlite.org/pragma.html#pragma_max_page_count
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const mark = process.env['ASKLET_FULL_MARK'] ?? '';
const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
  // SQLite raises a bound below the present size to that size.
  if (sql.startsWith('BEGIN')) exec.call(this, `PRAGMA max_page_count = ${existsSync(mark) ? 1 : 2 ** 30}`);
  exec.call(this, sql);
};
