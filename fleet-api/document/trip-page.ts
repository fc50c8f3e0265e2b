import type { NoticeLanguage } from '../../contract/channels.ts'
import { html, Markup } from '../docs/markup.ts'
import type { TripView } from '../trip-view.ts'
import { figuresIn } from './figures.ts'
import { shell } from './page.ts'
import { tripWords } from './texts/trip.ts'
import { wordsOf } from './texts/words.ts'
import { tripMap } from './trip-map.ts'

/** Where the script is that keeps the page up to date and hands its address on. */
export const TRIP_SCRIPT_PATH = '/viaje/live.js'
const REFRESH_S = 30
/** A place that is older is said to be, ms. */
const SILENT_MS = 5 * 60_000
/** A stop that is reached within so much time is reached now, ms. */
const NOW_MS = 30_000

/** What the page runs, if it may: twice a minute what is new is put in its place, and a button hands on the address. Keeps nothing. */
export const TRIP_SCRIPT = `const button = document.getElementById('share')
if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const url = location.origin + location.pathname
    if (navigator.share) return void navigator.share({ title: document.title, url }).catch(() => {})
    await navigator.clipboard.writeText(url)
    button.textContent = button.dataset.copied
  })
}
const timer = setInterval(async () => {
  if (document.hidden) return
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null)
  if (!answer) return
  if (answer.status === 410 || answer.status === 404) return void location.reload()
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('trip')
  if (fresh) document.getElementById('trip')?.replaceChildren(...fresh.childNodes)
}, ${REFRESH_S * 1000})
`

const STYLE = new Markup(`<style>
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

/** Where the bus of a link is, and where it goes next. `url`: the page's own address. `until`: when the link ends, ms since 1970. */
export function tripPage(
  language: NoticeLanguage,
  view: TripView,
  { url, until }: { url: string; until: number },
): string {
  const words = tripWords(language)
  const clock = (at: number) => figuresIn(language, view.timezone).clock(new Date(at).toISOString())
  const { route, headsign } = view
  const title = words.title(route.name)
  return shell({
    language,
    title,
    script: TRIP_SCRIPT_PATH,
    head: html`<meta name="robots" content="noindex"><noscript><meta http-equiv="refresh" content="${REFRESH_S}"></noscript>${STYLE}`,
    links: [otherLanguage(language)],
    foot: title,
    body: html`<header class="title"><h1>${title}</h1>${headsign === null ? '' : html`<p class="lead">${words.towards(headsign)}</p>`}</header>
<div id="trip">${placeOf(language, view, clock)}${stopsOf(language, view, clock)}</div>
<section class="share"><button type="button" id="share" data-copied="${words.copied}" hidden>${words.share}</button><p class="note">${words.address}: <span class="address">${url}</span></p><p class="note">${words.refreshes} ${words.ends(clock(until))}</p><p class="note">${words.privacy}</p></section>`,
  })
}

type Clock = (at: number) => string

function placeOf(language: NoticeLanguage, { bus, course, ahead, now }: TripView, clock: Clock): Markup {
  const words = tripWords(language)
  if (bus === null) return html`<p class="later" role="status">${words.nowhere}</p>`
  const age = now - bus.at
  const seen =
    age > SILENT_MS
      ? html`<p class="corrected" role="status">${words.silent(clock(bus.at))}</p>`
      : html`<p class="kicker">${words.seen(Math.floor(age / 60_000), clock(bus.at))}</p>`
  const map = course === null ? '' : tripMap({ ...course, bus, label: words.mapLabel(ahead[0]?.name ?? null) })
  return html`${seen}${map}`
}

function stopsOf(language: NoticeLanguage, { ahead, now }: TripView, clock: Clock): Markup {
  const words = tripWords(language)
  const heading = html`<h2 id="stops-head">${words.nextStops}</h2>`
  if (ahead.length === 0) return html`<section aria-labelledby="stops-head">${heading}<p>${words.noStops}</p></section>`
  const time = (at: number) =>
    at - now <= NOW_MS
      ? html`<span>${words.atStop}</span>`
      : html`<time datetime="${new Date(at).toISOString()}">≈ ${clock(at)}</time>`
  return html`<section aria-labelledby="stops-head">${heading}<ol class="stops">${ahead.map(
    ({ name, at }) => html`<li><span>${name}</span>${at === null ? '' : time(at)}</li>`,
  )}</ol>${ahead.some(({ at }) => at !== null) ? html`<p class="note">${words.about}</p>` : ''}</section>`
}

/** What a link says that shows nothing: its trip is over, or it never was one. */
export function noTripPage(language: NoticeLanguage, why: 'over' | 'dead'): string {
  const words = tripWords(language)
  const [title, text] = why === 'over' ? [words.overTitle, words.over] : [words.deadTitle, words.dead]
  return shell({
    language,
    title,
    head: html`<meta name="robots" content="noindex">`,
    links: [otherLanguage(language)],
    foot: title,
    body: html`<header class="title"><h1>${title}</h1></header><p class="lead intro">${text}</p>`,
  })
}

function otherLanguage(language: NoticeLanguage) {
  const other = language === 'es' ? 'en' : 'es'
  return { text: wordsOf(language).other, url: `?lang=${other}`, lang: other }
}
