/** The style sheet of the `html` format: light and dark by the reader's setting, tables that stack on a narrow screen. */

const LIGHT = `--paper:#fff;--card:#f6f7f9;--line:#d5d9e0;--ink:#1b1f27;--soft:#5a6372;--link:#0b57d0;
--error:#c62828;--warning:#a15c00;--note:#1565c0;--ai:#7c3aed;--ai-fill:#f3eefe;--box:#fff;--group:#f6f7f9;--way:#7b8494`;

const DARK = `--paper:#14171c;--card:#1d2128;--line:#39404c;--ink:#e7eaf0;--soft:#a2abba;--link:#8ab4f8;
--error:#ff8a80;--warning:#ffc266;--note:#82b8ff;--ai:#b79cff;--ai-fill:#2a2342;--box:#20252d;--group:#191d23;--way:#8f99aa`;

export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1100px;padding:1rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;margin:.5rem 0 1rem}
h1,h2,dd,.place{overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:2.5rem 0 .25rem;padding-top:.75rem;border-top:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
a{color:var(--link)}
p{margin:.25rem 0 .75rem}
.place,.rest{color:var(--soft);font-size:.85rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;margin:.75rem 0}
dt{color:var(--soft)}dd{margin:0}
table{width:100%;border-collapse:collapse;font-size:.9rem}
th{text-align:left;color:var(--soft);font-weight:600;border-bottom:1px solid var(--line);padding:.35rem .6rem .35rem 0;vertical-align:bottom;white-space:nowrap}
td{border-bottom:1px solid var(--line);padding:.4rem .6rem .4rem 0;vertical-align:top;overflow-wrap:anywhere}
td[data-name=Level]{font-weight:600;white-space:nowrap}
.level-error{color:var(--error)}.level-warning{color:var(--warning)}.level-note{color:var(--note)}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow:auto;font-size:.85rem;white-space:pre-wrap}
.help{display:block;color:var(--soft)}
.diagram{overflow:auto;border:1px solid var(--line);border-radius:8px;background:var(--card);margin:1rem 0;max-height:85vh}
svg{display:block;margin:0 auto}
svg rect{fill:var(--box);stroke:var(--way);stroke-width:1.2}
svg .group>rect{fill:var(--group);stroke-dasharray:5 3}
svg .ai>rect{fill:var(--ai-fill);stroke:var(--ai);stroke-width:2}
svg .end>rect{stroke-width:2.2}
svg .note>rect{stroke:var(--note);stroke-width:2.5}
svg .warning>rect{stroke:var(--warning);stroke-width:2.5}
svg .error>rect{stroke:var(--error);stroke-width:3}
svg text{fill:var(--ink);text-anchor:middle;font:13px system-ui,sans-serif}
svg text.kind{fill:var(--soft);font-size:11px}
svg circle.start{fill:var(--way)}
svg .badge{fill:var(--note)}svg .warning .badge{fill:var(--warning)}svg .error .badge{fill:var(--error)}
svg text.badge,svg .warning text.badge,svg .error text.badge{fill:var(--paper);font-size:12px;font-weight:700}
svg .way{fill:none;stroke:var(--way);stroke-width:1.4}
svg .way.catch{stroke:var(--error);stroke-dasharray:5 4}
svg .head{fill:var(--way)}svg .head.catch{fill:var(--error)}
.key span{margin-right:1rem;white-space:nowrap}
@media screen and (max-width:760px){
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}
thead{display:none}
table,tbody,tr,td{display:block}
tr{border:1px solid var(--line);border-radius:6px;padding:.4rem .6rem;margin-bottom:.6rem}
td{border:0;padding:.15rem 0}
td::before{content:attr(data-name);display:block;color:var(--soft);font-size:.75rem}
td[data-name=Level]::before{display:none}
}
@media print{
body{max-width:none;padding:0;font-size:11px}
.diagram{overflow:visible;max-height:none;border:0}
svg{min-width:0!important;max-height:90vh}
h2{break-before:page}h2.first{break-before:auto}
tr,svg,pre{break-inside:avoid}h3{break-after:avoid}
}
`;
