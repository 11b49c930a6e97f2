// How pages look, dark or light as the system is.
#pragma once

#include <string_view>

namespace plumbline {

inline constexpr std::string_view kPageStyle = R"css(
:root { color-scheme: light dark; --back: #fff; --text: #1a1a1a; --soft: #595959; --line: #8886; --box: #0000000a; --holds: #0a6cae; --violated: #b63a00;
  --undecided: #7a5b00; --observed: #0072b2; --bound: #c24e00; --link: #0a5c97; }
@media (prefers-color-scheme: dark) { :root { --back: #14171a; --text: #e8e8e8; --soft: #a8adb3; --box: #ffffff0d; --holds: #6db8ee; --violated: #ff8c4d;
  --undecided: #f0d050; --observed: #56b4e9; --bound: #ff9d4d; --link: #7fc4f5; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; margin: 1.5rem auto; max-width: 84rem; padding: 0 1rem; background: var(--back); color: var(--text); }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } h3 { margin: 1.6rem 0 .4rem; }
h1, p, li, summary, dd { overflow-wrap: anywhere; }
a { color: var(--link); }
.sentence { font-size: 1.25rem; padding: .6rem 1rem; border-left: .5rem solid var(--holds); background: var(--box); }
.sentence.undecided { border-color: var(--undecided); }
.sentence.violated, .alarm { border: .25rem solid var(--violated); border-left-width: 1rem; font-weight: bold; }
.alarm { padding: .2rem 1rem .8rem; margin: 1rem 0; background: var(--box); } .alarm h2 { margin-top: .6rem; border: 0; color: var(--violated); }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .4rem 0; }
th, td { text-align: left; padding: .2rem .7rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { white-space: nowrap; color: var(--soft); font-weight: 600; } th[scope=row] { font-weight: 600; }
td.note { min-width: 16rem; max-width: 40rem; overflow-wrap: anywhere; }
.rows td, .rows th { max-width: 30rem; overflow-wrap: break-word; } .rows td:nth-child(n+3):not(.note) { white-space: nowrap; }
.at td:last-child { min-width: 16rem; }
td.holds::before { content: "✓ "; color: var(--holds); }
td.violated { font-weight: bold; } td.violated::before { content: "✗ "; color: var(--violated); }
td.vacuous::before { content: "○ "; color: var(--soft); }
td.undecided::before { content: "? "; color: var(--undecided); }
td.failed { font-weight: bold; } td.failed::before { content: "! "; color: var(--violated); }
math { font-size: 1.05em; }
pre { overflow-x: auto; border: 1px solid var(--line); padding: .6rem; background: var(--box); margin: .4rem 0; }
pre.command { white-space: pre-wrap; overflow-wrap: anywhere; } button { font: inherit; font-size: .85rem; margin: 0 0 .6rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; margin: .4rem 0; list-style: none; font-size: .9rem; }
.legend svg { vertical-align: -5px; margin-right: .4rem; }
.maps { display: flex; flex-wrap: wrap; gap: 1rem 2rem; } .maps figure, .plots figure { margin: 0; max-width: 100%; overflow-x: auto; }
.maps h4 { margin: .2rem 0; font-weight: 600; overflow-wrap: anywhere; } figcaption { font-size: .9rem; overflow-wrap: anywhere; }
.map { font-size: 12px; } .map text, .plot text { fill: var(--text); } .cells text { text-anchor: middle; font-size: 11px; }
.map .cells text[fill="#ffffff"] { fill: #fff; } .map .cells text[fill="#000000"] { fill: #000; }
.cells path { stroke: var(--back); } .cells use { fill: none; } .cells a:hover path, .cells a:focus path { stroke: var(--text); stroke-width: 3; }
.contour { fill: none; stroke: var(--text); stroke-width: 3; } .contour.dashed { stroke-dasharray: 6 4; }
.plots { display: flex; flex-wrap: wrap; gap: .8rem 1.5rem; }
.plot { width: 360px; max-width: 100%; font-size: 22px; }
.plot .axis, .plot .grid, .plot .mark, .plot .line { fill: none; stroke: var(--text); }
.plot .axis { stroke-width: 2; } .plot .grid { opacity: .2; } .plot .mark { stroke-width: 2; stroke-dasharray: 2 6; }
.plot .line { stroke-width: 4; } .plot .line.observed { stroke: var(--observed); } .plot .line.bound { stroke: var(--bound); stroke-dasharray: 14 8; }
.plot .band { stroke: none; opacity: .3; } .plot .band.observed, circle.observed { fill: var(--observed); } .plot .band.bound, circle.bound { fill: var(--bound); }
details { border: 1px solid var(--line); border-radius: .3rem; margin: .3rem 0; padding: 0 .8rem; }
details[open] { padding-bottom: .8rem; } summary { cursor: pointer; padding: .3rem 0; }
summary svg { vertical-align: -5px; margin-right: .3rem; }
details.violated { border: .25rem solid var(--violated); }
.at:target, tr:target { outline: 3px solid var(--link); }
@media print { .scroll, pre { overflow: visible; white-space: pre-wrap; } button { display: none; } body { max-width: none; font-size: 11px; } details { break-inside: avoid; } }
svg.search { border: 1px solid var(--line); max-width: 100%; }
)css";

}  // namespace plumbline
