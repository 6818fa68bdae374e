// The prompt's one style sheet, adopted by its shadow root: it works under the strictest style-src and touches
// nothing outside. `:host` rules are !important because in a shadow tree that wins over the page's own
// `* { … !important }` (https://drafts.csswg.org/css-cascade/#cascade-context).
export const styles = `
:host{all:initial!important;display:block!important;position:fixed!important;inset:auto!important;inset-block-end:16px!important;
inset-inline-end:16px!important;margin:0!important;padding:0!important;border:0!important;background:none!important;overflow:visible!important;
inline-size:min(384px,100vw - 32px)!important;max-block-size:calc(100dvh - 32px)!important;z-index:2147483647!important;
color-scheme:light dark!important;zoom:var(--zoom,1)!important;font:16px/1.45 var(--asklet-font,system-ui,sans-serif)!important;
--c:var(--asklet-color,light-dark(#1f4fd8,#9db8ff))!important;--on:var(--asklet-on-color,light-dark(#fff,#10162b))!important;
--bg:var(--asklet-background,light-dark(#fff,#1b1d22))!important;--fg:var(--asklet-text,light-dark(#1b1d22,#f2f3f5))!important;
--mute:light-dark(#5a6070,#b3b8c4)!important;--line:light-dark(#8a90a0,#777e8e)!important;--r:var(--asklet-radius,12px)!important}
:host::before,:host::after,:host::backdrop{display:none!important}
:host([data-look=wide]){inline-size:min(540px,100vw - 32px)!important}
:host([data-look=inline]){position:static!important;inline-size:auto!important;max-inline-size:540px!important;z-index:auto!important}
*{box-sizing:border-box}
.card{position:relative;container-type:inline-size;background:var(--bg);color:var(--fg);border:1px solid light-dark(#d5d8e0,#3a3e48);border-radius:var(--r);
box-shadow:0 8px 32px #0003;padding:20px;max-block-size:inherit;overflow:auto;animation:in .2s}
:host([data-look=inline]) .card{box-shadow:none}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
form{display:grid;gap:16px;margin:0}
h2,p{margin:0;font:inherit}
h2{font-weight:600;font-size:17px;padding-inline-end:36px;text-wrap:balance}
.second{padding:0;font-size:16px;margin-block-end:8px}
.close{position:absolute;inset-block-start:6px;inset-inline-end:6px;inline-size:44px;block-size:44px;border:0;background:none;color:var(--mute);font-size:22px;line-height:1}
button{font:inherit;cursor:pointer;border-radius:calc(var(--r)*.66);min-block-size:44px;color:inherit}
.go{background:var(--c);color:var(--on);border:1px solid transparent;padding-inline:20px;font-weight:600}
.quiet{background:none;border:0;color:var(--mute);padding-inline:12px;text-decoration:underline;text-underline-offset:3px}
.foot{display:flex;justify-content:flex-end;gap:8px;align-items:center}
.scale{display:grid;grid-auto-columns:1fr;grid-auto-flow:column;margin-block-start:16px}
.scale label,.options label{position:relative;display:block;cursor:pointer}
.scale span,.options span{display:grid;place-items:center;min-block-size:44px;border:1px solid var(--line);background:var(--bg)}
.scale label+label span{border-inline-start:0}
.scale label:first-of-type span{border-start-start-radius:8px;border-end-start-radius:8px}
.scale label:last-of-type span{border-start-end-radius:8px;border-end-end-radius:8px}
.thumbs{gap:8px}
.thumbs label span{grid-auto-flow:column;justify-content:center;gap:8px;border-radius:8px!important;border-inline-start:1px solid var(--line)!important}
svg{inline-size:22px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round}.down{transform:rotate(180deg)}
.ends{display:flex;justify-content:space-between;gap:16px;margin-block-start:6px;color:var(--mute);font-size:14px}
input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}
label:hover span{background:light-dark(#eef1f8,#2a2e37)}
input:checked+span{background:var(--c);color:var(--on);border-color:var(--c);font-weight:600}
.options{display:grid;gap:8px;margin-block-start:16px}
.options span{place-items:center start;padding:8px 14px;border-radius:8px}
textarea{font:inherit;inline-size:100%;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:10px 12px;resize:vertical;min-block-size:88px}
:is(button,textarea):focus-visible,input:focus-visible+span{outline:3px solid var(--c);outline-offset:2px;z-index:1}
.note{color:var(--mute);font-size:14px;margin-block-start:6px}
.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
@container(max-width:490px){.nps,.service10{grid-auto-flow:row;grid-template-columns:repeat(6,1fr);gap:4px}.service10{grid-template-columns:repeat(5,1fr)}
:is(.nps,.service10) span{border-radius:8px!important;border-inline-start:1px solid var(--line)!important}}
@media(max-width:480px){:host(:not([data-look=inline])){inset-inline:0!important;inset-block-end:0!important;inline-size:100vw!important}
:host(:not([data-look=inline])) .card{border-end-start-radius:0;border-end-end-radius:0;padding-inline:16px;padding-block-end:max(20px,env(safe-area-inset-bottom))}}
@media(prefers-reduced-motion:reduce){.card{animation:none}}
@media(forced-colors:active){input:checked+span{outline:3px solid Highlight;outline-offset:-3px;border-color:Highlight}}
@media print{:host{display:none!important}}
`;
