import type { NoticeLanguage } from '../../contract/channels.ts'
import type { Publication } from '../../contract/publication.ts'
import { html } from '../docs/markup.ts'
import { DEFINITION_HISTORY, DEFINITIONS } from '../rules/definitions.ts'
import { figuresIn } from './figures.ts'
import { shell } from './page.ts'
import { definitionsOf } from './sections/method.ts'
import { wordsOf } from './texts/words.ts'

/** What each figure means, and how that has changed. */
export function methodPage(language: NoticeLanguage, publication: Publication): string {
  const words = wordsOf(language)
  const { methodPage: text, method } = words
  const say = figuresIn(language, 'UTC')
  const versions = [...DEFINITION_HISTORY].reverse()
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
<section id="history" aria-labelledby="history-head"><h2 id="history-head">${text.history}</h2><dl class="terms">${versions.map(({ version, since, changes }) => html`<div><dt>${text.version(version, say.date(since))}${version === DEFINITIONS ? ` (${text.current})` : ''}</dt>${changes.map((change) => html`<dd>${text.changes[change]}</dd>`)}</div>`)}</dl></section>`,
  })
}

export type PageProblem = 'closed' | 'noMonth' | 'laterMonth' | 'badRange' | 'tooMany' | 'deadLink'

/** Where there is something to read instead. */
const INSTEAD: Record<PageProblem, '/city' | '/' | null> = {
  closed: null,
  noMonth: '/city',
  laterMonth: '/city',
  badRange: '/',
  tooMany: null,
  deadLink: null,
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
    deadLink: problem.deadLinkTitle,
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
