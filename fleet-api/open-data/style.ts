import { Markup } from '../docs/markup.ts'

/** What this page needs besides the style of the API's page. */
export const DICTIONARY_STYLE = new Markup(`
.one{max-width:960px;margin:0 auto;padding:24px clamp(16px,2.6vw,36px) 64px}
.city{font-size:17px;font-weight:700}
.intro{font-size:19px;line-height:1.45;max-width:44em}
.card>h2{margin:0;font-size:21px}
.links a,.files a{display:inline-flex;align-items:center;min-height:44px}
.files{display:flex;flex-wrap:wrap;gap:0 20px}
.notes{display:grid;gap:10px;list-style:disc;padding-left:1.2em}
.months{table-layout:auto}
.months thead th{font-weight:700;border-top:0}
.months th,.months td{padding-right:16px;vertical-align:baseline}
.months [scope=row]{font-weight:700;white-space:nowrap;font-variant-numeric:tabular-nums}
tr:target{background:var(--accent-soft)}
@media (max-width:599px){.dictionary,.dictionary tbody,.dictionary tr,.dictionary th,.dictionary td{display:block}
.dictionary td{padding-top:0;border-top:0}.dictionary colgroup{display:none}.sign h1{font-size:21px}}
@media print{.sign{background:none;color:#000}.sign h1,.sign .file{color:#000}}
`)
