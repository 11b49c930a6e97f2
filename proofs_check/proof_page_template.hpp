// The page of proof_page.hpp. Everything is inline: the file opens from disk with no network and no script.
#pragma once

#include <string_view>

namespace plumbline::proofs {

/// A drawing: boxes (class is a verdict), arrows between them.
inline constexpr std::string_view kFigurePartial =
    R"html(<div class="scroll"><svg width="{{width}}" height="{{height}}" viewBox="0 0 {{width}} {{height}}" role="img" aria-label="{{label}}">
{{#arrows}}<path class="arrow" d="{{d}}"/>
{{/arrows}}{{#boxes}}{{#has_href}}<a href="{{href}}">{{/has_href}}<g class="{{class}}"><title>{{hint}}</title><rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}" rx="4"/><text x="{{tx}}" y="{{ty}}"><tspan class="symbol">{{symbol}}</tspan> {{name}}</text></g>{{#has_href}}</a>{{/has_href}}
{{/boxes}}</svg></div>
)html";

inline constexpr std::string_view kProofPageTemplate = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Proofs, step by step</title>
<style>
:root { color-scheme: light dark; --line: #8886; --proved: #0a6cae; --refuted: #c33c00; --outside: #777; --undecided: #9a6b00; }
@media (prefers-color-scheme: dark) { :root { --proved: #62b5ee; --refuted: #ff8a5c; --outside: #aaa; --undecided: #e0ae3c; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; overflow-wrap: anywhere; }
h2 { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { margin: 1.6rem 0 .2rem; font-size: 1rem; }
h3:target, h2:target { outline: 2px solid var(--proved); outline-offset: .2rem; }
.sentence { font-size: 1.25rem; padding: .6rem 1rem; border-left: .5rem solid var(--proved); }
.sentence.refuted { border-color: var(--refuted); font-weight: bold; }
.sentence.undecided { border-color: var(--undecided); }
.scroll { overflow-x: auto; }
code { font: 13px/1.5 ui-monospace, monospace; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 .9rem; margin: .2rem 0; }
dt { color: GrayText; } dd { margin: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; }
.range { white-space: nowrap; } .says { min-width: 14rem; }
.proved { --c: var(--proved); } .refuted { --c: var(--refuted); } .undecided { --c: var(--undecided); } .outside, .other { --c: var(--outside); }
.verdict, .symbol { color: var(--c); font-weight: bold; }
svg text { font: 12px ui-monospace, monospace; fill: CanvasText; } svg .symbol { fill: var(--c); }
svg rect { fill: Canvas; stroke: var(--c); stroke-width: 1.5; }
svg .outside rect, svg .other rect { stroke-dasharray: 4 3; } svg .refuted rect { stroke-width: 3; }
svg a:hover rect, svg a:focus rect { stroke-width: 3; }
svg .arrow { fill: none; stroke: var(--outside); stroke-width: 1.2; opacity: .7; }
@media (max-width: 40rem) { dl { grid-template-columns: minmax(0, 1fr); } dt { margin-top: .3rem; } body { margin-top: 1rem; } }
</style>
</head>
<body>
<h1>Proofs, step by step</h1>
<p class="sentence {{state}}">{{sentence}}</p>
<p><span class="proved verdict">✓</span> proved on its whole domain, and the proof replayed · <span class="refuted verdict">✗</span> refuted, with a point · <span class="undecided verdict">?</span> undecided · <span class="outside verdict">○</span> outside: no inequality over reals and integers, proved on paper. Lines run from left to right, from a step to those that stand on it. A box leads to its entry below.</p>
{{#overview}}<h2>Files, and the theorems that cite them</h2>
{{>figure}}{{/overview}}
{{#proofs}}<h2 id="{{anchor}}">{{title}}</h2>
<p>{{id}} · {{source}}{{#has_derives}} · derives <code>{{derives}}</code>{{/has_derives}}</p>
{{#has_cited}}<p>Cited by{{#cited}} {{theorem}}: <code>{{constant}} = {{value}}</code>{{separator}}{{/cited}}.</p>
{{/has_cited}}{{#optimum}}<p class="sentence {{class}}">{{text}}</p>
{{/optimum}}{{#has_free}}<div class="scroll"><table>
<thead><tr><th>free choice</th><th>in this proof</th>{{#searched}}<th>optimum found</th>{{/searched}}<th>within</th><th>what it is</th></tr></thead>
<tbody>{{#free}}<tr><td><code>{{name}}</code></td><td>{{value}}</td>{{#searched}}<td>{{found}}</td>{{/searched}}<td class="range">{{from}} to {{to}}</td><td class="says">{{says}}</td></tr>
{{/free}}</tbody></table></div>
{{/has_free}}{{#drawing}}{{>figure}}{{/drawing}}
{{#entries}}<h3 id="{{anchor}}" class="{{class}}"><span class="verdict">{{symbol}} {{verdict}}</span> {{name}}</h3>
<dl>
<dt>where</dt><dd>{{where}}</dd>
<dt>says</dt><dd>{{says}}</dd>
{{#has_claim}}<dt>claim</dt><dd><code>{{claim}}</code></dd>
<dt>for all</dt><dd><code>{{domain}}</code></dd>
{{/has_claim}}{{#constants}}<dt>constant</dt><dd><code>{{name}} = {{value}}</code>{{#has_worse}}; with <code>{{worse}}</code> the step is {{outcome}}{{/has_worse}}</dd>
{{/constants}}{{#has_work}}<dt>work</dt><dd>{{work}}</dd>
{{/has_work}}{{#has_remark}}<dt>remark</dt><dd>{{remark}}</dd>
{{/has_remark}}{{#has_uses}}<dt>stands on</dt><dd>{{#uses}}{{#has_href}}<a href="{{href}}">{{/has_href}}{{name}}{{#has_href}}</a>{{/has_href}}{{separator}}{{/uses}}</dd>
{{/has_uses}}</dl>
{{/entries}}
{{/proofs}}
</body>
</html>
)html";

}  // namespace plumbline::proofs
