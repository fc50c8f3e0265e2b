import { html } from 'hono/html'
import { CATALOGUES } from '../i18n/language.ts'
import type { Connection } from './connection.ts'
import type { Html, PageContext } from './layout.ts'

/** While the uplink is down: what is wrong, since when, when it usually is back. Nothing while it is up. */
export function outageNotice(context: PageContext, connection: Connection): Html {
  if (connection.quality !== 'none') return html``
  const { outage, duration } = CATALOGUES[context.language]
  const { backInSeconds: back } = connection
  const when = back === null ? outage.unknown : back <= 0 ? outage.overdue : outage.back(duration(back, 'up'))
  return html`<section class="notice" role="status"><h2>${outage.title}</h2><p>${outage.since(duration(connection.forSeconds))} ${when}</p></section>`
}
