// The process. Everything that needs a recent Node is loaded only after the version has been looked at.
import { EXIT, unsupportedRuntime } from './runtime.ts';

const reason = unsupportedRuntime();
if (reason) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = EXIT.config;
} else {
  const { run } = await import('./run.ts');
  await run();
}
