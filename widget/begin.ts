// Entry of the part `begin`: what is there without a touchpoint. Few pages have any of it.
import type { PublicSurvey } from '../server/contract/api.ts';
import type { Asking } from './asking.ts';
import { loadLooks } from './chunks.ts';
import type { addHost } from './prompt/index.tsx';
import { readProgress } from './prompt/resume.ts';

/** Goes on with what was begun on an earlier page of this tab, and puts up the tabs of those surveys that have one. */
export async function begin(
  surveys: readonly PublicSurvey[],
  site: string,
  { ask, add }: Asking,
  host: typeof addHost,
): Promise<void> {
  for (const survey of surveys) {
    const resumed = readProgress(site, survey, Date.now());
    if (resumed && !resumed.inline) void ask(survey, { properties: {}, own: true, resumed });
  }
  const onOpen = (survey: PublicSurvey): void => void ask(survey, { properties: {}, own: true });
  if (surveys.some(({ look }) => look?.place === 'tab')) add((await loadLooks()).openTabs(surveys, host, onOpen));
}
