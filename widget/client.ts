// The one place that knows all parts and puts them together, in the order a touchpoint flows:
// triggers → targeting → prompt → queue and delivery.
import type { PublicSurvey } from '../server/contract/api.ts';
import type { Attributes, Context } from '../server/contract/response.ts';
import { loadConsent, loadDelivery, loadExplain, loadPrompt, loadQuestions } from './chunks.ts';
import type { Delivery } from './delivery/index.ts';
import type { Explanation } from './explain/index.ts';
import { createEvents, type EventName, type Events } from './events.ts';
import { toAttributes, type AttributesInput, type Consent, type Options } from './options.ts';
import { whenActivated } from './platform/activation.ts';
import { mayName } from './platform/gpc.ts';
import { guard } from './platform/guard.ts';
import { whenIdle } from './platform/idle.ts';
import { allowedQuery } from './platform/query.ts';
import { hex } from './platform/random.ts';
import { write } from './platform/storage.ts';
import type { OpenPrompt } from './prompt/index.tsx';
import { mayWait } from './queue/mark.ts';
import { copyKey, fetchSurveys } from './surveys.ts';
import { claim } from './targeting/claim.ts';
import { best, isEligible } from './targeting/eligibility.ts';
import { createFunnel, type Funnel } from './targeting/funnel.ts';
import { openMemory, type VisitorMemory } from './targeting/memory.ts';
import { paceOf } from './targeting/pacing.ts';
import type { Here } from './targeting/rule.ts';
import { attach } from './triggers/index.ts';
import { click } from './triggers/click.ts';

/** How `show()` shows a survey. */
export interface ShowOptions {
  /** Element, or selector of one, to show the survey in; nothing is shown when there is none. Default: the corner. */
  readonly container?: Element | string;
  /** Shows it whatever pacing says. Default true: a call by hand is a decision. */
  readonly force?: boolean;
  /** Travel with the response, like those of `track()`. */
  readonly properties?: AttributesInput;
}

/** None of these throws, whatever it is given; `track` and `show` wait until the surveys are known. */
export interface Client {
  /** Starts and answers this client; later calls change nothing until `destroy()`. Without a `site` it does nothing. */
  init(options: Options): Client;
  /** Who this is, by the site's own name for them; travels only with an answer, never with a prompt that got none. */
  identify(person: string, attributes?: AttributesInput): void;
  /** Adds to what is known of the visitor: text, numbers, booleans or dates. Names given before keep their values. */
  set(attributes: AttributesInput): void;
  /** The touchpoint happened: asks, if one of its surveys may be shown now. Properties travel with the response. */
  track(touchpoint: string, properties?: AttributesInput): void;
  /** Shows a survey by hand; nothing when its id is unknown, or another prompt is open and no container is named. */
  show(survey: string, options?: ShowOptions): void;
  /** Closes the open prompt. What was answered is kept; prompts inside the page stay. */
  close(): void;
  /** Speaks another language from now on, also in an open prompt: a BCP 47 tag such as `pt-BR`. */
  setLocale(tag: string): void;
  /** What the visitor said about storage, also while a prompt is open. `denied` empties the device of ours. */
  consent(consent: Consent): void;
  /**
   * Calls `handler` at each event until the function it answers is called; works before `init()`. A handler that throws
   * hurts nobody.
   */
  on<E extends EventName>(name: E, handler: (detail: Events[E]) => void): () => void;
  /** Every survey, or the one named, with every rule: pass or fail, why, and from when it will pass. Never rejects. */
  explain(survey?: string): Promise<readonly Explanation[]>;
  /** Log-out: forgets the person and their attributes, and closes the prompt. */
  reset(): void;
  /** Takes everything back: listeners, elements, timers. Kept answers stay on the device. `init()` may follow. */
  destroy(): void;
}

const noop = (): void => {};
const VERSION = '0.1.0';
/** Calls that wait for the surveys; a page that never gets them must not fill up. */
const MOST_WAITING = 100;

/** A client that has not begun: nothing happens before its `init()`. */
export function createClient(): Client {
  const { on, emit } = createEvents();
  let options: Options | undefined;
  let surveys: readonly PublicSurvey[] | undefined;
  let waiting: (() => void)[] = [];
  let detaches: (() => void)[] = [];
  let memory: VisitorMemory | undefined;
  let delivery: Promise<Delivery> | undefined;
  let retired: Promise<Delivery>[] = [];
  let prompts: OpenPrompt[] = [];
  let consent: Consent = 'granted';
  /** The page itself said "granted", which is more than a default or what a consent tool says. */
  let byHand = false;
  let locale: string | undefined;
  let person: string | undefined;
  let attributes: Attributes = {};
  let funnel: Funnel | undefined;
  let busy = false;
  let shown = 0;

  const languages = (): string[] =>
    [locale, document.documentElement.lang, ...navigator.languages].filter((tag) => !!tag) as string[];
  const base = (): string => `${(options!.host ?? location.origin).replace(/\/$/, '')}${options!.path ?? '/c'}/v1`;
  const persistent = (): boolean => consent === 'granted';
  const keeping = (): 'persist' | 'none' => (persistent() ? 'persist' : 'none');
  const here = (properties?: AttributesInput): Here => ({
    now: Date.now(),
    memory: memory!.read(),
    open: busy,
    shown,
    person,
    attributes,
    properties: toAttributes(properties),
    languages: languages(),
  });
  const querySent = (): Pick<Context, 'qs'> => {
    const qs = allowedQuery(location.search, options?.query);
    return qs ? { qs } : {};
  };

  function openDelivery(): Promise<Delivery> {
    delivery ??= loadDelivery().then((chunk) =>
      chunk.openDelivery({
        site: options!.site,
        url: `${base()}/s`,
        sdk: VERSION,
        actor: hex(4),
        storage: keeping(),
        emit,
      }),
    );
    // A chunk that could not be loaded now may be loaded at the next need.
    delivery.catch(() => (delivery = undefined));
    return delivery;
  }

  /** What asks this survey: the prompt, and the other questions if it has some. */
  async function loadFor({ questions }: PublicSurvey) {
    const { openPrompt, needsMore } = await loadPrompt();
    return { openPrompt, more: needsMore(questions) ? await loadQuestions() : undefined };
  }

  /** Runs now if the surveys are known, else once they are. */
  function soon(run: () => void): void {
    if (surveys) run();
    else if (waiting.length < MOST_WAITING) waiting.push(run);
  }

  function happened(touchpoint: string, properties: AttributesInput | undefined): void {
    memory!.visit(Date.now());
    const meant = surveys!.filter((one) => one.touchpoint === touchpoint);
    const survey = best(meant, here(properties), undefined, ({ id }, why) => funnel?.count(id, why));
    if (!survey) return;
    const timer = setTimeout(
      () => isEligible(survey, here(properties)) && void ask(survey, undefined, properties),
      paceOf(survey.pacing).delay * 1_000,
    );
    detaches.push(() => clearTimeout(timer));
  }

  async function ask(survey: PublicSurvey, container: Element | undefined, input?: AttributesInput): Promise<void> {
    if (!container) busy = true;
    const started = options;
    let free: (() => void) | undefined;
    const done = (): void => {
      free?.();
      if (!container) busy = false;
    };
    try {
      free = container ? () => {} : await claim(options!.site);
      if (!free) throw 0;
      const [{ openPrompt, more }, { hasRoom }] = await Promise.all([loadFor(survey), openDelivery()]);
      // No room for an answer, or destroyed meanwhile: better not asked than not kept.
      if (!(await hasRoom()) || options !== started) throw 0;
      const at = Date.now();
      const opened = openPrompt({
        survey,
        container,
        languages: languages(),
        nonce: options!.nonce,
        more,
        // A person and what is known of them travel only with an answer.
        context: (answered) => ({
          p: location.pathname,
          l: languages()[0] ?? 'en',
          ...(answered && persistent() && mayName(byHand) && person !== undefined && { u: person }),
          ...(answered && consent !== 'denied' && querySent()),
          ...(answered && { at: attributes, pr: toAttributes(input) }),
        }),
        // The delivery of the moment: consent may change while the prompt is open.
        // After destroy() there is none, and a rejection nobody handles is a line in the page's console.
        keep: (draft) =>
          openDelivery()
            .then(({ keep }) => keep(draft))
            .catch(() => 'unsaved' as const),
        settled: (rid, ms) =>
          openDelivery()
            .then((open) => open.settled(rid, ms))
            .catch(() => 'waiting' as const),
        emit,
        remember: (ending) => container ?? memory!.remember(survey.id, at, ending),
        onClose() {
          prompts = prompts.filter((one) => one !== opened);
          done();
        },
      });
      prompts.push(opened);
      if (!container) shown++;
      funnel?.count(survey.id, 'shown');
    } catch {
      done();
    }
  }

  function start(known: readonly PublicSurvey[]): void {
    surveys = known;
    for (const survey of known) {
      for (const trigger of survey.triggers ?? []) {
        detaches.push(
          attach(
            trigger,
            (place) => {
              if (trigger.type !== 'inline') client.track(survey.touchpoint);
              else if (place?.getAttribute('survey') === survey.id) void ask(survey, place);
            },
            memory!.read(),
          ),
        );
      }
    }
    // All parts come ahead of the touchpoint, so that it may also happen without a network.
    for (const survey of known) {
      if (!isEligible(survey, here())) continue;
      detaches.push(whenIdle(() => void Promise.all([openDelivery(), loadFor(survey)]).catch(noop)));
    }
    emit('ready', { surveys: known.map((survey) => survey.id) });
    for (const run of waiting.splice(0)) run();
  }

  function agree(given: Consent, hand: boolean): void {
    const was = persistent();
    consent = given;
    byHand = hand && given === 'granted';
    if (!options || was === persistent()) return;
    // What it still holds in memory it goes on sending; after "no" it forgets what is on the device.
    if (delivery) retired.push(delivery);
    delivery = undefined;
    if (given === 'denied') {
      for (const one of retired) one.then((open) => open.forget()).catch(noop);
      memory?.forget();
      write(copyKey(options.site), null);
    }
    memory = openMemory(options.site, keeping(), Date.now());
  }

  const client: Client = guard({
    init(given) {
      if (options || !given?.site) return client;
      options = given;
      const said = given.consent ?? consent;
      if (said === 'tcf' || said === 'google') {
        consent = 'pending';
        loadConsent()
          .then(({ adapters }) => options === given && detaches.push(adapters[said]((now) => agree(now, false))))
          .catch(noop);
      } else consent = said;
      locale = given.locale ?? locale;
      person = given.person ?? person;
      attributes = { ...attributes, ...toAttributes(given.attributes) };
      funnel = createFunnel(() => (consent === 'denied' ? undefined : [`${base()}/f`, given.site]));
      detaches.push(
        funnel.close,
        // From the start: a click before the surveys are known waits for them like every other call.
        click({ type: 'click', selector: '[data-asklet-track]' }, (place) =>
          client.track((place as HTMLElement).dataset['askletTrack']!),
        ),
        whenActivated(() => {
          memory = openMemory(given.site, keeping(), Date.now());
          const known = given.surveys ?? fetchSurveys(`${base()}/${given.site}/config`, given.site, persistent());
          if (mayWait(given.site)) detaches.push(whenIdle(() => void openDelivery().catch(noop)));
          Promise.resolve(known)
            .then((found) => {
              if (options !== given) return;
              if (found) start(found);
              // oxlint-disable-next-line no-console -- the one thing ever logged, and only for whoever asked for it
              else if (given.debug) console.warn(`asklet: no surveys for ${given.site} at ${base()}: site key right?`);
            })
            .catch(noop);
        }),
      );
      if (location.search.includes('asklet-debug')) {
        loadExplain()
          .then(({ openOverlay }) => {
            const read = async () => ({ surveys: await client.explain(), queue: [] });
            if (options === given) detaches.push(openOverlay(read));
          })
          .catch(noop);
      }
      return client;
    },
    identify(id, more) {
      person = id;
      client.set(more ?? {});
    },
    set(more) {
      attributes = { ...attributes, ...toAttributes(more) };
    },
    track(touchpoint, properties) {
      soon(() => happened(touchpoint, properties));
    },
    show(id, { container, force = true, properties } = {}) {
      soon(() => {
        const survey = surveys!.find((one) => one.id === id);
        let place: Element | null | undefined;
        try {
          place = typeof container === 'string' ? document.querySelector(container) : container;
        } catch {
          place = null;
        }
        if (!survey || place === null || (!place && busy)) return;
        if (force || isEligible(survey, here())) void ask(survey, place, properties);
      });
    },
    close() {
      for (const one of prompts) if (!one.inline) one.close();
    },
    setLocale(tag) {
      locale = tag;
      for (const one of prompts) one.setLanguages(languages());
    },
    consent: (given) => agree(given, true),
    on,
    async explain(id) {
      try {
        const { describe } = await loadExplain();
        return describe({ site: options?.site, url: options ? base() : '', surveys, here: memory && here() }, id);
      } catch {
        return [];
      }
    },
    reset() {
      client.close();
      person = undefined;
      attributes = {};
    },
    destroy() {
      for (const one of prompts) one.close();
      options = surveys = person = locale = undefined;
      attributes = {};
      waiting = [];
      for (const detach of detaches.splice(0)) detach();
      if (delivery) retired.push(delivery);
      delivery = undefined;
      for (const one of retired.splice(0)) one.then((open) => open.close()).catch(noop);
    },
  } satisfies Client);
  return client;
}
