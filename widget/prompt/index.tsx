// Entry of the prompt chunk: opens one prompt, keeps every change of it, and takes it back.
import { render } from 'preact';
import type { PublicSurvey } from '../../server/contract/api.ts';
import { stepsOf } from '../../server/contract/flow.ts';
import { inLanguage, type Text } from '../../server/contract/questions.ts';
import type { Context, Draft } from '../../server/contract/response.ts';
import type { Ending } from '../../server/contract/targeting.ts';
import { hex, uuid } from '../platform/random.ts';
import { listen } from '../platform/listen.ts';
import { onPageLife } from '../platform/page-life.ts';
import { viewOf } from '../questions/index.ts';
import type { More } from '../questions/question.ts';
import { addHost, type Host } from './host.ts';
import type { Looks } from './looks/look.ts';
import { drawn, type Kept } from './prompt.tsx';
import type { Progress } from './progress.ts';
import { announce, answersOf, draftOf, endingOf, type Emit } from './showing.ts';
import { isOpen, plain, reduce, start, stepOn, type Deed, type Session } from './session.ts';
import { texts as english, type Spoken } from './texts.ts';

export interface PromptOptions {
  readonly survey: PublicSurvey;
  /** Where to put it; without one it opens in the corner. */
  readonly container?: Element | undefined;
  /** What was clicked, for a look that is placed beside it. */
  readonly anchor?: Element | undefined;
  /** The looks chunk, for a survey whose look needs it. */
  readonly looks?: Looks | undefined;
  /** Moves it away from what it would cover; returns the end of it. */
  readonly keepClear?: ((host: Host) => () => void) | undefined;
  /** Languages to try, in order. */
  readonly languages: readonly string[];
  /** What the prompt itself says: a locale. Default: English. */
  readonly texts?: Spoken | undefined;
  /** The part with all other questions, where `needsMore()` says so. */
  readonly more?: More | undefined;
  /** May the person say "later" and "never again" before answering? Default true; never inside the page. */
  readonly later?: boolean | undefined;
  /** When it is, or was first, shown; Unix milliseconds. */
  readonly shown: number;
  /** Goes on with what was begun on an earlier page: progress of this very survey. */
  readonly resumed?: Progress | undefined;
  /** Told at every change what could be gone on with; undefined once there is nothing, or no more. */
  readonly save?: ((progress: Progress | undefined) => void) | undefined;
  /** Where and for whom it is asked; the person only once there is an answer. */
  readonly context: (answered: boolean) => Context;
  /** Keeps the response as it is now. */
  readonly keep: (draft: Draft) => Promise<'saved' | 'unsaved'>;
  /** Whether the collector has acknowledged it, at the latest after so many milliseconds. */
  readonly settled: (rid: string, ms: number) => Promise<'sent' | 'waiting'>;
  readonly emit: Emit;
  /** How it ended so far, for pacing. */
  readonly remember: (ending: Ending) => void;
  /** Called once, when the prompt is gone from the page; also when it could not be drawn. */
  readonly onClose: () => void;
}

export interface OpenPrompt {
  readonly inline: boolean;
  close(): void;
  setLanguages(languages: readonly string[], texts?: Spoken): void;
}

/** What changes while a prompt is open. */
interface View {
  readonly session: Session;
  readonly kept: Kept;
  readonly news: string;
  readonly languages: readonly string[];
  readonly texts: Spoken;
}

export { addHost } from './host.ts';
export { needsManners } from './needs-manners.ts';
export { needsMore } from '../questions/index.ts';
/** For the parts that draw with the same Preact. */
export { Fragment, h } from 'preact';

/** How long a place must be there before a tap on it can be meant, in milliseconds. */
const STRAY = 400;
/** How long the closing words stay, in milliseconds, unless the person is at them. */
const FAREWELL = 8_000;
/** How long a pause in typing is, in milliseconds. */
const TYPING = 500;
/** How long a prompt waits for the collector's word before it says what is on the device, and at most; milliseconds. */
const PATIENCE = [1_500, 60_000];

const none = (): void => {};

/** Throws, with nothing added to the page, when the survey cannot be shown. */
export function openPrompt(options: PromptOptions): OpenPrompt {
  const { survey, shown, container, anchor, looks, more, later = true, keep, settled, save = none } = options;
  const { questions, look } = survey;
  // A newer collector may name question types that this script does not know yet.
  if (!questions.every((one) => viewOf(one, more))) throw new Error('type');
  const steps = stepsOf(questions);
  const rules = more ?? plain;
  const inline = !!container;
  const begun = options.resumed;
  // No signals: one place draws the whole, and their core alone is 1.3 KB.
  let view: View = {
    session: begun?.session ?? start(steps),
    kept: 'unknown',
    news: '',
    languages: options.languages,
    texts: options.texts ?? english,
  };
  const wide = /^(nps|service10)$/.test(questions[0]!.type);
  const close = (): void => act({ do: 'close' });
  const host = addHost({ look, wide, container, anchor, looks, styles: [more?.styles ?? ''], onLeave: close });
  const { element, root, mount } = host;
  // A page load of its own even when it goes on: a tab that was duplicated goes on as well, and counts for itself.
  const actor = hex(4);
  const rid = begun?.rid ?? uuid();
  const context = (answered: boolean): Context => ({ ...options.context(answered), ...begun?.asked });
  // Where and about what it is asked is the same on the next page; who is there, and in which language, may not be.
  const { at, l: _l, u: _u, ut: _ut, uv: _uv, ...asked } = context(true);
  const timers: ReturnType<typeof setTimeout>[] = [];
  const soon = (ms: number, run: () => void): void => void timers.push(setTimeout(run, ms));
  let said: Session | undefined;
  let typing: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let failed = false;
  /** Where the focus was before it came into the prompt. */
  let origin: EventTarget | null = null;

  const words = (text: Text): string => inLanguage(text, view.languages, survey.locale);
  const attributes = { ...at, ...asked.pr };
  const say = (text: Text): string =>
    more ? more.say(text, { words, attributes, questions, answers: view.session.answers }) : words(text);

  /** What cannot be drawn is taken away without a word: the answers so far are kept. */
  function draw(changes: Partial<View>): void {
    if (closed) return;
    view = { ...view, ...changes };
    const [language = ''] = view.languages;
    try {
      render(
        drawn({
          ...view,
          language,
          seed: rid,
          more,
          rules,
          later,
          survey,
          steps,
          say,
          act,
          inline,
          modal: mount !== root,
        }),
        mount,
      );
    } catch {
      failed = true;
      // Whoever opens it has it in hand by then.
      queueMicrotask(end);
    }
  }

  /** Never throws: a survey that nobody checked may lead nowhere, and then the prompt goes, its answers kept. */
  function act(deed: Deed): void {
    try {
      if (!closed) take(deed);
    } catch {
      keepNow();
      end();
    }
  }

  function take(deed: Deed): void {
    const before = view.session;
    const after = reduce(steps, before, deed, rules);
    const field = root.activeElement;
    draw({ session: after });
    save(progressOf(after));
    // Words are kept when the typing pauses, everything else at the tap.
    clearTimeout(typing);
    if (deed.do === 'answer' && field?.matches('textarea,.field')) typing = setTimeout(keepNow, TYPING);
    else keepNow();
    if (deed.do === 'close') end();
    else if (after.path !== before.path) {
      rest();
      // The focus follows whoever was in the prompt.
      if (field) root.querySelector<HTMLElement>('input,textarea,.quiet')?.focus();
      if (!stepOn(steps, after) && !container) farewell();
    }
  }

  /** What could be gone on with on the next page: whatever was begun, and nothing once it is over. */
  function progressOf(session: Session): Progress | undefined {
    if (!isOpen(session) || (!session.n && session.path.length < 2)) return undefined;
    const { id, version } = survey;
    const answers = answersOf(session, actor);
    return { survey: id, version, rid, session: { ...session, answers }, inline, shown, at: Date.now(), asked };
  }

  /** Keeps what was said since the last time, and tells who listens. Looking at another step says nothing. */
  function keepNow(): void {
    const { session } = view;
    if (session.n === said?.n && session.status === said.status) return;
    options.remember(endingOf(session));
    announce(survey, said ?? begun?.session, session, options.emit);
    said = session;
    draw({ kept: 'unknown' });
    const response = { rid, s: survey.id, sv: survey.version, c: shown, at: Date.now() };
    void keep(draftOf(response, session, actor, context(session.n > 0))).then(async (how) => {
      for (const ms of PATIENCE) {
        if (closed || said !== session) return;
        const sent = (await settled(rid, ms)) === 'sent';
        if (said === session) draw({ kept: sent ? 'sent' : how });
        if (sent) return;
      }
    });
  }

  /** What has just appeared takes no pointer for a moment: a tap was meant for what was there before. Keys do. */
  function rest(): void {
    const { style } = mount.querySelector<HTMLElement>('.card')!;
    style.pointerEvents = 'none';
    soon(STRAY, () => (style.pointerEvents = ''));
  }

  function farewell(): void {
    soon(FAREWELL, () => {
      if (stepOn(steps, view.session)) return;
      if (element.matches(':hover') || root.activeElement?.matches(':focus-visible')) farewell();
      else close();
    });
  }

  function end(): void {
    if (closed) return;
    closed = true;
    const inside = root.activeElement;
    for (const off of offs) off();
    [typing, ...timers].forEach(clearTimeout);
    host.remove();
    save(undefined);
    if (inside) (origin as HTMLElement | null)?.focus?.({ preventScroll: true });
    options.onClose();
  }

  function escape(event: Event): void {
    if (!container && (event as KeyboardEvent).key === 'Escape' && !event.defaultPrevented) close();
  }

  const offs = [
    listen(root, 'keydown', escape),
    // As in a form. No key is pressed while an input method composes.
    listen(root, 'keypress', (event) => {
      if ((event as KeyboardEvent).key === 'Enter' && (event.target as Element).matches('input')) act({ do: 'next' });
    }),
    // Esc from outside counts when nothing on the page has the focus: a page's own dialog keeps its Esc.
    listen(document, 'keydown', (event) => document.activeElement === document.body && escape(event)),
    listen(root, 'focusin', (event) => {
      const from = (event as FocusEvent).relatedTarget;
      if (from && !root.contains(from as Node)) origin = from;
    }),
    onPageLife(keepNow),
  ];
  draw({});
  if (!failed) {
    rest();
    keepNow();
    offs.push(options.keepClear?.(host) ?? none);
  }
  // A region filled after it is in the page is announced; one that arrives filled often is not.
  if (!container) {
    soon(500, () => {
      // Somebody may be done by then.
      const step = stepOn(steps, view.session);
      if (step) draw({ news: `${view.texts.question}: ${say(step[0].title)}` });
    });
    soon(3_000, () => draw({ news: '' }));
  }
  return {
    inline,
    close,
    setLanguages: (languages, texts = view.texts) => draw({ languages, texts }),
  };
}
