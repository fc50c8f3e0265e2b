import { Markup } from '../docs/markup.ts'

/** How reports look on a screen: the dashboard's colours (dashboard/style/tokens.css), and room to read. */
export const STYLE = new Markup(`
:root{color-scheme:light;--ground:#eef1f3;--panel:#fff;--sunken:#f4f6f8;--ink:#12212c;--muted:#566570;--hair:#dfe5e9;--edge:#8795a0;--accent:#0b57c4;
--accent-soft:#e4eefb;--bar:#0b57c4;--bar-soft:#b9d2f3;--good:#14794b;--bad:#c0272d;--warn:#96590a;--line:#ffc72c;--shadow:0 1px 2px rgb(14 27 37/6%),0 6px 20px rgb(14 27 37/5%)}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;--ground:#0b151c;--panel:#14212b;--sunken:#0f1a23;--ink:#e9eff3;--muted:#9db0bd;--hair:#26343f;--edge:#627482;
--accent:#7db7ff;--accent-soft:#17324f;--bar:#7db7ff;--bar-soft:#2c4a6b;--good:#4cc98a;--bad:#ff7a78;--warn:#f0b13f;--shadow:0 0 0 1px #1d2b36}}
*,::before,::after{box-sizing:border-box}
html{background:var(--ground);color:var(--ink);font:16px/1.5 "Helvetica Neue","Segoe UI",Roboto,Arial,"Liberation Sans",sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:16px}
body,h1,h2,h3,p,ul,ol,dl,dd,dt,figure,table{margin:0;padding:0}
h1,h2,h3{line-height:1.2}
ul,ol{list-style:none}
a{color:var(--accent);text-underline-offset:.2em}
abbr{text-decoration:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.skip{position:absolute;left:12px;top:-80px;z-index:2;padding:12px 16px;background:var(--line);color:#12212c;font-weight:700;border-radius:8px}
.skip:focus{top:10px}
.sign{background:#0e1b25;color:#fff;border-bottom:4px solid var(--line);padding:0 clamp(16px,3vw,40px)}
.sign>div{display:flex;align-items:center;gap:8px 20px;max-width:1040px;margin:0 auto;min-height:60px}
.wordmark{font-size:25px;font-weight:700;letter-spacing:-.03em;margin-right:auto}
.sign ul{display:flex;flex-wrap:wrap;gap:0 20px;justify-content:end}
.sign a{display:flex;align-items:center;min-height:44px;color:#fff;font-size:15px}
.sign :focus-visible{outline-color:var(--line)}
main{display:block;max-width:1040px;margin:clamp(0px,3vw,28px) auto clamp(0px,5vw,56px);padding:clamp(20px,4vw,48px) clamp(16px,4vw,56px);background:var(--panel);border-radius:14px;box-shadow:var(--shadow)}
.kicker{font-weight:700;color:var(--muted);margin-bottom:6px}
h1{font-size:clamp(27px,4.4vw,42px);letter-spacing:-.03em;text-wrap:balance}
h1 .period{display:block;font-weight:400;color:var(--muted);letter-spacing:-.02em}
h1 .period::first-letter{text-transform:uppercase}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px 24px;margin-top:24px;padding-top:18px;border-top:4px solid var(--line);font-size:15px}
.facts dt{font-size:13px;color:var(--muted)}
.facts .state{display:block;font-size:17px}
.final .state{color:var(--good)}.provisional .state{color:var(--warn)}
.facts a,td a,.note a,figcaption a,.link{display:inline-flex;align-items:center;min-height:44px;margin:-11px 0}
.meter{display:block;height:8px;max-width:180px;margin:6px 0 4px;border-radius:99px;background:var(--bar-soft);overflow:hidden}
.meter span{display:block;height:100%;background:var(--bar)}
.corrected,.nothing,.later,.shared{margin-top:20px;padding:14px 18px;background:var(--sunken);border-left:4px solid var(--warn);border-radius:4px 10px 10px 4px}
.later{border-left-color:var(--edge);margin-top:0}
.shared{margin:0 0 24px;border-left-color:var(--bar);font-size:15px}
.nothing{border-left-color:var(--bar);padding:20px 22px}
.nothing h2{margin-bottom:8px}
.contents{margin-top:24px}
.contents summary{display:flex;align-items:center;gap:8px;min-height:44px;font-weight:700;cursor:pointer}
.contents summary::before{content:'▸'}.contents [open] summary::before{content:'▾'}.contents ol{columns:2 260px;font-size:15px}
.contents a{display:flex;align-items:center;min-height:44px}
section{margin-top:44px;padding-top:26px;border-top:1px solid var(--hair);min-width:0}
.nothing{margin-top:28px;border-top:0}
h2{font-size:clamp(21px,2.6vw,27px);letter-spacing:-.02em;margin-bottom:16px;text-wrap:balance}
h2 .number{color:var(--muted);font-weight:400;margin-right:.25em}
h3{font-size:17px;margin:0 0 10px}
.summary{font-size:clamp(18px,2.2vw,22px);line-height:1.45;max-width:40em;margin-bottom:22px;text-wrap:pretty}
.lead{max-width:44em;margin-bottom:16px}
.note{font-size:14px;color:var(--muted);margin-top:14px;max-width:52em}
.big{display:grid;grid-template-columns:repeat(auto-fit,minmax(164px,1fr));border:1px solid var(--hair);border-radius:12px;overflow:hidden;gap:1px;background:var(--hair)}
.big .figure{padding:16px;background:var(--panel);min-width:0}
.big dt{font-weight:700;font-size:15px}
.big .value{font-size:clamp(27px,3vw,34px);font-weight:700;letter-spacing:-.03em;line-height:1.2;white-space:nowrap;font-variant-numeric:tabular-nums}
.big .unit{font-size:13px;color:var(--muted);line-height:1.35;min-height:2.7em;margin-bottom:8px}
.big .change{font-size:13px;color:var(--muted)}
.big .change strong{color:var(--ink);white-space:nowrap}
.also,.list{display:grid;margin-top:16px}
.also div,.list div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 24px;padding:10px 0;border-top:1px solid var(--hair)}
.list{margin-top:0}.list div:first-child{border-top:0}
.also dd,.list dd{font-weight:700;font-variant-numeric:tabular-nums}
.chart{display:block;width:100%;height:auto}
.chart text{font:12px "Helvetica Neue","Segoe UI",Roboto,Arial,"Liberation Sans",sans-serif;fill:var(--muted);font-variant-numeric:tabular-nums}
.chart .value{fill:var(--ink);font-weight:700}.chart .mark{fill:var(--muted)}
.chart .middle{text-anchor:middle}.chart .end{text-anchor:end}
.chart .grid{stroke:var(--hair)}.chart .base{stroke:var(--edge)}
.chart .bar{fill:var(--bar)}.chart .soft{fill:var(--bar-soft)}
.chart .area{fill:var(--bar-soft);opacity:.55}.chart .line{fill:none;stroke:var(--bar);stroke-width:2.5;stroke-linejoin:round}.chart .dot{fill:var(--bar)}
.chart .works{fill:var(--bar-soft)}.chart .down{fill:var(--bad)}.chart .part{stroke:var(--panel);stroke-width:3}
.narrow{display:none}
figcaption{margin-top:10px;font-size:14px;color:var(--muted);display:flex;flex-wrap:wrap;gap:6px 24px;justify-content:space-between;align-items:baseline}
.key{display:flex;flex-wrap:wrap;gap:4px 20px}
.swatch{display:inline-block;width:14px;height:14px;margin-right:8px;border-radius:3px;vertical-align:-2px}
.swatch.works{background:var(--bar-soft)}.swatch.down{background:var(--bad)}
.swatch.partly{background:repeating-linear-gradient(45deg,var(--bar) 0 2.4px,var(--bar-soft) 2.4px 6px)}
.bar svg{border-radius:6px}
.pair{display:grid;grid-template-columns:minmax(0,4fr) minmax(0,3fr);gap:32px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:8px 10px;border-bottom:1px solid var(--hair);font-weight:400}
thead th{font-size:13px;line-height:1.25;color:var(--muted);vertical-align:bottom;border-bottom:2px solid var(--edge)}
th:first-child{text-align:left}
.causes{width:100%;margin-top:16px}
.causes .track{width:30%;padding:8px 12px}
.cause{display:block;height:12px;background:var(--bad);border-radius:2px}
.scroll{overflow-x:auto;border:1px solid var(--hair);border-radius:10px}
.table+.table{margin-top:24px}
.sideways{display:none;font-size:14px;color:var(--muted);margin-bottom:8px}
.rows,.days{width:100%;font-size:14px}
.rows{min-width:880px}.days{min-width:640px}
.rows thead th,.days thead th{background:var(--sunken)}
.rows th:first-child{position:sticky;left:0;background:var(--panel);z-index:1;min-width:200px}
.rows thead th:first-child{background:var(--sunken)}
.rows td{white-space:nowrap}
.rows tbody tr:last-child>*,.days tbody tr:last-child>*{border-bottom:0}
.rows .total>*{font-weight:700;border-top:2px solid var(--edge)}
.rows b{font-weight:700}
.route{display:flex;align-items:baseline;gap:8px}
.badge{flex:none;min-width:32px;padding:1px 6px;border-radius:5px;font-weight:700;text-align:center;font-size:.93em}
.route .name{line-height:1.3;overflow-wrap:anywhere}
.few,.none{color:var(--muted);font-style:normal}
.few{font-style:italic}
sup{line-height:0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:16px}
.card{padding:20px;border:1px solid var(--hair);border-radius:12px;min-width:0}
.amount{font-size:27px;font-weight:700;letter-spacing:-.02em;line-height:1.25}
.amount.bad{color:var(--bad)}
.formula{margin-top:6px;font-size:15px}
.terms{display:block}
.terms>div{padding:8px 0}
.terms dt{font-weight:700}
.proof+.files,.proof+p{margin-top:20px}.of-month{margin-top:28px}.of-month h3::first-letter{text-transform:uppercase}.terms+h3,.note+h3,#method p+h3{margin-top:28px}
#method p:not(.note){max-width:46em;margin-bottom:10px}
code{font:14px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.command{display:block;margin-top:6px;padding:10px 14px;background:var(--sunken);border:1px solid var(--hair);border-radius:8px}
ul.files{display:flex;flex-wrap:wrap;gap:0 24px}
ul.files a{display:flex;align-items:center;min-height:44px}
.thirds{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px 32px;max-width:640px}
.hours{width:100%}.hours th,.hours td{padding:4px 8px}
.now{margin-top:28px;padding:24px;border:0;border-radius:12px;background:var(--accent-soft)}
.now h2{margin-bottom:4px;font-size:17px}.now .lead{margin-bottom:8px}
.riders{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px;font-size:clamp(17px,2.2vw,21px)}
.riders strong{font-size:clamp(44px,8vw,72px);line-height:1.1;letter-spacing:-.04em;font-variant-numeric:tabular-nums}
.now .note{margin-top:6px;color:var(--ink)}
.working{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,270px),1fr));gap:0 28px}
.working li{display:flex;align-items:center;gap:10px;min-height:44px;padding:6px 0;border-bottom:1px solid var(--hair)}
.working .name{flex:1;line-height:1.3;min-width:0;overflow-wrap:anywhere;font-size:15px}.working b{white-space:nowrap;font-size:15px}
.badge.final,.badge.provisional{font-size:14px;letter-spacing:0;vertical-align:.2em;background:var(--sunken)}
.badge.final{color:var(--good)}.badge.provisional{color:var(--warn)}
#latest h3{margin-top:24px}
.action{margin-top:20px}
.button{display:inline-flex;align-items:center;min-height:48px;padding:0 22px;border-radius:10px;background:var(--accent);color:var(--panel);font-weight:700;text-decoration:none}
.embed{margin-top:16px}.embed summary{display:flex;align-items:center;min-height:44px;color:var(--accent);cursor:pointer}
.months .state{font-weight:700}.month{display:inline-flex;align-items:center;min-height:44px;margin:-8px 0}.month::first-letter{text-transform:uppercase}
.intro{margin-top:16px;font-size:18px}
.frame main{margin:0;padding:16px;border-radius:0;box-shadow:none;max-width:none}.frame h1{font-size:19px;margin-bottom:12px}.frame .period{font-size:15px}
.hint{margin-top:36px;font-size:14px;color:var(--muted)}
@media (max-width:699px){.wide{display:none}.narrow{display:block}.pair{grid-template-columns:minmax(0,1fr);gap:28px}
main{border-radius:0;box-shadow:none}.sideways{display:block}.rows th:first-child{min-width:128px;max-width:150px}
.route{flex-direction:column;gap:3px}.causes .track{display:none}.big{grid-template-columns:1fr 1fr}.big .figure:first-child{grid-column:1/-1}
.big .value{font-size:26px}.big .figure:first-child .unit{min-height:0}}
`)
