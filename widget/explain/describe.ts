// Every rule of every survey in words, and what is wrong with the installation.
import type { PublicSurvey } from '../../server/contract/api.ts';
import { examine } from '../targeting/eligibility.ts';
import { NEVER, type Audience, type Finding, type Here } from '../targeting/rule.ts';
import { report, type Facts } from '../delivery/report.ts';
import type { Explanation, Readout, Rule } from './explanation.ts';
import { anyOf, quoted } from './numbers.ts';
import { describeQueue } from './queue.ts';
import { pacingWords, audienceWords } from './words.ts';

/** What there is to explain. */
export interface Subject {
  /** Public site key; undefined before `init()`. */
  readonly site: string | undefined;
  /** Where its surveys come from, for whoever mistyped it. */
  readonly url: string;
  /** Undefined while they are not known. */
  readonly surveys: readonly PublicSurvey[] | undefined;
  /** Undefined before `init()`. */
  readonly here: Here | undefined;
  /** The rules that few surveys need, once they are loaded. */
  readonly audience?: Audience | undefined;
  /** What waits to be sent; undefined where the delivery is not loaded. */
  readonly waiting?: Facts | undefined;
  /** The installation, by name. */
  readonly facts?: Readonly<Record<string, string>>;
}

function inWords({ rule, pass, from }: Finding, survey: PublicSurvey, here: Here, audience?: Audience): Rule {
  let reason: string;
  try {
    if (Object.hasOwn(pacingWords, rule)) reason = pacingWords[rule as keyof typeof pacingWords](survey, here);
    else if (!Object.hasOwn(audienceWords, rule)) {
      reason = `this version of the script does not know the rule ${quoted(rule)}: rather silent than wrong`;
    } else if (audience) {
      // Name and setting belong together by the registry, which looking both up by a union forgets.
      const say = audienceWords[rule as keyof Audience] as (setting: unknown, here: Here) => string;
      reason = say(survey.targeting?.[rule as keyof Audience], here);
    } else reason = 'the part of the script that knows this rule is not loaded';
  } catch {
    reason = 'the setting of this rule is not understood';
  }
  return { rule, pass, reason, ...(!pass && from! < NEVER && { at: from! }) };
}

/** Of all surveys, or of the one named `id`. Never throws, never empty. */
export function describe(subject: Subject, id?: string): readonly Explanation[] {
  const { site, url, surveys, here, audience, waiting } = subject;
  const queue = describeQueue(waiting && report(waiting), here?.now ?? 0);
  const unknown = (survey: string, reason: string): readonly Explanation[] => [
    { survey, eligible: false, rules: [{ rule: 'known', pass: false, reason }], queue },
  ];
  if (site === undefined || !here) return unknown(id ?? '', 'init() was not called');
  if (!surveys) return unknown(id ?? '', `no surveys for ${site} at ${url}: is the site key right?`);
  if (!surveys.length) return unknown(id ?? '', `${site} has no survey that is published and open`);
  const found = surveys.filter((survey) => id === undefined || survey.id === id);
  if (!found.length) {
    const known = anyOf(surveys.map((survey) => survey.id));
    return unknown(id ?? '', `${site} has no survey of this name; there is ${known}`);
  }
  return found.map((survey) => {
    const findings = examine(survey, here, audience);
    return {
      survey: survey.id,
      eligible: findings.every(({ pass }) => pass),
      rules: findings.map((finding) => inWords(finding, survey, here, audience)),
      queue,
    };
  });
}

/** What the overlay shows. */
export function readout(subject: Subject): Readout {
  const surveys = describe(subject);
  const { site = 'none', url, here, facts } = subject;
  const languages = here?.languages.join(', ') ?? '';
  return { surveys, queue: surveys[0]!.queue, facts: { site, collector: url, ...facts, languages } };
}
