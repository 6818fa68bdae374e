// What a command line asks for.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Scope, SCOPES } from './contract/api.ts';
import { readConfig } from './config.ts';
import { hashOf } from './routes/auth.ts';
import { nearest } from './routes/validation.ts';
import { EXIT } from './runtime.ts';
import { StoreError } from './store/errors.ts';
import { openStore } from './store/index.ts';
import { type Streams, validateFiles } from './validate/files.ts';

const HELP = `Usage: asklet <command>

  token create --site <key or id> --scopes <scope,…>
      Makes a token for the API and prints it: alone, once, and never again.
      Scopes: ${SCOPES.join(', ')}
  survey validate FILE…
      Says of each file whether it is a survey, and if not, line, column and reason of each mistake.
      Exit code 0: all are; 1: one is not; 2: one could not be read.
  help
      Prints this.

A token goes into the database of the collector in the same folder and environment (DATA_DIR, DATABASE_URL).
The collector may be running.
`;

const COMMANDS = ['token create', 'survey validate', 'help'];

/** Wrong usage; the message is one sentence. */
class UsageError extends Error {}

/**
 * Runs the command and answers its exit code: 0, 64 for wrong usage, 78 for a wrong configuration, 1 otherwise.
 * `survey validate` has codes of its own.
 */
export async function command(args: readonly string[], { out, err }: Streams): Promise<number> {
  try {
    if (args.length === 0 || args[0] === 'help' || args.includes('--help') || args.includes('-h')) {
      out(HELP);
      return 0;
    }
    if (args[0] === 'survey' && args[1] === 'validate') return validateFiles(args.slice(2), { out, err });
    if (args[0] !== 'token' || args[1] !== 'create') {
      const given = args.slice(0, 2).join(' ');
      const near = nearest(given, COMMANDS);
      throw new UsageError(
        `There is no command "${given}"${near ? `; did you mean "${near}"?` : ' (see asklet help).'}`,
      );
    }
    const { site, scopes } = readTokenFlags(args.slice(2));
    const read = readConfig();
    if ('problems' in read) {
      err(`${read.problems.join('\n')}\n`);
      return EXIT.config;
    }
    const secret = await createToken(read.config.databaseUrl, site, scopes);
    if (secret === undefined) {
      err(`There is no site "${site}" in ${read.config.databaseUrl}.\n`);
      return 1;
    }
    out(`${secret}\n`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof UsageError || cause instanceof StoreError)) throw cause;
    err(`${cause.message}\n`);
    return cause instanceof UsageError ? EXIT.usage : 1;
  }
}

function readTokenFlags(args: readonly string[]): { site: string; scopes: readonly Scope[] } {
  const { site, scopes } = flagsOf(args);
  if (!site) throw new UsageError('Say which site the token is for: --site <key or id>.');
  if (!scopes) throw new UsageError(`Say what the token may do: --scopes ${SCOPES.join(',')}.`);
  const chosen = scopes.split(',').map((name) => {
    const scope = SCOPES.find((one) => one === name.trim());
    if (!scope) throw new UsageError(`There is no scope "${name}"; scopes are ${SCOPES.join(', ')}.`);
    return scope;
  });
  return { site, scopes: [...new Set(chosen)] };
}

function flagsOf(args: readonly string[]): { site?: string | undefined; scopes?: string | undefined } {
  try {
    return parseArgs({ args: [...args], options: { site: { type: 'string' }, scopes: { type: 'string' } } }).values;
  } catch (cause) {
    // parseArgs explains at length how to pass what it did not expect; its first sentence is what is wrong.
    throw new UsageError(`${(cause as Error).message.split('. ', 1)[0]!.split('\n', 1)[0]!}.`);
  }
}

/** The new secret; undefined when there is no such site. */
async function createToken(
  databaseUrl: string,
  keyOrId: string,
  scopes: readonly Scope[],
): Promise<string | undefined> {
  const store = await openStore(databaseUrl);
  try {
    const site = await store.site(keyOrId);
    if (!site) return undefined;
    const secret = `ask_${randomBytes(32).toString('base64url')}`;
    const id = `tok_${randomBytes(8).toString('hex')}`;
    await store.saveToken({ id, hash: hashOf(secret), siteId: site.id, scopes, createdAt: Date.now() });
    return secret;
  } finally {
    await store.close();
  }
}
