// Entry of the part that asks and keeps: from a survey that may be shown to the open prompt, and from there to the
// collector. Loaded ahead of the touchpoint, so that a prompt also opens, and its answer is kept, without a network.
import type { PublicSurvey } from '../server/contract/api.ts';
import { needsLooks } from '../server/contract/look.ts';
import type { Attributes, Context } from '../server/contract/response.ts';
import { loadSpeech, loadLooks, loadManners, loadMore } from './chunks.ts';
import { openDelivery, type Delivery, type DeliveryOptions } from './delivery/index.ts';
import type { Consent } from './options.ts';
import { mayName } from './platform/gpc.ts';
import { allowedQuery } from './platform/query.ts';
import { hex } from './platform/random.ts';
import { needsManners, needsMore, openPrompt, type OpenPrompt, type PromptOptions } from './prompt/index.tsx';
import { forgetProgress, saveProgress, type Progress } from './prompt/progress.ts';
import { texts as english, type Spoken } from './prompt/texts.ts';
import { claim } from './targeting/claim.ts';
import type { Outcome } from './targeting/funnel.ts';
import type { Keeping, VisitorMemory } from './targeting/memory.ts';
import { remembered } from './targeting/remembered.ts';

/** What the page knows of the visitor. */
export interface Visitor {
  readonly consent: Consent;
  /** The page itself said "granted", which is more than a default or what a consent tool says. */
  readonly byHand: boolean;
  /** As named with `identify()`. */
  readonly person: string | undefined;
  /** Of the site's own server, for that person. */
  readonly signature: string | undefined;
  readonly attributes: Attributes;
  /** Names of query parameters that may travel with an answer. */
  readonly query: readonly string[] | undefined;
}

/** What asking looks at of the client, as it is at that moment. */
export interface Page extends Pick<DeliveryOptions, 'site' | 'url' | 'sdk'> {
  readonly emit: DeliveryOptions['emit'] & PromptOptions['emit'];
  languages(): readonly string[];
  keeping(): Keeping;
  memory(): VisitorMemory;
  visitor(): Visitor;
  count(survey: string, outcome: Outcome): void;
}

/** How it came to be shown. */
export interface Where {
  readonly container?: Element | undefined;
  /** What was clicked. */
  readonly anchor?: Element | undefined;
  /** By itself: not while the person is busy with something else, nor in another tab. True as long as it still may. */
  readonly still?: () => boolean;
  readonly properties: Attributes;
  /** The customer opened it, and may in every tab. */
  readonly own?: boolean;
  /** Goes on with what was begun on an earlier page. */
  readonly resumed?: Progress | undefined;
  /** For a preview, of which nothing is kept or told: what the prompt is given instead of the real thing. */
  readonly instead?: Partial<PromptOptions>;
}

/** None of these throws or rejects. */
export interface Asking {
  ask(survey: PublicSurvey, where: Where): Promise<void>;
  /** Loads what these surveys need beyond the plain prompt. */
  prepare(surveys: readonly PublicSurvey[]): void;
  /** Tells one more of languages, and that the end has come. */
  add(one: OpenPrompt): void;
  /** Is a prompt open, or about to be? Those inside the page do not count. */
  readonly busy: () => boolean;
  readonly report: Delivery['report'];
  close(): void;
  /** The languages, or what may be kept, have changed. */
  changed(): void;
  /** Forgets what is on the device. */
  forget(): Promise<void>;
  end(): void;
}

/** For the parts that draw with the same Preact. */
export { Fragment, h } from 'preact';
export { addHost } from './prompt/index.tsx';

const noop = (): void => {};

export function createAsking(page: Page): Asking {
  const { site, emit, languages } = page;
  let prompts: OpenPrompt[] = [];
  let busy = false;
  let ended = false;
  const ends: (() => void)[] = [];

  /** The last is that of the moment. What others still hold they go on sending after what may be kept has changed. */
  const deliveries: { readonly storage: Keeping; readonly delivery: Delivery }[] = [];
  function deliver(): Delivery {
    const storage = page.keeping();
    const delivery = openDelivery({ site, url: page.url, sdk: page.sdk, actor: hex(4), storage, emit });
    deliveries.push({ storage, delivery });
    return delivery;
  }
  let delivery = deliver();

  let texts: Spoken = english;
  /** The prompt's own words in the person's language; without the file, in English. */
  async function speak(): Promise<void> {
    const own = /^en\b/i.test(languages()[0] ?? 'en') ? undefined : await loadSpeech().catch(noop);
    texts = (await own?.textsIn(languages()).catch(noop)) ?? english;
  }

  /** Where and for whom it is asked. A person and what is known of them travel only with an answer. */
  function context(answered: boolean, pr: Attributes): Context {
    const { consent, byHand, person: u, signature: ut, attributes: at, query } = page.visitor();
    const qs = answered && consent !== 'denied' && allowedQuery(location.search, query);
    return {
      p: location.pathname,
      l: languages()[0] ?? 'en',
      ...(answered && { at, pr, ...(consent === 'granted' && mayName(byHand) && u !== undefined && { u, ut }) }),
      ...(qs && { qs }),
    };
  }

  /** What a survey needs beyond the plain prompt. Places and manners are no reason not to ask. */
  const load = (survey: PublicSurvey) =>
    Promise.all([
      needsMore(survey) ? loadMore() : undefined,
      needsLooks(survey.look) ? loadLooks().catch(noop) : undefined,
      needsManners() ? loadManners().catch(noop) : undefined,
      speak(),
    ]);

  async function ask(survey: PublicSurvey, where: Where): Promise<void> {
    const { container, anchor, still, own, properties, resumed, instead } = where;
    if (!container) {
      if (busy) return;
      busy = true;
    }
    let free: (() => void) | undefined;
    const done = (): void => {
      free?.();
      if (!container) busy = false;
    };
    try {
      const [more, looks, manners] = await load(survey);
      if (still && manners && !(await new Promise((run) => ends.push(manners.whenPolite(run, { container }))))) {
        page.count(survey.id, 'manners');
        throw 0;
      }
      free = container ? noop : await claim(site);
      if (!free && !still) {
        // By hand, perhaps right after another was closed, whose claim takes a moment to be free.
        await new Promise((resolve) => setTimeout(resolve, 100));
        free = (await claim(site)) ?? (own ? noop : undefined);
      }
      if (!free && still) page.count(survey.id, 'alone');
      // Another tab may have asked meanwhile. No room for an answer: better not asked than not kept.
      if (!free || still?.() === false || !(await delivery.hasRoom()) || ended) throw 0;
      const at = resumed?.shown ?? Date.now();
      const opened = openPrompt({
        survey,
        shown: at,
        container,
        anchor,
        looks: looks?.arrange,
        keepClear: manners?.keepClear,
        more,
        languages: languages(),
        texts,
        later: survey.look?.later,
        resumed,
        save: (progress) => !instead && page.keeping() !== 'none' && saveProgress(site, survey.id, progress),
        context: (answered) => context(answered, properties),
        // The delivery of the moment: consent may change while the prompt is open.
        keep: (draft) => delivery.keep(draft),
        settled: (rid, ms) => delivery.settled(rid, ms),
        emit,
        remember: (ending) => container || page.memory().change((memory) => remembered(memory, survey.id, at, ending)),
        onClose() {
          prompts = prompts.filter((one) => one !== opened);
          done();
        },
        ...instead,
      });
      prompts.push(opened);
      if (!resumed && !instead) page.count(survey.id, 'shown');
    } catch {
      done();
    }
  }

  async function tell(): Promise<void> {
    await speak();
    for (const one of prompts) one.setLanguages(languages(), texts);
  }

  return {
    ask,
    prepare(surveys) {
      for (const survey of surveys) load(survey).catch(noop);
    },
    add(one) {
      if (ended) return one.close();
      prompts.push(one);
      void tell();
    },
    busy: () => busy,
    report: () => delivery.report(),
    close() {
      for (const one of prompts) if (!one.inline) one.close();
    },
    changed() {
      if (deliveries.at(-1)!.storage !== page.keeping()) delivery = deliver();
      void tell();
    },
    async forget() {
      forgetProgress(site);
      await Promise.all(deliveries.filter(({ storage }) => storage !== 'none').map((one) => one.delivery.forget()));
    },
    end() {
      ended = true;
      for (const one of prompts) one.close();
      for (const end of ends) end();
      for (const { delivery: one } of deliveries) one.close();
    },
  };
}
