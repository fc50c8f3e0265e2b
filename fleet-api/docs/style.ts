import { Markup } from './markup.ts'

/** The dashboard's colours (dashboard/style/tokens.css) and what a page to read needs. */
export const STYLE = new Markup(`
:root{color-scheme:light;--ground:#eef1f3;--panel:#fff;--sunken:#f4f6f8;--ink:#12212c;--muted:#566570;--hair:#dfe5e9;--edge:#8795a0;
--accent:#0b57c4;--accent-soft:#e4eefb;--get:#14794b;--post:#0b57c4;--put:#96590a;--delete:#c0272d;--shadow:0 1px 2px rgb(14 27 37/6%),0 6px 20px rgb(14 27 37/5%)}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;--ground:#0b151c;--panel:#14212b;--sunken:#0f1a23;--ink:#e9eff3;--muted:#9db0bd;
--hair:#26343f;--edge:#627482;--accent:#7db7ff;--accent-soft:#17324f;--get:#4cc98a;--post:#79b1ff;--put:#f0b13f;--delete:#ff7a78;--shadow:0 0 0 1px #1d2b36}}
*,::before,::after{box-sizing:border-box}
html{background:var(--ground);color:var(--ink);font:16px/1.5 "Helvetica Neue","Segoe UI",Roboto,Arial,sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body,h1,h2,h3,p,ul,pre,table{margin:0;padding:0}
h1,h2,h3{font-size:inherit;line-height:1.25}
ul{list-style:none}
a{color:var(--accent);text-underline-offset:.2em}
code,pre,.path,.method{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.skip{position:absolute;left:12px;top:-60px;z-index:1;padding:10px 16px;background:#ffc72c;color:#12212c;font-weight:700;border-radius:8px}
.skip:focus{top:10px}
.sign{background:#0e1b25;color:#fff;border-bottom:4px solid #ffc72c;padding:0 clamp(16px,2.6vw,36px)}
.sign>div{display:flex;align-items:center;gap:12px;max-width:1240px;margin:0 auto;min-height:64px}
.wordmark{font-size:25px;font-weight:700;letter-spacing:-.03em}
.sign h1{font-size:25px;font-weight:400;letter-spacing:-.03em;color:#ffc72c}
.sign .file{margin-left:auto;color:#fff;padding:10px 0}
.sign :focus-visible{outline-color:#ffc72c}
.columns{display:grid;gap:24px;max-width:1312px;margin:0 auto;padding:24px clamp(16px,2.6vw,36px) 64px}
nav{min-width:0;font-size:14px}
nav summary{padding:12px 16px;font-weight:700;font-size:16px}
nav{background:var(--panel);border-radius:14px;box-shadow:var(--shadow)}
nav.wide,nav [open]{padding-bottom:10px}
nav.wide{display:none;padding-top:6px}
nav .nav-group{padding:0 16px;font-weight:700}
nav a{display:flex;align-items:baseline;gap:8px;padding:6px 0;min-height:32px;color:var(--ink);text-decoration:none}
nav a:hover{color:var(--accent);text-decoration:underline}
nav li{padding:0 16px}
nav .method{flex:none;width:46px;padding:0;border:0;font-size:11px}
nav .path{font-size:13px;overflow-wrap:anywhere}
main{display:grid;gap:20px;min-width:0}
section{display:grid;gap:16px;min-width:0}
h2{font-size:24px;letter-spacing:-.02em}
section:not(.card)>h2{margin-top:20px}
.lead{color:var(--muted);margin-top:-12px}
.card{display:grid;gap:14px;min-width:0;padding:20px 24px;background:var(--panel);border-radius:14px;box-shadow:var(--shadow)}
.card:target{box-shadow:0 0 0 3px var(--accent)}
.card h3{display:grid;gap:6px;font-size:17px}
.self{color:inherit;text-decoration:none;overflow-wrap:anywhere}
.self:hover .path,.self:hover:not(:has(.path)){text-decoration:underline}
.method{display:inline-block;font-size:13px;font-weight:700}
.card .method{padding:2px 8px;margin-right:4px;border:1.5px solid;border-radius:6px}
.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--put)}.delete{color:var(--delete)}
.summary{font-weight:400;font-size:16px}
.who{display:flex;flex-wrap:wrap;align-items:center;gap:6px;font-size:14px;color:var(--muted)}
.chip{padding:1px 10px;border-radius:99px;background:var(--accent-soft);color:var(--ink);font-weight:600}
.part{display:grid;gap:8px;min-width:0}
.label,summary{font-size:14px;font-weight:700}
.label .type,summary .type{font-weight:400}
.answer{display:flex;gap:10px;align-items:baseline}
.status{font-variant-numeric:tabular-nums;font-weight:700}
summary{cursor:pointer;padding:4px 0}
.count{margin-left:6px;font-weight:400;color:var(--muted)}
table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:14px}
th,td{padding:8px 0;border-top:1px solid var(--hair);vertical-align:top;text-align:left;font-weight:400}
col.name{width:36%}
th{padding-right:14px;overflow-wrap:anywhere}
th code{font-weight:600;font-size:13px}
td{overflow-wrap:anywhere}
.optional,.type,.limit{color:var(--muted);font-size:13px}
.optional{font-style:italic;white-space:nowrap}
.limit{display:block}
.means{display:block;margin-top:2px}
td code,p code,.limit code{font-size:.92em;background:var(--sunken);border-radius:4px;padding:1px 4px}
pre{padding:12px 14px;background:var(--sunken);border:1px solid var(--hair);border-radius:8px;font-size:13px;white-space:pre-wrap;overflow-wrap:anywhere}
@media (min-width:960px){.columns{grid-template-columns:300px minmax(0,1fr);gap:32px}
nav.narrow{display:none}nav.wide{display:block;position:sticky;top:16px;align-self:start;max-height:calc(100vh - 32px);overflow-y:auto}}
@media (max-width:599px){.card{padding:16px}col.name{width:44%}th{padding-right:10px}.sign>div{min-height:56px}}
@media print{nav,.skip{display:none}.card{box-shadow:none;border:1px solid #bbb;break-inside:avoid}}
`)
