// The page of a search for counterexamples. Everything is inline: the file opens from disk with no network
// and no script.
#pragma once

#include <string_view>

namespace plumbline {

inline constexpr std::string_view kFalsifyPage = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<h1>{{title}}</h1>
<p class="sentence {{state}}">{{sentence}}</p>
<p>A search that finds nothing proves nothing. The score of a trial is log10(bound/observed) at its tightest comparison, for claims
that depend on the step divided by its share of the largest step; below 0 the claim is false there.</p>
{{#ablation}}<h2>What is needed</h2>
<div class="scroll"><table>
<thead><tr><th>what</th><th>change</th><th>outcome</th><th>trials</th></tr></thead>
<tbody>
{{#rows}}<tr>{{#cells}}<td>{{cell}}</td>{{/cells}}</tr>
{{/rows}}</tbody>
</table></div>
{{/ablation}}{{#search}}{{#curve}}<h2>Least score over the trials</h2>
<svg class="search" viewBox="0 0 600 160" width="600" height="160" role="img" aria-label="least score against the number of trials"><line x1="0" y1="{{zero}}" x2="600" y2="{{zero}}" stroke="currentColor" stroke-dasharray="4"/><polyline points="{{points}}" fill="none" stroke="var(--observed)" stroke-width="2"/></svg>
<p>The dashed line is score 0.</p>
{{/curve}}<h2>Closest trials that hold</h2>
<div class="scroll"><table>
<thead><tr><th>conclusion</th><th>bound/observed</th><th>score</th><th>setting</th></tr></thead>
<tbody>
{{#conclusions}}<tr>{{#cells}}<td>{{cell}}</td>{{/cells}}</tr>
{{/conclusions}}</tbody>
</table></div>
<h2>Where the margins are smallest</h2>
<div class="scroll"><table>
<thead><tr><th>L</th><th>kappa</th><th>trials</th><th>least score</th></tr></thead>
<tbody>
{{#map}}<tr>{{#cells}}<td>{{cell}}</td>{{/cells}}</tr>
{{/map}}</tbody>
</table></div>
{{/search}}<h2>The document</h2>
<pre>{{document}}</pre>
</body>
</html>
)html";

}  // namespace plumbline
