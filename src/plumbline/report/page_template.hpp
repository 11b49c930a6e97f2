// The report page. Everything is inline: the file opens from disk with no network, and reads without its
// script, which only opens the cell that was clicked and adds buttons for copying.
#pragma once

#include <string_view>

namespace plumbline {

inline constexpr std::string_view kPageHead = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<svg width="0" height="0" style="position:absolute" aria-hidden="true">{{{marks}}}</svg>
<h1>{{title}}</h1>
<p class="sentence {{state}}">{{sentence}}</p>
{{#sure}}<p><b>How sure.</b> {{sure}}</p>
{{/sure}}{{#counts}}<ul class="legend">{{#rows}}<li><svg width="22" height="18" aria-hidden="true"><path d="M0 0h22v18h-22z" fill="{{fill}}"/><use href="#m-{{mark}}" x="11" y="9" stroke="{{ink}}"/></svg><b>{{count}}</b> {{state}}: {{meaning}}</li>{{/rows}}</ul>{{/counts}}
{{#violations}}<section class="alarm"><h2>✗ {{title}}</h2><ul>{{#rows}}<li><a href="{{link}}">{{text}}</a></li>{{/rows}}</ul>{{#more}}<p>{{more}}</p>{{/more}}</section>{{/violations}}
{{#tightest}}<p>The tightest cell{{#inside}} inside the hypotheses{{/inside}} is <a href="{{link}}">{{text}}</a>. Run it again:</p><pre class="command">{{commands}}</pre>{{/tightest}}
{{#theorem_links}}<p>Theorems: {{#rows}}<a href="#theorem-{{index}}">{{name}}</a> {{/rows}}· <a href="#conclusions">all conclusions</a> · <a href="#cells">cells</a> · <a href="#precision">precision</a> · <a href="#provenance">provenance</a></p>{{/theorem_links}}
)html";

inline constexpr std::string_view kTheoremTemplate = R"html(
<section>
<h2 id="theorem-{{index}}">{{name}}</h2>
{{#statement}}{{#title}}<p><b>{{title}}</b>{{#init}} <span class="soft">({{init}} initialisation)</span>{{/init}}{{#source}}<br><span class="soft">{{source}}</span>{{/source}}</p>{{/title}}{{/statement}}
<ul class="legend">{{#counts}}<li><b>{{count}}</b> {{state}}</li>{{/counts}}</ul>
{{#looseness}}<p><b>How loose the width is.</b> {{looseness}}</p>{{/looseness}}
<h3>Hypotheses × conclusions, and slack, over width × depth</h3>
<ul class="legend">{{{state_legend}}}</ul>
<ul class="legend">{{{slack_legend}}}</ul>
<p class="soft">Left of a pair: what was found. Right: slack, bound/observed of the tightest conclusion. Solid line: smallest width of the theorem; dashed: smallest width of the grid from which on the conclusions are true (at the left edge: no smaller one was tested). Click a cell for its curves.</p>
<div class="maps">{{#maps}}<figure><h4>{{name}}</h4>{{{states}}}{{{slack}}}</figure>{{/maps}}</div>
{{#statement}}<h3>The statement with numbers</h3>
<p class="soft">Of <a href="{{link}}">{{cell}}</a>, the tightest cell.</p>
<div class="scroll"><table><thead><tr><th>hypothesis</th><th>required</th><th>observed</th><th></th><th>bound</th><th>margin</th><th>how sure</th><th></th></tr></thead><tbody>
{{#hypotheses}}<tr><th scope="row">{{name}}</th><td>{{{formula}}}</td><td>{{observed}}</td><td>{{relation}}</td><td>{{bound}}</td><td>{{margin}}</td><td>{{sure}}</td><td class="{{class}}">{{word}}</td></tr>
{{/hypotheses}}</tbody></table></div>
<div class="scroll"><table><thead><tr><th>conclusion</th><th>claimed</th><th>observed</th><th></th><th>bound</th><th>slack</th><th>how sure</th><th></th></tr></thead><tbody>
{{#conclusions}}<tr><th scope="row">{{name}}</th><td>{{{formula}}}{{#conditions}}<br><span class="soft">{{{.}}}</span>{{/conditions}}</td><td>{{observed}}<br><span class="soft">{{where}}</span></td><td>{{relation}}</td><td>{{bound}}</td><td>{{slack}}</td><td>{{sure}}</td><td class="{{class}}">{{verdict}}</td></tr>
{{/conclusions}}</tbody></table></div>
<div class="scroll"><table><thead><tr><th>name</th><th></th><th>as written</th><th>value here</th><th>proof</th></tr></thead><tbody>
{{#definitions}}<tr><th scope="row">{{{name}}}</th><td>{{kind}}</td><td>{{{formula}}}</td><td>{{value}}</td><td>{{proof}}</td></tr>
{{/definitions}}</tbody></table></div>{{/statement}}
{{#influence}}<h3>Which hypotheses matter</h3>
<div class="scroll"><table><thead><tr><th>hypothesis</th><th>true in</th><th>false in</th><th>undecided in</th><th>… while conclusions true</th><th>… a conclusion false</th><th>… undecided</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{name}}</th><td>{{true}}</td><td>{{false}}</td><td>{{unknown}}</td><td>{{slack}}</td><td>{{needed}}</td><td>{{open}}</td></tr>
{{/rows}}</tbody></table></div><p class="soft">Counts of cells; the last three of those where it is false, by what the conclusions are by themselves. A hypothesis that is often false while the conclusions are true asks for more than this data needs.</p>{{/influence}}
{{#ladders}}<h3>Width: asked for and seen</h3>
<div class="scroll"><table><thead><tr><th>problem</th><th>L</th><th>step</th><th>width of the theorem</th><th>true from width</th><th>false up to width</th><th>asked for / needed</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{problem}}</th><td>{{depth}}</td><td>{{eta}}</td><td>{{theorem_width}}</td><td>{{holds_from}}</td><td>{{fails_up_to}}</td><td>{{factor}}</td></tr>
{{/rows}}</tbody></table></div><p class="soft">Measured at the widths of the grid, with the seeds and steps that were run.</p>{{/ladders}}
{{#claimed}}<h3>Smallest constants that still hold</h3>
<div class="scroll"><table><thead><tr><th>conclusion</th><th>cells where it is claimed</th><th>runs failed</th><th>least slack</th><th>least slack where the tightest runs end</th><th>its bound may be multiplied by</th><th>tightest at</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{name}}</th><td>{{cells}}</td><td>{{failed}}</td><td>{{slack}}</td><td>{{end}}</td><td>{{constant}}</td><td>{{#link}}<a href="{{link}}">{{cell}}</a>{{/link}}</td></tr>
{{/rows}}</tbody></table></div><p class="soft">Inside the hypotheses; measured over the cells of this page, not proved. Identities, such as a rate at t = 0, do not count. A rate that is too slow hardly shows at its tightest step, which is an early one: it shows where a run ends.</p>{{/claimed}}
{{#open_constants}}<h3>Open constants</h3>
<div class="scroll"><table><thead><tr><th>constant</th><th>stated</th><th>cell</th><th>smallest value the runs allow</th><th>largest</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{name}}</th><td>{{stated}}</td><td>{{cell}}</td><td>{{least}}</td><td>{{most}}</td></tr>
{{/rows}}</tbody></table></div>{{/open_constants}}
{{#certificates}}<h3>Certificates</h3>
<div class="scroll"><table><thead><tr><th>cell</th><th>conclusion</th><th>proved for every t from t_0 =</th><th>contraction q a step</th><th>steps compared T</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{cell}}</th><td>{{name}}</td><td>{{from}}</td><td>{{contraction}}</td><td>{{steps}}</td></tr>
{{/rows}}</tbody></table></div>{{/certificates}}
</section>
)html";

inline constexpr std::string_view kRowsTemplate = R"html(
<h2 id="conclusions">All conclusions</h2>
<p>✓ holds · ✗ violated · ○ vacuous: a hypothesis is false, the conclusion's own truth stands beside it · ? undecided · ! refused.
Slack is log10(bound/observed) at the tightest comparison of any run: 0 is equality, 1 a factor of ten to spare, below 0 the claim is false there.</p>
<div class="scroll"><table class="rows">
<thead><tr><th>theorem</th><th>problem</th><th>L</th><th>width</th><th>m</th><th>step</th><th>conclusion</th><th>log10 slack</th><th>runs failed</th><th>steps</th><th>hypotheses not true</th><th>verdict</th><th>note</th></tr></thead>
<tbody>
{{#rows}}<tr{{#id}} id="{{id}}"{{/id}}><td>{{theorem}}</td><td>{{problem}}</td><td>{{depth}}</td><td>{{width}}</td><td>{{m}}</td><td>{{eta}}</td><td>{{conclusion}}</td><td>{{slack}}</td><td>{{failed}}</td><td>{{steps}}</td><td>{{hypotheses}}</td><td class="{{class}}">{{verdict}}</td><td class="note">{{note}}</td></tr>
{{/rows}}</tbody>
</table></div>
<h2 id="cells">Cells</h2>
{{#left_out}}<p><b>{{left_out}}</b></p>{{/left_out}}
)html";

inline constexpr std::string_view kCellTemplate =
    R"html(<details class="{{state}}"><summary><svg width="22" height="18" aria-hidden="true"><path d="M0 0h22v18h-22z" fill="{{fill}}"/><use href="#m-{{mark}}" x="11" y="9" stroke="{{ink}}"/></svg>{{title}}: {{state}}{{#slack}}, slack {{slack}} ({{tightest}}){{/slack}}</summary>
<div class="at" id="c{{index}}"><p>{{meaning}}{{#error}}: {{error}}{{/error}}{{#check}}. Width {{m}}{{#eta}}, step {{eta}}{{/eta}}, {{seeds}} runs{{#network}}, network {{network}}{{/network}}.{{/check}}</p>
{{#check}}<div class="scroll"><table><thead><tr><th>hypothesis</th><th>observed</th><th></th><th>bound</th><th>margin</th><th>how sure</th><th></th></tr></thead><tbody>
{{#hypotheses}}<tr><th scope="row">{{name}}</th><td>{{observed}}</td><td>{{relation}}</td><td>{{bound}}</td><td>{{margin}}</td><td>{{sure}}</td><td class="{{class}}">{{word}}</td></tr>
{{/hypotheses}}</tbody></table></div>
<div class="scroll"><table><thead><tr><th>conclusion</th><th>observed</th><th></th><th>bound</th><th>slack</th><th>tightest at</th><th>compared</th><th>runs failed</th><th>so it fails with probability in</th><th>how sure</th><th></th></tr></thead><tbody>
{{#conclusions}}<tr><th scope="row">{{name}}</th><td>{{observed}}</td><td>{{relation}}</td><td>{{bound}}</td><td>{{slack}}</td><td>{{where}}</td><td>{{range}}</td><td>{{failed}}{{#undecided}}, {{undecided}} undecided{{/undecided}}</td><td>{{#interval}}[{{low}}, {{high}}] (each end at {{confidence}}); claimed {{claimed}}{{/interval}}</td><td>{{sure}}</td><td class="{{class}}">{{verdict}}{{#witness}}<br><span class="soft">{{witness}}</span>{{/witness}}{{#messages}}<br><span class="soft">{{.}}</span>{{/messages}}</td></tr>
{{/conclusions}}</tbody></table></div>{{/check}}
<div class="plots">{{#plots}}<figure>{{{svg}}}<figcaption>{{name}}, run {{seed}}</figcaption></figure>{{/plots}}</div>
<pre class="command">{{commands}}</pre></div></details>
)html";

inline constexpr std::string_view kPageFoot = R"html(
{{#ledger}}<h2 id="precision">Precision</h2>
<div class="scroll"><table><thead><tr><th>what</th><th>count</th><th>decided by</th><th>largest relative width of a worst observed value</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{what}}</th><td>{{count}}</td><td>{{how}}</td><td>{{width}}</td></tr>
{{/rows}}</tbody></table></div>{{/ledger}}
<h2 id="provenance">Provenance</h2>
{{#provenance}}<p>Everything on this page comes from the results document that lies beside it (results.json); what was run, and with what:</p><pre>{{.}}</pre>{{/provenance}}
<h3>The suite as it was run</h3>
<pre>{{suite}}</pre>
<script>
"use strict";
const show = () => {
  const at = location.hash.startsWith("#c") && document.getElementById(location.hash.slice(1));
  const cell = at && at.closest("details");
  if (!cell) return;
  cell.open = true;
  cell.scrollIntoView();
};
addEventListener("hashchange", show);
show();
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((cell) => { cell.open = true; }));
if (navigator.clipboard) for (const text of document.querySelectorAll("pre.command")) {
  const button = document.createElement("button");
  button.textContent = "copy";
  button.addEventListener("click", () => navigator.clipboard.writeText(text.textContent).then(() => { button.textContent = "copied"; }));
  text.after(button);
}
</script>
</body>
</html>
)html";

}  // namespace plumbline
