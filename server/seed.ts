// What a new store begins with: the demo shop and the gallery, each a site with the surveys that lie beside its pages.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Survey } from './contract/survey.ts';
import type { Site, Store } from './store/store.ts';
import { validateSurvey } from './validate/index.ts';

/** Survey files that cannot be used. Each problem is one sentence with the file's name. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The sites there are from the start, and the folder of each one's surveys. */
export const SEEDS = {
  demo: { name: 'Demo shop', folder: 'demo/surveys' },
  gallery: { name: 'Gallery', folder: 'demo/gallery' },
} as const;

/**
 * Adds the site where it is missing, and publishes the surveys of `folder` whose version is higher than the newest
 * published one: a changed file without a new version changes nothing. Throws a SeedError, with nothing written.
 */
export async function seed(
  store: Pick<Store, 'site' | 'saveSite' | 'surveys' | 'publish'>,
  folder: string,
  id: keyof typeof SEEDS = 'demo',
): Promise<void> {
  const surveys = readSurveys(folder);
  const site = await store.site(id);
  if (!site) await store.saveSite(siteOf(id));
  const published = new Map((await store.surveys(id)).map((survey) => [survey.id, survey.version]));
  for (const survey of surveys) {
    if (survey.version > (published.get(survey.id) ?? 0)) await store.publish(id, survey);
  }
}

function siteOf(id: keyof typeof SEEDS): Site {
  return {
    id,
    key: `pk_${id}`,
    name: SEEDS[id].name,
    origins: ['loopback', 'absent'],
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    segments: ['plan'],
    secret: randomBytes(32).toString('base64'),
  };
}

/** The surveys of a folder's JSON files, one a file, by file name; none where there is no folder. */
export function readSurveys(folder: string): readonly Survey[] {
  if (!existsSync(folder)) return [];
  const surveys: Survey[] = [];
  const problems: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue;
    const path = join(folder, file);
    const read = readSurvey(path);
    if ('problems' in read) problems.push(...read.problems.map((problem) => `${path}: ${problem}.`));
    else if (surveys.some(({ id }) => id === read.survey.id)) {
      problems.push(`${path}: another file has a survey with the id "${read.survey.id}" already.`);
    } else surveys.push(read.survey);
  }
  if (problems.length > 0) throw new SeedError(problems);
  return surveys;
}

function readSurvey(path: string): ReturnType<typeof validateSurvey> {
  try {
    return validateSurvey(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    return {
      problems: [cause instanceof SyntaxError ? `is not JSON (${cause.message})` : `cannot be read (${String(cause)})`],
    };
  }
}
