import { html } from 'hono/html'
import type { Client } from '../clients/client.ts'
import { CATALOGUES } from '../i18n/language.ts'
import type { SessionRow } from '../queries/sessions.ts'
import type { Standing } from '../roaming/memory.ts'
import { type Html, layout, type PageContext, quietForm } from './layout.ts'
import type { LastEnd } from './welcome.ts'

/** All that this gateway holds of one client. */
export interface MyData {
  session: (Client & { row: SessionRow; startedSecondsAgo: number; secondsLeft: number }) | null
  /** What is kept for this service day; null: nothing. `sessions` null: nobody counts them. */
  today: { sessions: number | null; lastEnd: LastEnd | null } | null
  /** Whether it is let in on other buses today without a tap; `refused`: it asked not to be. */
  accepted: Standing
  reportsThisHour: number
}

/** Shows a client all that the gateway holds of it, and deletes it with one tap. */
export function myDataPage(context: PageContext, data: MyData): Html {
  const { myData } = CATALOGUES[context.language]
  const { session, today, accepted, reportsThisHour } = data
  const holds = session !== null || today !== null || accepted === 'remembered'
  const act = session ? myData.delete : myData.deleteToday
  const body = html`<h1>${myData.title}</h1>
<p class="lead">${holds || accepted === 'refused' || reportsThisHour > 0 ? myData.lead : myData.nothing}</p>
${session ? sessionFacts(context, session) : ''}${today ? todayFacts(context, today) : ''}${acceptedElsewhere(context, accepted)}${reportsThisHour > 0 ? html`<h2>${myData.reports}: ${reportsThisHour}</h2><p class="hint">${myData.reportsNote}</p>` : ''}
<p class="hint">${myData.network}</p>
${holds ? html`${quietForm(context, '/my-data/delete', act)}${session ? html`<p class="hint">${myData.deleteNote}</p>` : ''}` : ''}`
  return layout(context, myData.title, body, ['/', '/privacy'])
}

function sessionFacts(context: PageContext, session: NonNullable<MyData['session']>): Html {
  const { myData, ago, duration, octets } = CATALOGUES[context.language]
  const { row } = session
  return facts(myData.session, [
    [myData.mac, session.mac],
    [myData.ip, session.ip],
    [myData.started, ago(session.startedSecondsAgo)],
    [myData.left, duration(session.secondsLeft)],
    [myData.sent, octets(row.inputOctets)],
    [myData.received, octets(row.outputOctets)],
    ...(row.quotaOctets === null ? [] : [[myData.quota, octets(row.quotaOctets)] as const]),
    [myData.extensions, String(row.extensions)],
    [myData.terms, row.termsVersion],
  ])
}

function todayFacts(context: PageContext, today: NonNullable<MyData['today']>): Html {
  const { myData, ended, ago } = CATALOGUES[context.language]
  const { sessions, lastEnd } = today
  return facts(
    myData.today,
    [
      ...(sessions === null ? [] : [[myData.sessions, String(sessions)] as const]),
      ...(lastEnd ? [[myData.lastEnd, ended.cause(lastEnd.cause, ago(lastEnd.secondsAgo))] as const] : []),
    ],
    myData.todayNote,
  )
}

function acceptedElsewhere(context: PageContext, accepted: Standing): Html {
  const { elsewhere } = CATALOGUES[context.language].myData
  if (accepted === 'unknown') return html``
  const forget = accepted === 'remembered' ? quietForm(context, '/my-data/forget', elsewhere.forget) : ''
  return html`<h2>${elsewhere.title}</h2><p class="hint">${elsewhere[accepted]}</p>${forget}`
}

function facts(heading: string, rows: (readonly [string, string])[], note = ''): Html {
  const list = rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
  return html`<h2>${heading}</h2>${list.length > 0 ? html`<dl class="facts">${list}</dl>` : ''}${note ? html`<p class="hint">${note}</p>` : ''}`
}
