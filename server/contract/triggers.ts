// When: what makes a touchpoint happen in the page.

/**
 * What makes the survey's touchpoint happen in the page, besides `track()` and `data-asklet-track`,
 * which always can. One file each in widget/triggers/.
 */
export interface TriggerSettings {
  /** A click on an element that matches a CSS selector, or on anything inside it. */
  click: { readonly selector: string };
  /** An `<asklet-prompt survey="…">` element in the page; the survey is shown inside it. */
  inline: Readonly<Record<never, never>>;
}
export type TriggerType = keyof TriggerSettings;
export type Trigger<T extends TriggerType = TriggerType> = {
  [K in T]: { readonly type: K } & TriggerSettings[K];
}[T];
