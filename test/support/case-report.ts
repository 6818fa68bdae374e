// After a run of all tests: which case of the catalogue was tested at which level, in which browser, and how it went.
// `node test/support/case-report.ts [dist/tests.json]` prints the table and exits with 1 when a case failed, or has no
// test and no reason why not.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../../server/root.ts';
import { isThere, type BrowserName } from './browsers.ts';
import { expected, type Level } from './cases.ts';

/** What of the test runner's JSON report is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly ancestorTitles: readonly string[];
      readonly status: string;
    }[];
  }[];
}

interface Row {
  readonly id: string;
  readonly level: Level;
  readonly browser: BrowserName | '';
  readonly result: 'passed' | 'failed' | 'skipped' | 'missing';
  readonly tests: number;
  readonly reason: string;
}

interface Tested {
  readonly id: string;
  readonly levels: readonly Level[];
  readonly browser: BrowserName | '';
  readonly status: string;
}

const ROOT = projectRoot();

/** The levels a file's tests count for: by its folder; for properties too when its input is generated. */
function levelsOf(file: string): readonly Level[] {
  const [, folder] = relative(ROOT, file).split(/[/\\]/);
  const level = folder === 'browser' ? 'B' : folder === 'widget' || folder === 'contract' ? 'U' : 'S';
  return /from 'fast-check'/.test(readFileSync(file, 'utf8')) ? [level, 'P'] : [level];
}

function read({ testResults }: Report): readonly Tested[] {
  return testResults.flatMap(({ name, assertionResults }) => {
    const levels = levelsOf(name);
    return assertionResults.flatMap(({ title, ancestorTitles, status }) => {
      // The id may stand on the group, for a table of tests.
      const ids = [title, ...ancestorTitles].flatMap((text) => /^([SNRTMH]\d\d): /.exec(text)?.[1] ?? []);
      const named = /\[(chromium|firefox|webkit)\]$/.exec(title)?.[1] as BrowserName | undefined; // by the pattern
      const browser = levels.includes('B') ? (named ?? 'chromium') : '';
      return ids.map((id) => ({ id, levels, browser, status }));
    });
  });
}

function resultOf(found: readonly Tested[]): Row['result'] {
  if (!found.length) return 'missing';
  if (found.some(({ status }) => status === 'failed')) return 'failed';
  return found.some(({ status }) => status === 'passed') ? 'passed' : 'skipped';
}

/** One row for everything asked for, and one for everything tested beyond that. */
function rowsOf(tested: readonly Tested[]): readonly Row[] {
  const keys = new Map<string, { id: string; level: Level; browser: BrowserName | ''; reason: string }>();
  const add = (row: { id: string; level: Level; browser: BrowserName | ''; reason: string }): void => {
    const key = `${row.id} ${row.level} ${row.browser}`;
    if (!keys.has(key)) keys.set(key, row);
  };
  for (const { id, level, browser = '', reason = '' } of expected) add({ id, level, browser, reason });
  for (const { id, levels, browser } of tested) for (const level of levels) add({ id, level, browser, reason: '' });
  return [...keys.values()].map((row) => {
    const same = (one: Tested): boolean =>
      one.id === row.id && one.levels.includes(row.level) && one.browser === row.browser;
    const found = tested.filter(same);
    const result = resultOf(found);
    const absent = result === 'skipped' && row.browser && !isThere(row.browser);
    return { ...row, result, tests: found.length, reason: absent ? `no ${row.browser} on this machine` : row.reason };
  });
}

function main(): void {
  const file = process.argv[2] ?? join(ROOT, 'dist/tests.json');
  const rows = rowsOf(read(JSON.parse(readFileSync(file, 'utf8')) as Report)); // as written by the test runner
  const line = (...cells: readonly string[]): string =>
    [4, 5, 8, 7, 5].map((width, i) => cells[i]!.padEnd(width)).join('  ') + `  ${cells[5]}`.trimEnd();
  const order = [...rows].sort((one, other) => one.id.localeCompare(other.id) || one.level.localeCompare(other.level));
  console.log(line('id', 'level', 'browser', 'result', 'tests', 'reason'));
  for (const { id, level, browser, result, tests, reason } of order) {
    console.log(line(id, level, browser, result, String(tests), reason).trimEnd());
  }
  const bad = rows.filter(({ result, reason }) => result === 'failed' || (result !== 'passed' && !reason));
  const ids = new Set(expected.map(({ id }) => id));
  const passed = rows.filter(({ result }) => result === 'passed').length;
  console.log(
    `\n${ids.size} cases, ${rows.length} rows: ${passed} passed, ${bad.length} failed or without test and reason.`,
  );
  for (const id of new Set(rows.map((row) => row.id))) if (!ids.has(id)) console.log(`${id} is not in the catalogue.`);
  if (bad.length) process.exitCode = 1;
}

main();
