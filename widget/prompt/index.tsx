// Entry of the prompt chunk: opens one prompt, keeps every change of it, and takes it back.
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { PublicSurvey } from '../../server/contract/api.ts';
import { inLanguage } from '../../server/contract/questions.ts';
import type { Context, Draft } from '../../server/contract/response.ts';
import type { Ending } from '../../server/contract/targeting.ts';
import { hex, uuid } from '../platform/random.ts';
import { listen } from '../platform/listen.ts';
import { onPageLife } from '../platform/page-life.ts';
import { questions } from '../questions/index.ts';
import { addHost, type Host } from './host.ts';
import type { Looks } from './looks/look.ts';
import { Prompt, type Kept } from './prompt.tsx';
import { announce, draftOf, endingOf, type Emit } from './showing.ts';
import { onView, reduce, start, type Action, type Session } from './session.ts';
import { texts } from './texts.ts';

export { addHost } from './host.ts';

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
  readonly nonce: string | undefined;
  /** Where and for whom it is asked; the person only once there is an answer. */
  readonly context: (answered: boolean) => Context;
  /** Keeps the response as it is now. */
  readonly keep: (draft: Draft) => Promise<'saved' | 'unsaved'>;
  /** Whether the collector has acknowledged it, at the latest after so many milliseconds. */
  readonly settled: (rid: string, ms: number) => Promise<'sent' | 'waiting'>;
  readonly emit: Emit;
  /** How it ended so far, for pacing. */
  readonly remember: (ending: Ending) => void;
  /** Called once, when the prompt is gone from the page. */
  readonly onClose: () => void;
}

export interface OpenPrompt {
  readonly inline: boolean;
  close(): void;
  setLanguages(languages: readonly string[]): void;
}

/** How long the closing words stay, in milliseconds, unless the person is at them. */
const FAREWELL = 8_000;
/** How long a pause in typing is, in milliseconds. */
const TYPING = 500;
/** How long a prompt waits for the collector's word before it says what is on the device, and at most; milliseconds. */
const SOON = 1_500;
const SETTLING = 60_000;

/** Throws, with nothing added to the page, when the survey cannot be shown. */
export function openPrompt(options: PromptOptions): OpenPrompt {
  const { survey, container, nonce, keep, settled } = options;
  // A newer collector may name question types that this script does not know yet.
  if (!survey.questions.every(({ type }) => type in questions)) throw new Error('unknown question type');
  const wide = survey.questions[0]?.type === 'nps' || survey.questions[0]?.type === 'service10';
  const { anchor, looks } = options;
  const onLeave = (): void => act({ do: 'close' });
  const host = addHost({ look: survey.look, wide, container, anchor, looks, nonce, onLeave });
  const actor = hex(4);
  const response = { rid: uuid(), s: survey.id, sv: survey.version, c: Date.now() };
  const session = signal(start);
  const kept = signal<Kept>('unknown');
  const news = signal('');
  const languages = signal(options.languages);
  const say = (text: Parameters<typeof inLanguage>[0]): string => inLanguage(text, languages.value, survey.locale);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const later = (ms: number, run: () => void): void => void timers.add(setTimeout(run, ms));
  const isText = (id: string): boolean => survey.questions.some((one) => one.id === id && one.type === 'text');
  let said: Session | undefined;
  let typing: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function act(action: Action): void {
    if (closed) return;
    const before = session.peek();
    const after = reduce(survey.questions, before, action);
    const inside = !!host.root.activeElement;
    session.value = after;
    // Words are kept when the typing pauses, everything else at the tap.
    clearTimeout(typing);
    if (action.do === 'answer' && isText(action.question)) typing = setTimeout(keepNow, TYPING);
    else keepNow();
    if (action.do === 'close') close();
    else if (after.step !== before.step) moved(after, inside);
  }

  /** Keeps what was said since the last time, and tells who listens. Looking at another step says nothing. */
  function keepNow(): void {
    const now = session.peek();
    if (now.n === said?.n && now.status === said.status) return;
    options.remember(endingOf(now));
    announce(survey, said, now, options.emit);
    said = now;
    const draft = draftOf({ ...response, at: Date.now() }, now, actor, options.context(now.n > 0));
    kept.value = 'unknown';
    void keep(draft).then(async (how) => {
      const report = async (ms: number): Promise<boolean> => {
        const sent = !closed && said === now && (await settled(response.rid, ms)) === 'sent';
        if (said === now) kept.value = sent ? 'sent' : how;
        return sent;
      };
      if (!(await report(SOON))) await report(SETTLING);
    });
  }

  /** Another step is on view: the focus follows whoever was in the prompt. */
  function moved(after: Session, inside: boolean): void {
    const [question] = onView(survey.questions, after);
    if (inside) host.root.querySelector<HTMLElement>('input:checked,input,textarea,.quiet')?.focus();
    if (!question && !container) farewell();
  }

  function farewell(): void {
    later(FAREWELL, () => {
      if (onView(survey.questions, session.peek()).length) return;
      const there = host.element.matches(':hover') || host.root.activeElement?.matches(':focus-visible');
      if (there) farewell();
      else act({ do: 'close' });
    });
  }

  function close(): void {
    if (closed) return;
    closed = true;
    for (const off of offs) off();
    timers.forEach(clearTimeout);
    render(null, host.mount);
    host.remove();
    options.onClose();
  }

  function escape(event: Event): void {
    if (!container && (event as KeyboardEvent).key === 'Escape' && !event.defaultPrevented) act({ do: 'close' });
  }

  const offs = [
    listen(host.root, 'keydown', escape),
    // Esc from outside counts when nothing on the page has the focus: a page's own dialog keeps its Esc.
    listen(document, 'keydown', (event) => document.activeElement === document.body && escape(event)),
    onPageLife(() => keepNow()),
    () => clearTimeout(typing),
    // One effect draws the whole: whatever it reads, draws it again. Components know values, not signals.
    effect(() => {
      host.element.lang = languages.value[0] ?? '';
      const now = { session: session.value, kept: kept.value, news: news.value };
      render(
        <Prompt {...{ survey, ...now, say, act, inline: !!container, modal: host.mount !== host.root }} />,
        host.mount,
      );
    }),
    options.keepClear?.(host) ?? (() => {}),
  ];
  keepNow();
  // A region filled after it is in the page is announced; one that arrives filled often is not.
  if (!container) {
    later(500, () => (news.value = `${texts.question}: ${say(survey.questions[0]!.title)}`));
    later(3_000, () => (news.value = ''));
  }
  return {
    inline: !!container,
    close: () => act({ do: 'close' }),
    setLanguages: (tags) => void (languages.value = tags),
  };
}
