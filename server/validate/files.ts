// `asklet survey validate`: what is wrong with survey files, each mistake with its file, line, column and reason.
import { readFileSync } from 'node:fs';
import { locate, positionOf } from './locate.ts';
import { validateSurvey } from './index.ts';

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Prints a line for each mistake, `FILE:LINE:COLUMN: PLACE: REASON`, and one for each good file. Answers the exit code:
 * 0 when all are surveys, 1 when one is not, 2 when one could not be read or none was named.
 */
export function validateFiles(files: readonly string[], { out, err }: Streams): 0 | 1 | 2 {
  if (files.length === 0) {
    err('Say which files: asklet survey validate FILE….\n');
    return 2;
  }
  let code: 0 | 1 | 2 = 0;
  for (const file of files) {
    let text: string;
    try {
      // Some editors begin a file with a byte order mark.
      text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    } catch (cause) {
      err(`${file}: cannot be read (${(cause as NodeJS.ErrnoException).code}).\n`); // all that node:fs throws
      code = 2;
      continue;
    }
    const { survey, mistakes } = inspect(text);
    if (survey) out(`${file}: survey ${survey}\n`);
    for (const { line, column, reason } of mistakes) out(`${file}:${line}:${column}: ${reason}\n`);
    if (mistakes.length > 0) code = code || 1;
  }
  return code;
}

interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** The survey's name and version, or every mistake in the order of the text. */
function inspect(text: string): { readonly survey?: string; readonly mistakes: readonly Mistake[] } {
  const located = locate(text);
  if ('mistake' in located) {
    return { mistakes: [{ ...positionOf(text, located.at), reason: `not JSON: ${located.mistake}` }] };
  }
  const checked = validateSurvey(JSON.parse(text));
  const reasons = [
    ...located.twice.map((place) => `${place}: is there twice`),
    ...('problems' in checked ? checked.problems : []),
  ];
  const mistakes = reasons
    .map((reason) => ({ reason, at: whereOf(reason, located.places) }))
    .sort((one, other) => one.at - other.at)
    .map(({ reason, at }) => ({ ...positionOf(text, at), reason }));
  if (mistakes.length > 0 || 'problems' in checked) return { mistakes };
  return { survey: `${checked.survey.id}, version ${checked.survey.version}`, mistakes };
}

/** Where a reason such as `questions[1].options: …` points to: its place, or the nearest one around it that is there. */
function whereOf(reason: string, places: ReadonlyMap<string, number>): number {
  const [, place = '', unknown] = /^(.*?): (?:does not know "(.*)")?/.exec(reason) ?? [];
  const around = place === 'the survey' ? '' : place;
  const named = unknown === undefined ? around : around ? `${around}.${unknown}` : unknown;
  for (let name = named; name !== ''; name = name.replace(/(\.[^.[]*|\[\d+\]|^[^.[]*)$/, '')) {
    const at = places.get(name);
    if (at !== undefined) return at;
  }
  return places.get('') ?? 0;
}
