/** The page's style: paper and ink, hairlines, one accent; on paper the ground goes and cards become rules. */
export const reportStyle = `
:root {
  --ground: #f4f3ef; --card: #ffffff; --ink: #1b1d21; --muted: #5b5e66; --line: #e2e0d9;
  --accent: #0b6e69; --accent-ground: #e3f0ee; --warm: #b04a12;
  --sans: 'IBM Plex Sans', 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  --mono: 'IBM Plex Mono', ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace;
}
* { box-sizing: border-box; margin: 0; }
html { background: var(--ground); -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { max-width: 860px; margin: 0 auto; padding: 32px 24px; color: var(--ink); font: 13.5px/1.5 var(--sans); }
h1 { font-size: 22px; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
h2 { font-size: 14px; font-weight: 600; margin-bottom: 10px; }
section, .stat { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
section { padding: 16px 18px; margin-top: 14px; break-inside: avoid; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 24px; }
header .made { text-align: right; white-space: nowrap; }
.muted, .made, .key, caption, small { color: var(--muted); }
.made, .key, .note-line { font-size: 12px; }
.number, td, .log, svg text { font-family: var(--mono); font-variant-numeric: tabular-nums; }
.stats { display: grid; grid-template-columns: 1.6fr 1fr 1fr 1fr; gap: 12px; margin-top: 18px; break-inside: avoid; }
.stat { padding: 12px 16px; }
.stat p { font-size: 12px; color: var(--muted); }
.stat b { font-size: 22px; font-weight: 600; line-height: 1.4; overflow-wrap: anywhere; }
.stat b.long { font-size: 15px; }
.stat .unit { margin-left: 6px; font: 13.5px var(--mono); color: var(--muted); white-space: nowrap; }
.stat.plain b { color: var(--muted); }
.notice { border-left: 3px solid var(--warm); }
.absent { color: var(--muted); }
table { border-collapse: collapse; width: 100%; font-size: 12.5px; }
th { font-weight: 500; text-align: left; }
thead th { color: var(--muted); }
tr { break-inside: avoid; }
.rows td, .rows th { padding: 5px 12px 5px 0; border-top: 1px solid var(--line); vertical-align: baseline; }
.rows tr:first-child > * { border-top: 0; }
.rows thead tr > * { border-top: 0; padding-top: 0; }
.rows thead + tbody tr:first-child > * { border-top: 1px solid var(--line); }
.rows th[scope=row] { white-space: nowrap; font-weight: 400; color: var(--muted); width: 1%; padding-right: 20px; }
.rows td { overflow-wrap: anywhere; }
.facts td { font-family: var(--sans); }
.rows .right { text-align: right; padding-right: 0; white-space: nowrap; }
.rows .total > * { font-weight: 600; color: var(--ink); }
.rows .differs > * { font-weight: 600; color: var(--ink); }
.rows .best { font-weight: 600; color: var(--accent); }
.rows .words { font-family: var(--sans); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 36px; }
.confusion { border-collapse: separate; border-spacing: 2px; table-layout: fixed; }
.confusion th { font-size: 11.5px; text-align: center; color: var(--ink); overflow-wrap: anywhere; }
.confusion th[scope=row] { text-align: right; padding-right: 8px; }
.confusion .corner { width: 100px; text-align: right; padding-right: 8px; color: var(--muted); font-weight: 400; font-size: 11px; white-space: nowrap; }
.confusion td { text-align: center; padding: 5px 0 4px; border-radius: 3px; line-height: 1.25; }
.confusion td b { display: block; font-weight: 500; font-size: 12.5px; }
.confusion td small { color: inherit; font-size: 10px; }
.confusion .recall { color: var(--ink); }
.bars td, .bars th { padding: 4px 0; }
.bars th { width: 1%; white-space: nowrap; padding-right: 14px; font-weight: 400; }
.bars td { white-space: nowrap; text-align: right; width: 1%; padding-left: 14px; }
.bars .track { width: 100%; padding-left: 0; }
.track div { background: var(--ground); border-radius: 3px; height: 12px; position: relative; }
.track i { display: block; background: var(--accent); border-radius: 3px; height: 12px; }
.track s { position: absolute; top: -2px; bottom: -2px; border-left: 1.5px dashed var(--ink); }
.loss { display: block; width: 100%; height: auto; overflow: visible; }
.loss .grid { stroke: var(--line); stroke-width: 1; }
.loss .epoch { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 3; }
.loss .guess { stroke: var(--warm); stroke-width: 1; stroke-dasharray: 5 4; }
.loss polyline { fill: none; stroke: var(--accent); stroke-linejoin: round; }
.loss .raw { stroke-width: 1; opacity: 0.32; }
.loss .smooth { stroke-width: 2; }
.loss .dot { fill: var(--accent); }
.loss .validation { fill: var(--warm); }
.loss text { font-size: 11px; fill: var(--muted); }
.loss .name { font-family: var(--sans); font-size: 12px; }
.loss .note { fill: var(--warm); font-family: var(--sans); }
.loss .end { fill: var(--accent); paint-order: stroke; stroke: var(--card); stroke-width: 4px; font-size: 13px; font-weight: 600; }
.key { margin-top: 8px; }
.key .run { display: inline-flex; align-items: center; gap: 6px; margin-right: 16px; }
.swatch { display: inline-block; width: 18px; margin: 0 6px 3px 0; border-top: 2px solid var(--accent); }
.key .swatch:not(:first-child), .key .diamond { margin-left: 20px; }
.swatch.raw { border-top-width: 1px; opacity: 0.5; }
.swatch.epoch { border-top: 1px dashed var(--muted); }
.diamond { display: inline-block; width: 0; height: 0; border: 3.5px solid var(--warm); margin-right: 8px; transform: rotate(45deg); vertical-align: middle; }
.log { columns: 2; column-gap: 36px; font-size: 12.5px; list-style: none; padding: 0; }
.log li { white-space: pre; break-inside: avoid; }
p.log { columns: 1; margin-top: 6px; }
.note-line { margin-top: 10px; color: var(--muted); }
.luck { max-width: 74ch; margin-top: 8px; }
footer { margin-top: 18px; font-size: 12px; color: var(--muted); overflow-wrap: anywhere; }
@media (max-width: 640px) {
  .stats { grid-template-columns: 1fr 1fr; }
  .pair { grid-template-columns: 1fr; }
  .wide { overflow-x: auto; }
  .confusion { min-width: 620px; }
}
@page {
  size: A4; margin: 14mm 14mm 16mm;
  @bottom-right { content: counter(page) ' / ' counter(pages); font: 10px var(--sans); color: #5b5e66; }
}
@media print {
  html { background: none; }
  body { max-width: none; padding: 0; font-size: 12px; }
  section { padding: 12px 14px; margin-top: 10px; }
  .stats { margin-top: 12px; gap: 10px; }
  .stat { padding: 9px 14px; }
  table, .log { font-size: 11.5px; }
  .rows td, .rows th { padding-top: 3.5px; padding-bottom: 3.5px; }
  .confusion { break-inside: avoid; }
}
`
