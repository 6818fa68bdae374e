// Along an edge: title, scale and button in one line where there is room for them, one below the other where not.
import type { FarLook } from './look.ts';

export const bar: FarLook = {
  styles: `:host([data-look]){inset-inline:0!important;bottom:0!important;width:auto!important}
:host([data-look~=top]){inset-block:0 auto!important}
.card{border-radius:0;border-inline:0;--p:calc(var(--s)*.75);padding-inline:max(16px,env(safe-area-inset-left),env(safe-area-inset-right));padding-bottom:max(var(--p),env(safe-area-inset-bottom))}
@container(min-width:800px){.card>:not(.close,.unseen){display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:8px var(--s);margin-inline:48px}
section section>div{display:flex;align-items:center;gap:12px}
.note{margin-block:0}
h2{padding:0 12px;text-align:end}.options{grid-auto-flow:column}
.scale label{min-width:44px}.ends{display:contents}.ends span:first-child{order:1}.scale{order:2}.ends span{order:3;max-width:96px;line-height:1.25}
textarea{min-height:46px;height:46px;width:min(480px,40cqi)}}`,
};
