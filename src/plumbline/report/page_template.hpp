// The report page. Everything is inline: the file opens from disk with no network and no script.
#pragma once

#include <string_view>

namespace plumbline {

inline constexpr std::string_view kPageTemplate = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>
:root { color-scheme: light dark; --line: #8886; --holds: #0a6cae; --violated: #c33c00; --vacuous: #777; --undecided: #9a6b00; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
.sentence { font-size: 1.25rem; padding: .6rem 1rem; border-left: .5rem solid var(--holds); }
.sentence.violated { border-color: var(--violated); font-weight: bold; }
.sentence.undecided { border-color: var(--undecided); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { position: sticky; top: 0; background: Canvas; }
td.holds::before { content: "✓ "; color: var(--holds); }
td.violated { font-weight: bold; } td.violated::before { content: "✗ "; color: var(--violated); }
td.vacuous::before { content: "○ "; color: var(--vacuous); }
td.undecided::before { content: "? "; color: var(--undecided); }
td.failed { font-weight: bold; } td.failed::before { content: "! "; color: var(--violated); }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .7rem; }
</style>
</head>
<body>
<h1>{{title}}</h1>
<p class="sentence {{state}}">{{sentence}}</p>
<p>✓ holds · ✗ violated · ○ vacuous: a hypothesis is false, the conclusion's own truth stands beside it · ? undecided.
Slack is log10(bound/observed) at the tightest comparison of any run: 0 is equality, 1 a factor of ten to spare, below 0 the claim is false there.</p>
<div class="scroll"><table>
<thead><tr><th>theorem</th><th>problem</th><th>L</th><th>width</th><th>m</th><th>step</th><th>conclusion</th><th>log10 slack</th><th>runs failed</th><th>steps</th><th>hypotheses not true</th><th>verdict</th><th>note</th></tr></thead>
<tbody>
{{#rows}}<tr><td>{{theorem}}</td><td>{{problem}}</td><td>{{depth}}</td><td>{{width}}</td><td>{{m}}</td><td>{{eta}}</td><td>{{conclusion}}</td><td>{{slack}}</td><td>{{failed}}</td><td>{{steps}}</td><td>{{hypotheses}}</td><td class="{{class}}">{{verdict}}</td><td>{{note}}</td></tr>
{{/rows}}</tbody>
</table></div>
<h2>The suite as it was run</h2>
<pre>{{suite}}</pre>
</body>
</html>
)html";

}  // namespace plumbline
