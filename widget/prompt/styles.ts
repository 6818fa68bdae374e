// The prompt's one style sheet, adopted by its shadow root: it works under the strictest style-src and touches
// nothing outside. `:host` rules are !important because in a shadow tree that wins over the page's own
// `* { … !important }` (https://drafts.csswg.org/css-cascade/#cascade-context). Pixels throughout: a page's root font
// must not shrink the prompt. What a page may set is named --asklet-…. What is chosen has an outline in its own colour:
// where the visitor chose the colours it is all that is left of it. What has only just appeared under the pointer takes no
// tap: that was aimed at what was there before.
export const styles = `:host{all:initial!important;display:block!important;position:fixed!important;z-index:2147483647!important;
bottom:16px!important;inset-inline-end:max(16px,env(safe-area-inset-left),env(safe-area-inset-right))!important;
width:min(384px,100vw - 32px)!important;max-height:calc(100dvh - 32px)!important;
color-scheme:light dark!important;zoom:var(--zoom,1)!important;font:16px/1.45 var(--f)!important;--f:var(--asklet-font,system-ui,sans-serif)!important;
--c:var(--asklet-color,light-dark(#1f4fd8,#9db8ff))!important;--on:var(--asklet-on-color,light-dark(#fff,#000))!important;
--bg:var(--asklet-background,light-dark(#fff,#1b1d22))!important;--fg:var(--asklet-text,light-dark(#1b1d22,#f2f3f5))!important;
--r:var(--asklet-radius,12px)!important;--q:calc(var(--r)*.66)!important;--s:var(--asklet-space,16px)!important;--p:calc(var(--s)*1.25)!important;
--mute:var(--asklet-quiet,color-mix(in srgb,var(--fg) 75%,var(--bg)))!important;--line:var(--asklet-line,color-mix(in srgb,var(--fg) 52%,var(--bg)))!important}
:host::before,:host::after,:host::backdrop{display:none!important}
:host([data-look~=wide]){width:min(500px + var(--p)*2,100vw - 32px)!important}
:host([data-look~=inline]){position:static!important;width:auto!important;max-height:none!important;z-index:auto!important}
*{box-sizing:border-box;margin:0;font:inherit;color:inherit}
section,section>div{display:grid;grid-template-columns:100%;gap:8px}
.card{gap:0;container-type:inline-size;background:var(--bg);color:var(--fg);border:1px solid color-mix(in srgb,var(--fg) 18%,var(--bg));border-radius:var(--r);
box-shadow:0 8px 32px #0003;padding:var(--p);max-height:inherit;overflow:auto;overscroll-behavior:contain;scroll-padding:52px 12px 12px;--i:calc(6px - var(--p))}
:host([data-look~=inline]) .card{box-shadow:none}
@keyframes in{from{opacity:0}}
section section{gap:var(--s)}
h2{font-weight:600;font-size:17px;padding-inline-end:36px;text-wrap:balance}
button{cursor:pointer;border-radius:var(--q);min-height:44px}
.close,.quiet{border:0;background:var(--bg)}
.close,.quiet,.ends,.note{color:var(--mute);font-size:14px}
.close{order:-1;justify-self:end;position:sticky;top:var(--i);margin:var(--i) var(--i) calc(-44px - var(--i));z-index:1;width:44px;font-size:22px}
.go{background:var(--c);color:var(--on);border:1px solid var(--c);padding-inline:20px;font-weight:600}
.quiet{padding-inline:8px;text-decoration:underline}
.foot{display:flex;flex-wrap:wrap;justify-content:end;align-items:center}.foot:empty{display:none}
.scale{display:grid;gap:1px;grid-auto-columns:1fr;grid-auto-flow:column}
label{position:relative;display:block}
label span{display:grid;place-items:center;min-height:44px}
label span,textarea{border-radius:var(--q);border:1px solid var(--line);background:var(--bg)}
.ends{display:flex;justify-content:space-between;gap:16px}
label input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
label:hover span{background:color-mix(in srgb,var(--fg) 10%,var(--bg))}
input:checked+span{background:var(--c);color:var(--on);outline:3px solid var(--c);outline-offset:-3px;font-weight:600}
textarea{padding:10px 12px;resize:vertical;min-height:88px}
:focus-visible,input:focus-visible+span{outline:3px solid var(--c);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;opacity:0}
@container(max-width:493px){.n11,.n10{grid-auto-flow:row;grid-template-columns:repeat(6,1fr);gap:4px}.n10{grid-template-columns:repeat(5,1fr)}}
@container(max-width:310px){.n7{margin-inline:-12px;gap:0}}
@media(max-width:480px){:host([data-look~=corner]){inset-inline:0!important;bottom:0!important;width:100vw!important}
:host([data-look~=corner]) .card{border-end-start-radius:0;border-end-end-radius:0;padding-inline:16px;padding-bottom:max(var(--p),env(safe-area-inset-bottom))}}
@media(prefers-reduced-motion:no-preference){.card{animation:in .2s}}
@media print{:host{display:none!important}}
`;
