import { createHash } from 'node:crypto'

/** The one style sheet of the riders' pages, inline: no second request, no outside resource. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f4f6f5;--card:#fff;--ink:#14211c;--soft:#4b5b54;--line:#d5ddd9;--main:#00694b;--on-main:#fff;--tint:#e3f1ec}
@media(prefers-color-scheme:dark){:root{--ground:#0e1513;--card:#17211d;--ink:#eef4f1;--soft:#a9b9b2;--line:#2c3a34;--main:#5fd3a8;--on-main:#04231a;--tint:#14322a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--ground);color:var(--ink);font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:flex;flex-direction:column;align-items:center;padding:0 1rem 1.5rem}
header{width:100%;max-width:27rem;display:flex;justify-content:space-between;align-items:center;gap:1rem;min-height:3.5rem}
header b{font-size:.95rem}
a{color:var(--main)}
header a,footer a{display:inline-flex;align-items:center;min-height:2.75rem;min-width:2.75rem;padding:0 .25rem}
main{width:100%;max-width:27rem;background:var(--card);border:1px solid var(--line);border-radius:1.25rem;padding:1.5rem 1.25rem}
h1{font-size:1.7rem;line-height:1.15;letter-spacing:-.02em;margin:.75rem 0 .5rem;text-wrap:balance}
.lead{margin:0 0 1.25rem;color:var(--soft)}
svg{display:block;width:3.25rem;height:3.25rem;padding:.6rem;border-radius:1rem;background:var(--tint);color:var(--main)}
button{width:100%;min-height:3.5rem;border:0;border-radius:1rem;background:var(--main);color:var(--on-main);font:inherit;font-size:1.15rem;font-weight:650;cursor:pointer;padding:.5rem 1rem}
button.quiet{background:none;color:var(--main);border:1px solid var(--line);font-size:1rem;font-weight:600;min-height:2.9rem}
:focus-visible{outline:3px solid var(--main);outline-offset:3px}
ul{list-style:none;margin:1.25rem 0 0;padding:1.1rem 0 0;border-top:1px solid var(--line);display:grid;gap:.6rem;font-size:.95rem;color:var(--soft)}
li{display:grid;grid-template-columns:1.1rem 1fr;gap:.5rem}
li:before{content:"✓";color:var(--main);font-weight:700}
dl{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin:1.25rem 0}
dl div{background:var(--tint);border-radius:1rem;padding:.9rem 1rem}
dt{font-size:.85rem;color:var(--soft)}
dd{margin:.15rem 0 0;font-size:1.25rem;font-weight:700;font-variant-numeric:tabular-nums}
footer{width:100%;max-width:27rem;display:flex;flex-wrap:wrap;gap:0 1.25rem;margin-top:.5rem;font-size:.95rem}
`.trim()

/** For the Content-Security-Policy: only this very text may style a page. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`
