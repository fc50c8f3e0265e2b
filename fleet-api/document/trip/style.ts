import { Markup } from '../../docs/markup.ts'

/** How the page of a trip looks, besides what all the fleet's documents share. */
export const TRIP_STYLE = new Markup(`<style>
.route{display:inline-block;min-width:2.4em;padding:.1em .5em;border-radius:8px;text-align:center}
.trip{display:block;width:100%;height:auto;max-height:60vh;margin:18px 0 4px;background:var(--sunken);border-radius:14px}
.trip path{fill:none;stroke-linecap:round;stroke-linejoin:round}.trip .way{stroke:var(--edge);stroke-width:5;opacity:.55}.trip .ahead{stroke:var(--bar);stroke-width:7}
.trip .stop{fill:var(--panel);stroke:var(--bar);stroke-width:3}.trip .passed{fill:var(--panel);stroke:var(--edge);stroke-width:3}
.trip .halo{fill:var(--line);opacity:.35}.trip .disc{fill:var(--line);stroke:#12212c;stroke-width:2}.trip .bus .sign{stroke:#12212c;stroke-width:2;background:none}
.stops{counter-reset:none;margin:0;padding:0}
.stops li{display:flex;justify-content:space-between;gap:4px 20px;padding:12px 0 12px 26px;border-top:1px solid var(--hair);position:relative;overflow-wrap:anywhere}
.stops li:first-child{border-top:0;font-weight:700}
.stops li::before{content:"";position:absolute;left:2px;top:1.25em;width:11px;height:11px;border:3px solid var(--bar);border-radius:50%;background:var(--panel)}
.stops time,.stops span+span{font-variant-numeric:tabular-nums;white-space:nowrap}
.share button{display:flex;align-items:center;justify-content:center;width:100%;max-width:24em;min-height:52px;border:0;border-radius:12px;background:var(--accent);color:var(--panel);font:inherit;font-weight:700;cursor:pointer}
.share [hidden]{display:none}
.address{display:block;margin-top:6px;padding:12px;background:var(--sunken);border-radius:8px;font-size:14px;overflow-wrap:anywhere;user-select:all}
</style>`)
