import type { NoticeLanguage } from '../../../contract/channels.ts'
import { html, type Markup } from '../../docs/markup.ts'
import type { TripView } from '../../trip-view.ts'
import { figuresIn } from '../figures.ts'
import { shell } from '../page.ts'
import { wordsOf } from '../texts/words.ts'
import { REFRESH_S, TRIP_SCRIPT_PATH } from './clock.ts'
import { tripMap } from './map.ts'
import { TRIP_STYLE } from './style.ts'
import { tripWords } from './words.ts'

/** A place that is older is said to be, ms. */
const SILENT_MS = 5 * 60_000
/** A stop that is reached within so much time is reached now, ms. */
const NOW_MS = 30_000

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
    head: html`<meta name="robots" content="noindex"><noscript><meta http-equiv="refresh" content="${REFRESH_S}"></noscript>${TRIP_STYLE}`,
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
