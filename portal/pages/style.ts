import type { Policy } from '../../contract/policy.ts'
import { type Accent, accentOn } from './colour.ts'

export type Branding = Policy['branding']

export const LIGHT = { ground: '#f4f6f5', card: '#ffffff', ink: '#14211c', soft: '#4b5b54', towards: '#000000' }
export const DARK = { ground: '#0e1513', card: '#17211d', ink: '#eef4f1', soft: '#a9b9b2', towards: '#ffffff' }
const OWN = {
  light: { main: '#00694b', onMain: '#ffffff', tint: '#e3f1ec' },
  dark: { main: '#5fd3a8', onMain: '#04231a', tint: '#14322a' },
}

const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;background:var(--ground);color:var(--ink);font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:flex;flex-direction:column;align-items:center;padding:0 min(1rem,4.5vw) 1rem;overflow-wrap:break-word}
header,main,footer{width:100%;max-width:27rem;min-width:0}
header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:0 .75rem;min-height:3.5rem}
header b{flex:1 1 9rem;min-width:0;padding:.4rem 0;font-size:.95rem;line-height:1.2}
header img{display:block;max-width:100%;height:2rem;object-fit:contain;object-position:left;margin-bottom:.25rem}
a{color:var(--main);text-underline-offset:.2em}
nav{display:flex;flex-wrap:wrap;gap:0 1.25rem}
nav a{display:inline-flex;align-items:center;min-height:2.75rem;min-width:2.75rem}
header nav{flex:none}
header nav a{justify-content:flex-end}
main{background:var(--card);border:1px solid var(--line);border-radius:1.25rem;padding:1.4rem min(1.25rem,5.5vw)}
h1{font-size:1.65rem;line-height:1.15;letter-spacing:-.02em;margin:0 0 .5rem;text-wrap:balance}
h2{font-size:1.05rem;line-height:1.3;margin:1.4rem 0 .3rem}
p{margin:0 0 .75rem}
.lead{margin:0 0 1.1rem;color:var(--soft)}
.icon{width:3.25rem;height:3.25rem;padding:.6rem;border-radius:1rem;background:var(--tint);color:var(--main);margin-bottom:.75rem}
svg{display:block}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:3.5rem;border:1px solid var(--main);border-radius:1rem;background:var(--main);color:var(--on-main);font:inherit;font-size:1.15rem;line-height:1.2;font-weight:650;text-align:center;text-decoration:none;cursor:pointer;padding:.5rem min(1rem,4vw)}
.quiet{background:none;color:var(--main);border-color:var(--edge);font-size:1rem;font-weight:600;min-height:2.9rem}
.acts{display:grid;gap:.6rem;margin-top:1.25rem}
:focus-visible{outline:3px solid var(--main);outline-offset:3px;border-radius:.5rem}
button:focus-visible,.button:focus-visible{border-radius:1rem}
.terms{list-style:none;margin:1.1rem 0 0;padding:1rem 0 0;border-top:1px solid var(--line);display:grid;gap:.5rem;font-size:.95rem;color:var(--soft)}
.fixed{margin:1.1rem 0 0;padding:.75rem .9rem;border-radius:.75rem;background:var(--tint);font-size:.95rem}
.fixed p{margin:0}
.fixed p+p{margin-top:.45rem}
.terms li{display:grid;grid-template-columns:1.1rem 1fr;gap:.5rem}
.terms li:before{content:"✓";content:"✓"/"";color:var(--main);font-weight:700}
.notice{border-left:.3rem solid var(--warn);background:var(--warn-tint);border-radius:.75rem;padding:.75rem .9rem;margin:0 0 1.1rem;font-size:.95rem}
.notice p{margin:.15rem 0 0}
.notice h2{margin:0;font-size:1rem}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(8.5rem,100%),1fr));gap:.6rem;margin:1.1rem 0}
dl div{background:var(--tint);border-radius:1rem;padding:.75rem .9rem}
dl .wide{grid-column:1/-1}
dt{font-size:.85rem;color:var(--soft)}
dd{margin:.1rem 0 0;overflow-wrap:anywhere;font-size:1.1rem;line-height:1.25;font-weight:700;font-variant-numeric:tabular-nums}
.facts{display:block;margin:.75rem 0}
.facts div{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 1rem;background:none;border-radius:0;border-bottom:1px solid var(--line);padding:.5rem 0}
.facts dt{font-size:.95rem}
.facts dd{min-width:0;font-size:.95rem;font-weight:600;margin:0}
ol{margin:.2rem 0 0;padding-left:1.2rem;font-size:1rem;font-weight:500}
fieldset{border:0;margin:0 0 1rem;padding:0;min-width:0}
legend,label{font-weight:600}
legend{padding:0;margin-bottom:.4rem}
.choice{display:flex;align-items:center;gap:.75rem;min-height:2.9rem;padding:.35rem .9rem;border:1px solid var(--edge);border-radius:.9rem;margin-bottom:.5rem;cursor:pointer}
.choice:has(:checked){background:var(--tint);border-color:var(--main)}
input{width:1.25rem;height:1.25rem;margin:0;flex:none;accent-color:var(--main)}
textarea{display:block;width:100%;min-height:6rem;margin:.4rem 0;padding:.7rem .9rem;border:1px solid var(--edge);border-radius:.9rem;background:var(--card);color:var(--ink);font:inherit;resize:vertical}
.hint{font-size:.9rem;color:var(--soft);margin:.6rem 0 1rem}
.under{margin:-.2rem 0 .4rem}
main>:last-child{margin-bottom:0}
.ticket{font:700 2.5rem/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.18em;text-align:center;background:var(--tint);border-radius:1rem;padding:.75rem 0 .75rem .18em;margin:0 0 1rem}
footer{margin-top:.25rem;font-size:.95rem}
`.trim()

function colours(page: typeof LIGHT, accent: Accent, rest: string): string {
  const { ground, card, ink, soft } = page
  const { main, onMain, tint } = accent
  return `--ground:${ground};--card:${card};--ink:${ink};--soft:${soft};--main:${main};--on-main:${onMain};--tint:${tint};${rest}`
}

function build(color: string | null): string {
  const light = color === null ? OWN.light : accentOn(color, LIGHT)
  const dark = color === null ? OWN.dark : accentOn(color, DARK)
  return `
:root{color-scheme:light dark;${colours(LIGHT, light, '--line:#d5ddd9;--edge:#7b8a83;--warn:#b45309;--warn-tint:#fdf1df')}}
@media(prefers-color-scheme:dark){:root{${colours(DARK, dark, '--line:#2c3a34;--edge:#71837b;--warn:#f0a94b;--warn-tint:#33270f')}}}
${RULES}`.trim()
}

// One policy is in force at a time: the style of the last colour is all that has to be kept.
let last: { color: string | null; text: string } | null = null

/** The one style sheet of the riders' pages, inline, in the operator's colour: no second request, no outside resource. */
export function styleText({ color }: Branding): string {
  if (last?.color !== color) last = { color, text: build(color) }
  return last.text
}
