// The styles of what is in this part, added to the prompt's own.
export const styles = `
svg{inline-size:22px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round;stroke-linecap:round}.down{transform:rotate(180deg)}
.thumb{gap:8px}
.thumb span,.word span{grid-auto-flow:column;justify-content:center;gap:8px;border-radius:var(--q)!important;border-inline-start:1px solid var(--line)!important;padding:8px 14px}
.word{grid-auto-flow:row!important;grid-template-columns:none!important;gap:8px}.word span{place-items:center start;justify-content:start}
:is(.face,.star) svg{inline-size:32px}
:is(.face,.star) span{border:0!important;border-radius:var(--q)!important;background:none}
.star span{background:none!important;color:inherit!important}.star :checked+span,.full{color:var(--c)!important}.full{fill:currentColor}
.options{display:grid;gap:8px;margin-top:var(--s)}
.options label{position:relative;display:block;cursor:pointer}
.options span{display:grid;grid-template-columns:auto 1fr;gap:12px;align-items:center;min-block-size:44px;border:1px solid var(--line);background:var(--bg);padding:8px 14px;border-radius:var(--q)}
.options span:before{content:"";inline-size:18px;block-size:18px;border:2px solid;border-radius:50%}
.options :checked+span:before{border-width:6px}
.options [type=checkbox]+span:before{border-width:2px;border-radius:4px}
.options [type=checkbox]:checked+span:after{content:"";position:absolute;inset-block:-2px 0;inset-inline-start:21px;margin-block:auto;inline-size:6px;block-size:11px;border:solid;border-width:0 2px 2px 0;rotate:45deg}
.options :disabled{cursor:default}.options :disabled+span{opacity:.5}
.options .note{margin:0}
.field{position:static;opacity:1;block-size:auto;min-block-size:44px;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:var(--q);padding:8px 12px;cursor:text}
.field:focus-visible{outline:3px solid var(--c);outline-offset:2px}
.wrong{display:none}.field:invalid:not(:focus)+.wrong{display:block}
`;
