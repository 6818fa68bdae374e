// The one place that knows all parts and puts them together, in the order a touchpoint flows:
// triggers → targeting → prompt → queue and delivery.
import type { PublicSurvey } from '../server/contract/api.ts';
import type { Attributes } from '../server/contract/response.ts';
import { loadDebug, loadDelivery, loadPrompt } from './chunks.ts';
import type { Delivery } from './delivery/index.ts';
import { createEvents, type EventName, type Events } from './events.ts';
import { toAttributes, type AttributesInput, type Consent, type Options } from './options.ts';
import { whenActivated } from './platform/activation.ts';
import { guard } from './platform/guard.ts';
import { whenIdle } from './platform/idle.ts';
import { hex } from './platform/random.ts';
import { write } from './platform/storage.ts';
import type { OpenPrompt } from './prompt/index.tsx';
import { forgetResponses } from './queue/forget.ts';
import { mayWait } from './queue/mark.ts';
import { copyKey, fetchSurveys } from './surveys.ts';
import { explain, isEligible, PACING, type Explanation } from './targeting/eligibility.ts';
import { openMemory, type VisitorMemory } from './targeting/memory.ts';
import { attach } from './triggers/index.ts';
import { click } from './triggers/click.ts';

export interface ShowOptions {
  /** Element, or selector of one, to show the survey in. Default: the corner. */
  readonly container?: Element | string;
  /** Shows it whatever pacing says. Default true: a call by hand is a decision. */
  readonly force?: boolean;
  readonly properties?: AttributesInput;
}

/** None of these throws, whatever it is given; `track` and `show` wait until the surveys are known. */
export interface Client {
  /** Starts; later calls change nothing until `destroy()`. */
  init(options: Options): Client;
  /** Who this is; travels only with an answer, never with a prompt that got none. */
  identify(person: string, attributes?: AttributesInput): void;
  /** Adds to what is known of the visitor: text, numbers, booleans or dates. */
  set(attributes: AttributesInput): void;
  /** The touchpoint happened; properties travel with the response. */
  track(touchpoint: string, properties?: AttributesInput): void;
  show(survey: string, options?: ShowOptions): void;
  close(): void;
  setLocale(tag: string): void;
  consent(consent: Consent): void;
  on<E extends EventName>(name: E, handler: (detail: Events[E]) => void): () => void;
  /** Every survey with every rule: pass or fail, why, and from when it will pass. */
  explain(survey?: string): readonly Explanation[];
  /** Log-out: forgets the person and closes the prompt. */
  reset(): void;
  /** Takes everything back: listeners, elements, timers. Kept answers stay on the device. */
  destroy(): void;
}

const noop = (): void => {};
const VERSION = '0.1.0';
/** Calls that wait for the surveys; a page that never gets them must not fill up. */
const MOST_WAITING = 100;

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
  let locale: string | undefined;
  let person: string | undefined;
  let attributes: Attributes = {};
  let busy = false;

  const languages = (): string[] =>
    [locale, document.documentElement.lang, ...navigator.languages].filter((tag) => !!tag) as string[];
  const base = (): string => `${(options!.host ?? location.origin).replace(/\/$/, '')}${options!.path ?? '/c'}/v1`;
  const persistent = (): boolean => consent === 'granted';
  const unknown = (): string =>
    options ? `no surveys for ${options.site} at ${base()}: is the site key right?` : 'init() was not called';
  const here = () => ({ now: Date.now(), memory: memory!.read(), open: busy });

  function openDelivery(): Promise<Delivery> {
    delivery ??= loadDelivery().then((chunk) =>
      chunk.openDelivery({
        site: options!.site,
        url: `${base()}/s`,
        sdk: VERSION,
        actor: hex(4),
        storage: persistent() ? 'persist' : 'none',
        gpc: (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true,
        emit,
      }),
    );
    // A chunk that could not be loaded now may be loaded at the next need.
    delivery.catch(() => (delivery = undefined));
    return delivery;
  }

  /** Runs now if the surveys are known, else once they are. */
  function soon(run: () => void): void {
    if (surveys) run();
    else if (waiting.length < MOST_WAITING) waiting.push(run);
  }

  function happened(touchpoint: string, properties: AttributesInput | undefined): void {
    const survey = surveys!.find((one) => one.touchpoint === touchpoint && isEligible(one, here()));
    if (!survey) return;
    const timer = setTimeout(
      () => isEligible(survey, here()) && void ask(survey, undefined, properties),
      (survey.pacing?.delay ?? PACING.delay) * 1_000,
    );
    detaches.push(() => clearTimeout(timer));
  }

  async function ask(survey: PublicSurvey, container: Element | undefined, input?: AttributesInput): Promise<void> {
    if (!container) busy = true;
    const started = options;
    try {
      const [{ openPrompt }, { hasRoom }] = await Promise.all([loadPrompt(), openDelivery()]);
      // No room for an answer, or destroyed meanwhile: better not asked than not kept.
      if (!(await hasRoom()) || options !== started) throw 0;
      const opened = openPrompt({
        survey,
        container,
        languages: languages(),
        nonce: options!.nonce,
        // A person and what is known of them travel only with an answer.
        context: (answered) => ({
          p: location.pathname,
          l: languages()[0] ?? 'en',
          ...(answered && persistent() && person !== undefined && { u: person }),
          ...(answered && { at: attributes, pr: toAttributes(input) }),
        }),
        // The delivery of the moment: consent may change while the prompt is open.
        keep: async (draft) => (await openDelivery()).keep(draft),
        settled: async (rid, ms) => (await openDelivery()).settled(rid, ms),
        emit,
        remember: (ending) => container ?? memory!.remember(survey.id, Date.now(), ending),
        onClose() {
          prompts = prompts.filter((one) => one !== opened);
          if (!container) busy = false;
        },
      });
      prompts.push(opened);
    } catch {
      if (!container) busy = false;
    }
  }

  function start(known: readonly PublicSurvey[]): void {
    surveys = known;
    for (const survey of known) {
      for (const trigger of survey.triggers ?? []) {
        detaches.push(
          attach(trigger, (place) => {
            if (trigger.type !== 'inline') client.track(survey.touchpoint);
            else if (place.getAttribute('survey') === survey.id) void ask(survey, place);
          }),
        );
      }
    }
    // Both parts come ahead of the touchpoint, so that it may also happen without a network.
    if (known.some((survey) => isEligible(survey, here()))) {
      detaches.push(whenIdle(() => void Promise.all([openDelivery(), loadPrompt()]).catch(noop)));
    }
    emit('ready', { surveys: known.map((survey) => survey.id) });
    for (const run of waiting.splice(0)) run();
  }

  const client: Client = guard({
    init(given) {
      if (options || !given?.site) return client;
      options = given;
      consent = given.consent ?? consent;
      locale = given.locale ?? locale;
      person = given.person ?? person;
      attributes = { ...attributes, ...toAttributes(given.attributes) };
      detaches.push(
        // From the start: a click before the surveys are known waits for them like every other call.
        click({ type: 'click', selector: '[data-asklet-track]' }, (place) =>
          client.track((place as HTMLElement).dataset['askletTrack']!),
        ),
        whenActivated(() => {
          memory = openMemory(given.site, persistent(), Date.now());
          const known = given.surveys ?? fetchSurveys(`${base()}/${given.site}/config`, given.site, persistent);
          if (mayWait(given.site)) detaches.push(whenIdle(() => void openDelivery().catch(noop)));
          Promise.resolve(known)
            .then((found) => {
              if (options !== given) return;
              if (found) start(found);
              // oxlint-disable-next-line no-console -- the one thing ever logged, and only for whoever asked for it
              else if (given.debug) console.warn(`asklet: ${unknown()}`);
            })
            .catch(noop);
        }),
      );
      if (location.search.includes('asklet-debug')) {
        loadDebug()
          .then(({ openDebug }) => options === given && detaches.push(openDebug(client.explain)))
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
    consent(given) {
      const was = persistent();
      consent = given;
      if (!options) return;
      if (was !== persistent()) {
        // What it still holds in memory it goes on sending.
        if (delivery) retired.push(delivery);
        delivery = undefined;
      }
      if (given === 'denied') {
        // Also what an earlier visit left, when nobody had been asked yet.
        forgetResponses(options.site, retired);
        memory?.forget();
        write(copyKey(options.site), null);
      }
      memory = openMemory(options.site, persistent(), Date.now());
    },
    on,
    explain(id) {
      if (!surveys)
        return [{ survey: id ?? '', eligible: false, rules: [{ rule: 'known', pass: false, reason: unknown() }] }];
      return surveys
        .filter((survey) => !id || survey.id === id)
        .map((survey) => {
          const rules = explain(survey, here());
          return { survey: survey.id, eligible: rules.every((rule) => rule.pass), rules };
        });
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
