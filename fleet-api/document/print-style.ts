import { Markup } from '../docs/markup.ts'

/**
 * What differs on paper, of whatever size the reader's printer has: Letter and A4. Each page says whose it is and which of how many.
 * `foot`: text of others, so every letter of it that could mean something to CSS or HTML is written by its number.
 */
export function printStyle(foot: string, [page, of]: readonly string[]): Markup {
  return new Markup(`
@page{margin:16mm 15mm 18mm;
@bottom-left{content:"${inCss(foot)}";font:8pt Arial,"Liberation Sans",sans-serif;color:#444;vertical-align:top;padding-top:3mm;width:135mm}
@bottom-right{content:"${inCss(page ?? '')} " counter(page) " ${inCss(of ?? '')} " counter(pages);font:8pt Arial,"Liberation Sans",sans-serif;color:#444;vertical-align:top;padding-top:3mm;white-space:nowrap}}
@media print{
:root{color-scheme:light;${PAPER}}
html{background:none;font-size:10pt;line-height:1.4}
body{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.sign,.skip,.screen,.contents,.sideways,.narrow{display:none!important}
.wide{display:block!important}
main{max-width:none;padding:0;margin:0;background:none;box-shadow:none;border-radius:0}
a{color:inherit;text-decoration:none}
.files a[href^="http"]::after{content:" (" attr(href) ")";font-size:8pt;color:#444;overflow-wrap:anywhere}
h1{font-size:21pt}h2{font-size:14pt}h3{font-size:10.5pt}
h2,h3,.lead,.summary,h2+.note{break-after:avoid}
section{margin-top:6mm;padding-top:3mm}h2{margin-bottom:3mm}.note{max-width:none;margin-top:2mm}.lead{margin-bottom:3mm}.badge{padding:0 1.2mm;min-width:7mm}
.title{border-top:3pt solid #12212c;padding-top:4mm}
.title .facts{font-size:9pt;grid-template-columns:1.7fr 1.2fr .8fr 1.2fr 1.2fr;gap:3mm 5mm}.facts dt{font-size:8pt}.facts .state{font-size:11pt}.corrected{margin-top:4mm;padding:2mm 4mm}
#availability,#annex-hours,.table.short,figure,.big,.also,.card,.list,.causes,.nothing,.proof,.terms>div,.thirds{break-inside:avoid}
p{orphans:3;widows:3}
.note,.key,figcaption{font-size:8pt}
.big{grid-template-columns:repeat(5,1fr);gap:0}
.big .value{font-size:17pt}.big .figure{padding:2.5mm}.big .unit,.big .change,.big dt{font-size:7.5pt}
.cards{grid-template-columns:repeat(3,1fr);gap:4mm}.card{padding:3.5mm;font-size:9pt}.amount{font-size:14pt}.card .list div{padding:1mm 0}
.pair{grid-template-columns:4fr 3fr}
.scroll{overflow:visible;border:0;border-radius:0}
table.rows,table.days{min-width:0;font-size:7.5pt;line-height:1.25}
table.rows th,table.rows td,table.days th,table.days td{padding:.8mm 1mm;position:static}
table.rows thead th,table.days thead th{vertical-align:bottom;white-space:normal}
table.rows tbody th{width:25%;min-width:0;max-width:none}
.route .name{font-size:7.5pt}
thead{display:table-header-group}
tr{break-inside:avoid}
tbody tr.total{break-before:avoid}
.scroll+.note{break-before:avoid}
table.days th,table.days td{padding:.55mm 1mm}table.hours{font-size:7.5pt;line-height:1.25}table.hours th,table.hours td{padding:.55mm 1mm}
.terms{columns:2;column-gap:8mm}.proof{columns:1}
.terms dt,.terms dd{font-size:8.5pt}
.days tbody tr:nth-child(-n+3){break-after:avoid}.by-month{columns:2;column-gap:7mm}.of-month{break-inside:avoid;margin:0;padding-top:2mm}.by-month table.days{font-size:6.5pt}.by-month table.days th,.by-month table.days td{padding:.2mm .5mm}.by-month thead th{font-size:6pt}.causes th,.causes td{padding:.9mm 2mm}.list div,.also div{padding:1.3mm 0;flex-wrap:nowrap}.also{grid-template-columns:4fr 5fr;gap:0 8mm;margin-top:2mm;font-size:9pt}.also dd{text-align:right;white-space:nowrap}.summary{font-size:12pt;max-width:none;margin-bottom:4mm}.big .unit{min-height:0;margin-bottom:1mm}
.days thead th{background:none}
.rows thead th,.rows th:first-child{background:none}thead th{font-size:7pt}
tr:nth-child(even){background:none}
.meter{display:none}
}`)
}

const PAPER =
  '--ground:#fff;--panel:#fff;--sunken:#fff;--ink:#000;--muted:#444;--hair:#ccc;--edge:#777;--accent:#0b3d8a;--accent-soft:#fff;--bar:#1d5fb8;--bar-soft:#cfe0f6;--good:#14794b;--bad:#a11c23;--warn:#7a4a05;--line:#ffc72c;--shadow:none'

/** A text within quotes in CSS, within a <style> in HTML. */
function inCss(text: string): string {
  return [...text]
    .map((letter) => (/[\p{L}\p{N} .,:–-]/u.test(letter) ? letter : `\\${letter.codePointAt(0)?.toString(16)} `))
    .join('')
}
