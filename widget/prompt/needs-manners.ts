/** What asks first, in view or not: prompts, dialogs, and whatever has to do with consent by its own name. */
const FIRST =
  'html>[data-look],dialog[open],[aria-modal],[role*=dialog],[id*=ookie],[class*=ookie],[id*=onsent],[class*=onsent],[id*=centrics],[id*=cmp],[id^=sp_]';

/**
 * Must the manners part be asked before a prompt opens by itself? Not on an ordinary page in view where nothing asks
 * first, nobody is in a field, and nothing floats along the lower edge, where the prompt will be. Looks once, at
 * opening, and rather too carefully; a page that has replaced what it looks with has its prompt. Never throws.
 */
export function needsManners(): boolean {
  try {
    if (document.hidden || document.fullscreenElement || document.querySelector(FIRST)) return true;
    if (!document.activeElement!.matches('body,a,button')) return true;
    for (const x of [40, innerWidth / 2, innerWidth - 40]) {
      for (const up of [40, 120]) {
        let hit = document.elementFromPoint(x, innerHeight - up);
        for (; hit; hit = hit.parentElement) if (/fixed|sticky/.test(getComputedStyle(hit).position)) return true;
      }
    }
  } catch {}
  return false;
}
