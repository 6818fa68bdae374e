// Along the lower edge of every screen, as the corner is on a phone.
import type { FarLook } from './look.ts';

export const sheet: FarLook = {
  styles: `:host([data-look]){inset-inline:0!important;bottom:0!important;width:min(720px,100vw)!important;margin-inline:auto!important}
.card{border-bottom:0;border-end-start-radius:0;border-end-end-radius:0;padding-bottom:max(var(--p),env(safe-area-inset-bottom))}`,
};
