// A button that is always there. The customer opens the survey with it, so the prompt takes the focus and gives it back.
import type { PublicSurvey } from '../../../server/contract/api.ts';
import type { Look } from '../../../server/contract/look.ts';
import { inLanguage } from '../../../server/contract/questions.ts';
import type { Host, HostOptions } from '../host.ts';
import type { OpenPrompt } from '../index.tsx';
import { texts as english, type Spoken } from '../texts.ts';
import type { FarLook, Looks } from './look.ts';
import { dress } from './dress.ts';

/** The prompt behind it: in the corner, where the customer's eyes are. */
export const tab: FarLook = {
  styles: '',
  arrange({ element, root }) {
    element.dataset['look'] += ' corner';
    const active = document.activeElement;
    const before = active?.shadowRoot?.activeElement ?? active;
    // Drawn in this very task.
    queueMicrotask(() => root.querySelector<HTMLElement>('input,textarea,button')?.focus({ preventScroll: true }));
    return {
      remove() {
        // What had it is gone, unless the person has moved on.
        if (root.activeElement || document.activeElement === document.body)
          (before as HTMLElement | null)?.focus({ preventScroll: true });
      },
    };
  },
};

/** With an edge a button in that corner, without one a tab halfway up its side, read from below at the left. */
const styles = `:host([data-look]){width:auto!important}
:host([data-look~=top]){inset-block:16px auto!important}
:host([data-look~=side]){inset-inline:auto 0!important;bottom:50%!important;translate:0 50%!important}
:host([data-look~=side][data-look~=start]){inset-inline:0 auto!important}
.go{font-size:15px;border-color:var(--bg);box-shadow:0 2px 12px #0003;max-height:80dvh}
:host([data-look~=side]) .go{writing-mode:vertical-rl;padding:16px 0;min-width:44px;border-start-start-radius:0;border-start-end-radius:0;line-height:1}
:host([data-look~=start][data-look~=side]) .go{rotate:180deg}`;

export interface TabOptions {
  readonly label: string;
  readonly look: Look;
  /** Of the prompt chunk. */
  readonly addHost: (options: HostOptions) => Host;
  /** The customer asks for the survey. */
  readonly onOpen: () => void;
}
export interface Tab {
  readonly element: HTMLElement;
  /** For a change of language. */
  setLabel(label: string): void;
  remove(): void;
}

/** Stays until it is removed, whatever becomes of the survey. A dialog of the page that opens later covers it. */
export function openTab({ label, look, addHost, onOpen }: TabOptions): Tab {
  const looks: Looks = (_place, setting) => {
    const { styles: more } = dress(setting);
    setting.element.dataset['look'] += look.edge ? ' tab' : ' tab side';
    return { styles: more + styles };
  };
  const { element, root, remove } = addHost({ look: { ...look, place: 'corner' }, looks });
  const button = document.createElement('button');
  button.className = 'go';
  button.ariaHasPopup = 'dialog';
  button.textContent = label;
  button.onclick = onOpen;
  root.append(button);
  return { element, setLabel: (words) => void (button.textContent = words), remove };
}

/** Puts up the tabs of those surveys that have one; their labels come with the first languages. */
export function openTabs(
  surveys: readonly PublicSurvey[],
  addHost: TabOptions['addHost'],
  onOpen: (survey: PublicSurvey) => void,
): OpenPrompt {
  const tabs = surveys.flatMap((survey) => {
    const { look, locale } = survey;
    if (look?.place !== 'tab') return [];
    return [{ look, locale, tab: openTab({ label: '', look, addHost, onOpen: () => onOpen(survey) }) }];
  });
  let words: Spoken = english;
  return {
    inline: true,
    close: () => tabs.forEach(({ tab }) => tab.remove()),
    setLanguages(languages, texts = words) {
      words = texts;
      for (const { tab, look, locale } of tabs)
        tab.setLabel(inLanguage(look.label ?? texts.feedback, languages, locale));
    },
  };
}
