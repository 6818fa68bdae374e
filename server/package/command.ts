#!/usr/bin/env node
// The package's command: what a site's developer needs of the collector's, which has the same name.
import { validateFiles } from '../validate/files.ts';

const USAGE = `Usage: asklet survey validate FILE…

  Says of each file whether it is a survey, and if not, line, column and reason of each mistake.
  Exit code 0: all are; 1: one is not; 2: one could not be read.
`;

const [what, how, ...files] = process.argv.slice(2);
if (what === 'survey' && how === 'validate') {
  process.exitCode = validateFiles(files, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
} else {
  const asked = what === undefined || what === 'help' || what === '--help' || what === '-h';
  process.stderr.write(asked ? '' : `There is no command "${process.argv.slice(2, 4).join(' ')}" here.\n`);
  process.stdout.write(asked ? USAGE : '');
  process.exitCode = asked ? 0 : 64;
}
