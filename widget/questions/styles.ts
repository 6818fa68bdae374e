// The styles of what is in this part, added to the prompt's own. A star has no ground that an outline could lie on.
export const styles = `
svg{inline-size:22px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round;stroke-linecap:round}.down{transform:rotate(180deg)}
.thumb{gap:8px}
.thumb span,.word span{grid-auto-flow:column;justify-content:center;gap:8px;padding:8px 14px}
.word{grid-auto-flow:row!important;grid-template-columns:none!important;gap:8px}.word span{place-items:center start;justify-content:start}
:is(.face,.star) svg{inline-size:32px}
:is(.face,.star) span{border:0!important;background:none}
.star span{background:none!important;color:inherit!important}.star :checked+span,.full{color:var(--c)!important}.full{fill:currentColor}
.star :checked:not(:focus-visible)+span{outline:0}
.options{display:grid;gap:8px}
.options span{grid-template-columns:auto 1fr;place-items:center stretch;gap:12px;padding:8px 14px}
.options span:before{content:"";inline-size:18px;block-size:18px;border:2px solid;border-radius:50%}
.options :checked+span:before{border-width:6px}
.options [type=checkbox]+span:before{border-width:2px;border-radius:4px}
.options [type=checkbox]:checked+span:after{content:"";position:absolute;inset-block:-2px 0;inset-inline-start:21px;margin-block:auto;inline-size:6px;block-size:11px;border:solid;border-width:0 2px 2px 0;rotate:45deg}
.options :disabled{cursor:default}.options :disabled+span{opacity:.5}
.field{inline-size:100%;min-block-size:44px;background:var(--bg);border:1px solid var(--line);border-radius:var(--q);padding:8px 12px}
.wrong{display:none}.field:invalid:not(:focus)+.wrong{display:block}
.foot .note{margin-inline-end:auto}
a{display:grid;place-items:center;min-block-size:44px;border-radius:var(--q);text-decoration:none}
`;
