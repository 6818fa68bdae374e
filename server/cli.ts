#!/usr/bin/env node
// The operator's commands. Everything that needs a recent Node is loaded only after the version has been looked at.
import { EXIT, unsupportedRuntime } from './runtime.ts';

const reason = unsupportedRuntime();
if (reason) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = EXIT.config;
} else {
  const { command } = await import('./command.ts');
  process.exitCode = await command(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
}
