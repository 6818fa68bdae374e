// The one place that puts the parts of a.js together, in the order a touchpoint flows:
// triggers → targeting → asking, which a page loads when somebody could be asked.
import type { PublicSurvey } from '../server/contract/api.ts';
import type { Attributes } from '../server/contract/response.ts';
import type { Pacing } from '../server/contract/targeting.ts';
import type { Trigger } from '../server/contract/triggers.ts';
import type { Asking, Page, Where } from './asking.ts';
import { loadAsking, loadBegin, loadConsent, loadCounts, loadExplain, loadRules } from './chunks.ts';
import type { Client } from './api.ts';
import type { Subject } from './explain/index.ts';
import { createEvents } from './events.ts';
import { toAttributes, type Consent, type Options } from './options.ts';
import { whenActivated } from './platform/activation.ts';
import { guard } from './platform/guard.ts';
import { whenIdle } from './platform/idle.ts';
import { placeOf } from './platform/place.ts';
import { read, write } from './platform/storage.ts';
import { forgetResponses } from './queue/forget.ts';
import { mayWait } from './queue/mark.ts';
import { copyKey, fetchConfig } from './surveys.ts';
import { best, obstacle } from './targeting/eligibility.ts';
import type { Funnel, Outcome } from './targeting/funnel.ts';
import { openMemory, type Keeping, type VisitorMemory } from './targeting/memory.ts';
import { paceOf } from './targeting/pacing.ts';
import type { Here } from './targeting/rule.ts';
import { attach, isCommon } from './triggers/index.ts';
import { click } from './triggers/click.ts';

/** How `show()` shows a survey. */
const noop = (): void => {};
const VERSION = '0.1.0';
/** Calls that wait for the surveys; a page that never gets them must not fill up. */
const MOST_WAITING = 100;

/** A client that has not begun: nothing happens before its `init()`. */
export function createClient(): Client {
  const { on, emit } = createEvents();
  let options: Options | undefined;
  let surveys: readonly PublicSurvey[] | undefined;
  let pacing: Pacing | undefined;
  let rules: Awaited<ReturnType<typeof loadRules>> | undefined;
  let waiting: (() => void)[] = [];
  let detaches: (() => void)[] = [];
  let memory: VisitorMemory | undefined;
  let counting: Promise<Funnel> | undefined;
  let loading: Promise<Asking> | undefined;
  let asking: Asking | undefined;
  let consent: Consent = 'granted';
  /** The page itself said "granted", which is more than a default or what a consent tool says. */
  let byHand = false;
  let locale: string | undefined;
  let person: string | undefined;
  let signature: string | undefined;
  let attributes: Attributes = {};
  /** Prompts since this view of the page was entered, and where that is. */
  let [shown, path] = [0, ''];
  /** Prompts that wait for their delay, by the touchpoint that calls them off. */
  let delayed: { readonly cancel: string | undefined; readonly stop: () => void }[] = [];

  const languages = (): string[] =>
    [locale, document.documentElement.lang, ...navigator.languages].filter((tag) => !!tag) as string[];
  const base = (): string => `${(options!.host ?? location.origin).replace(/\/$/, '')}${options!.path ?? '/c'}/v1`;
  const keeping = (): Keeping => (consent === 'granted' ? (options?.storage ?? 'persist') : 'none');

  function here(properties: Attributes = {}): Here {
    if (path !== location.pathname) {
      path = location.pathname;
      shown = 0;
    }
    return {
      now: Date.now(),
      memory: memory!.read(),
      open: !!asking?.busy(),
      shown,
      pacing,
      person,
      attributes,
      properties,
      languages: languages(),
      ...rules?.surroundings(),
    };
  }

  function openAsking(): Promise<Asking> {
    const started = options!;
    loading ??= loadAsking().then(({ createAsking }) => {
      if (options !== started) throw 0;
      const page: Page = {
        site: started.site,
        url: `${base()}/s`,
        sdk: VERSION,
        emit,
        languages,
        keeping,
        memory: () => memory!,
        count(survey, outcome) {
          if (outcome === 'shown') shown++;
          count(survey, outcome);
        },
        visitor: () => ({ consent, byHand, person, signature, attributes, query: started.query }),
      };
      return (asking = createAsking(page));
    });
    // A part that could not be loaded now may be loaded at the next need.
    loading.catch(() => (loading = undefined));
    return loading;
  }

  function ask(survey: PublicSurvey, where: Where): void {
    openAsking()
      .then((open) => open.ask(survey, where))
      .catch(noop);
  }

  /** One touchpoint of this survey came to that. */
  function count(survey: string, outcome: Outcome): void {
    const { site } = options!;
    counting ??= loadCounts().then(({ createFunnel }) => {
      const funnel = createFunnel(() => (options && consent !== 'denied' ? [`${base()}/f`, site] : undefined));
      detaches.push(funnel.close);
      return funnel;
    });
    counting.then((funnel) => funnel.count(survey, outcome)).catch(noop);
  }

  /** What there is to explain. */
  const subject = (): Subject => ({
    site: options?.site,
    url: options ? base() : '',
    surveys,
    here: memory && here(),
    audience: rules?.audience,
    waiting: asking?.report(),
    facts: { version: VERSION, consent, storage: keeping() },
  });

  /** Runs now if the surveys are known, else once they are. */
  function soon(run: () => void): void {
    if (surveys) run();
    else if (waiting.length < MOST_WAITING) waiting.push(run);
  }

  /** The touchpoint of these surveys happened, at `anchor` if it happened at an element. */
  function happened(meant: readonly PublicSurvey[], properties: Attributes, anchor?: Element, trigger?: Trigger): void {
    memory!.visit(Date.now());
    const audience = rules?.audience;
    const survey = best(meant, here(properties), audience, ({ id }, why) => count(id, why));
    if (!survey) return;
    /** What speaks against it by now: whoever went elsewhere during the delay is asked no more. */
    const against = (open?: boolean) =>
      trigger?.on && !rules?.isOn(trigger.on, location.href)
        ? 'pages'
        : obstacle(survey, { ...here(properties), ...(open === false && { open }) }, audience);
    const timer = setTimeout(
      () => {
        const why = against();
        if (why) count(survey.id, why);
        else ask(survey, { anchor, properties, still: () => !against(false) });
      },
      paceOf(pacing, survey.pacing).delay * 1_000,
    );
    delayed.push({ cancel: survey.cancel, stop: () => clearTimeout(timer) });
  }

  /** A call by code: of the surveys of this touchpoint, and to those that it calls off. */
  function called(touchpoint: string, properties: Attributes, anchor?: Element): void {
    for (const { cancel, stop } of delayed) if (cancel === touchpoint) stop();
    const mine = surveys!.filter(
      (one) =>
        one.touchpoint === touchpoint &&
        (rules?.isCalled(one.triggers, properties, location.href, Date.now()) ?? one.triggers?.every(isCommon) ?? true),
    );
    happened(mine, properties, anchor);
  }

  async function start(found: readonly PublicSurvey[], own: Pacing | undefined): Promise<void> {
    const started = options!;
    if (found.some(({ targeting, triggers }) => targeting || triggers?.some((one) => !isCommon(one)))) {
      // Without it, surveys that need it are not asked.
      rules = await loadRules().catch(() => undefined);
      if (options !== started) return;
    }
    surveys = found;
    pacing = paceOf(own, started.pacing);
    const { visits } = memory!.read();
    for (const survey of found) {
      for (const trigger of survey.triggers ?? []) {
        const fire = (place?: Element): void => {
          if (trigger.type !== 'inline') happened([survey], {}, place, trigger);
          else if (place?.getAttribute('survey') === survey.id) ask(survey, { container: place, properties: {} });
        };
        detaches.push((isCommon(trigger) ? attach : (rules?.attach ?? attach))(trigger, fire, { visits }));
      }
    }
    // All parts come ahead of the touchpoint, so that it may also happen without a network.
    const near = found.filter((survey) =>
      [undefined, 'properties'].includes(obstacle(survey, here(), rules?.audience)),
    );
    if (
      found.some(({ look }) => look?.place === 'tab') ||
      read(`asklet-begun-${started.site}`, 'sessionStorage') !== null
    ) {
      Promise.all([loadBegin(), loadAsking(), openAsking()])
        .then(([{ begin }, { addHost }, open]) => begin(found, started.site, open, addHost))
        .catch(noop);
    }
    if (near.length) {
      detaches.push(
        whenIdle(
          () =>
            void openAsking()
              .then((open) => open.prepare(near))
              .catch(noop),
        ),
      );
    }
    emit('ready', { surveys: found.map((survey) => survey.id) });
    for (const run of waiting.splice(0)) run();
  }

  function agree(given: Consent, hand: boolean): void {
    const was = keeping();
    consent = given;
    byHand = hand && given === 'granted';
    if (!options) return;
    asking?.changed();
    if (given === 'denied') client.forget();
    else if (was !== keeping()) memory = openMemory(options.site, keeping(), Date.now());
  }

  const client: Client = guard({
    init(given) {
      if (options || !given?.site) return client;
      options = given;
      locale = given.locale ?? locale;
      person = given.person ?? person;
      attributes = { ...attributes, ...toAttributes(given.attributes) };
      const said = given.consent ?? consent;
      if (said === 'tcf' || said === 'google') {
        consent = 'pending';
        loadConsent()
          .then(({ adapters }) => options === given && detaches.push(adapters[said]((now) => agree(now, false))))
          .catch(noop);
      } else consent = said;
      detaches.push(
        // From the start: a click before the surveys are known waits for them like every other call.
        click({ type: 'click', selector: '[data-asklet-track]' }, (place) =>
          soon(() => called((place as HTMLElement).dataset['askletTrack']!, {}, place)),
        ),
        whenActivated(() => {
          memory = openMemory(given.site, keeping(), Date.now());
          if (mayWait(given.site)) detaches.push(whenIdle(() => void openAsking().catch(noop)));
          const known = given.surveys
            ? { surveys: given.surveys, pacing: undefined }
            : fetchConfig(`${base()}/${given.site}/config`, given.site, () => keeping() === 'persist');
          Promise.resolve(known)
            .then((found) => {
              if (options !== given) return;
              if (found) return start(found.surveys, found.pacing);
              if (!given.debug) return;
              // oxlint-disable-next-line no-console -- the one thing ever logged, and only for whoever asked for it
              console.warn(`asklet: no surveys for ${given.site} at ${base()}: is the site key right?`);
            })
            .catch(noop);
        }),
      );
      if (location.search.includes('asklet-debug')) {
        loadExplain()
          .then(({ openFor }) => {
            if (options === given)
              detaches.push(openFor(subject, (survey, instead) => ask(survey, { properties: {}, own: true, instead })));
          })
          .catch(noop);
      }
      return client;
    },
    identify(id, more, proof) {
      person = id;
      signature = proof?.signature;
      client.set(more ?? {});
    },
    set(more) {
      attributes = { ...attributes, ...toAttributes(more) };
    },
    track(touchpoint, properties) {
      soon(() => called(touchpoint, toAttributes(properties)));
    },
    show(id, { container, anchor, force, properties: input } = {}) {
      soon(() => {
        const survey = surveys!.find((one) => one.id === id);
        const properties = toAttributes(input);
        const place = placeOf(container);
        if (!survey || place === null) return;
        if (force !== false || !obstacle(survey, here(properties), rules?.audience))
          ask(survey, { container: place, anchor, properties, own: force === true });
      });
    },
    close() {
      asking?.close();
    },
    setLocale(tag) {
      locale = tag;
      asking?.changed();
    },
    consent: (given) => agree(given, true),
    on,
    async explain(id) {
      try {
        return (await loadExplain()).describe(subject(), id);
      } catch {
        return [];
      }
    },
    reset() {
      client.close();
      [person, signature, attributes] = [undefined, undefined, {}];
    },
    forget() {
      if (!options) return;
      forgetResponses(options.site, loading ? [loading] : []);
      write(copyKey(options.site), null);
      memory?.forget();
      memory = openMemory(options.site, keeping(), Date.now());
    },
    destroy() {
      for (const detach of [...detaches.splice(0), ...delayed.splice(0).map(({ stop }) => stop)]) detach();
      // One that is still loading finds that its time is over.
      asking?.end();
      options = surveys = person = signature = locale = loading = asking = rules = counting = undefined;
      [attributes, waiting] = [{}, []];
    },
  } satisfies Client);
  return client;
}
