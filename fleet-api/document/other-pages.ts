import type { NoticeLanguage } from '../../contract/channels.ts'
import type { Publication } from '../../contract/publication.ts'
import { html } from '../docs/markup.ts'
import { shell } from './page.ts'
import { definitionsOf } from './sections/method.ts'
import { wordsOf } from './texts/words.ts'

/** What each figure means, and how that has changed. `current`: the version in force. */
export function methodPage(language: NoticeLanguage, publication: Publication, current: string): string {
  const words = wordsOf(language)
  const { methodPage: text, method } = words
  const versions = Object.entries(text.versions)
    .filter(([version]) => Number(version) <= Number(current))
    .reverse()
  return shell({
    language,
    title: text.title,
    links: [
      { text: words.page.allMonths, url: `/city?lang=${language}` },
      { text: words.other, url: `?lang=${language === 'es' ? 'en' : 'es'}`, lang: language === 'es' ? 'en' : 'es' },
    ],
    foot: `${text.title} · ${publication.cityName ?? words.place}`,
    body: html`<header class="title"><h1>${text.title}</h1><p class="lead intro">${text.intro}</p></header>
<section id="method">${definitionsOf(words)}<h2>${method.limits}</h2><p>${method.fewer}</p><p>${method.identity}</p><p>${method.late}</p></section>
<section id="history" aria-labelledby="history-head"><h2 id="history-head">${text.history}</h2><dl class="terms">${versions.map(([version, what]) => html`<div><dt>${text.version(version)}${version === current ? ` (${text.current})` : ''}</dt><dd>${what}</dd></div>`)}</dl></section>`,
  })
}

export type PageProblem = 'closed' | 'noMonth' | 'laterMonth' | 'badRange' | 'tooMany'

/** Where there is something to read instead. */
const INSTEAD: Record<PageProblem, '/city' | '/' | null> = {
  closed: null,
  noMonth: '/city',
  laterMonth: '/city',
  badRange: '/',
  tooMany: null,
}

/** Says in words why there is no such page, and what to do instead. */
export function problemPage(language: NoticeLanguage, what: PageProblem): string {
  const words = wordsOf(language)
  const { problem } = words
  const titles: Record<PageProblem, string> = {
    closed: problem.closedTitle,
    noMonth: problem.noMonthTitle,
    laterMonth: problem.noMonthTitle,
    badRange: problem.badRangeTitle,
    tooMany: problem.tooManyTitle,
  }
  const [title, link] = [titles[what], INSTEAD[what]]
  return shell({
    language,
    title,
    links: [],
    foot: title,
    body: html`<header class="title"><h1>${title}</h1></header><p class="lead intro">${problem[what]}</p>${link === null ? '' : html`<p class="action"><a class="button" href="${link}">${link === '/' ? words.page.back : problem.toCity}</a></p>`}`,
  })
}
