// Entry of the looks chunk: the registry of places beyond the corner, and themes. A place without an entry does not
// compile.
import { anchor } from './anchor.ts';
import { bar } from './bar.ts';
import { dialog } from './dialog.ts';
import { dress } from './dress.ts';
import type { FarLook, FarPlace, Looks } from './look.ts';
import { sheet } from './sheet.ts';
import { tab } from './tab.ts';

export { openTab, openTabs } from './tab.ts';

const places: { readonly [P in FarPlace]: FarLook } = { sheet, dialog, bar, anchor, tab };

export const arrange: Looks = (place, setting) => {
  const far: FarLook | undefined = places[place as FarPlace];
  const { styles } = dress(setting);
  return { styles: styles + (far?.styles ?? ''), ...far?.arrange?.(setting) };
};
