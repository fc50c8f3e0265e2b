import { html } from 'hono/html'
import { CATALOGUES } from '../i18n/language.ts'
import type { Connection } from './connection.ts'
import { fixedNews } from './fixed.ts'
import { CHECK, NO_SIGNAL } from './icons.ts'
import { buttonForm, type Html, layout, type PageContext, quietForm } from './layout.ts'
import { outageNotice } from './outage.ts'

/** Where the bus is going, as far as the gateway knows. */
export interface Ride {
  /** Null: not known. */
  routeName: string | null
  /** Names, the next one first; empty: not known. */
  nextStops: string[]
  /** Where the signal is going to be weak; null: not known, or not soon. */
  weak: WeakSignal | null
  /** The address of the fleet's page that shows this trip to whoever the rider hands it to; null: there is none. */
  shareUrl: string | null
}

/** A weak stretch of the way. */
export interface WeakSignal {
  /** 0: the bus is on it. */
  inSeconds: number
  /** From its beginning, or from here, to its end. */
  forSeconds: number
}

export interface Status {
  secondsLeft: number
  usedOctets: number
  /** Null: no quota. */
  octetsLeft: number | null
  /** Whether the client is let in on other buses today without a tap. */
  isRemembered: boolean
  /** What one tap adds; null: the session cannot be extended. */
  extensionSeconds: number | null
  connection: Connection
  ride: Ride
}

/** The page of a client with a session: time and data left, the ride, the connection, and the way out. */
export function statusPage(context: PageContext, state: Status): Html {
  const { status, myData, outage, octets, duration } = CATALOGUES[context.language]
  const { connection, extensionSeconds } = state
  const down = connection.quality === 'none'
  const title = down ? status.waitingTitle : status.title
  const dataLeft = state.octetsLeft === null ? '' : fact(status.dataLeft, octets(state.octetsLeft))
  const extend =
    extensionSeconds === null ? '' : buttonForm(context, '/session/extend', status.extend(duration(extensionSeconds)))
  const forget = state.isRemembered ? quietForm(context, '/my-data/forget', myData.elsewhere.forget) : ''
  const body = html`${down ? NO_SIGNAL : CHECK}<h1>${title}</h1>
${outageNotice(context, connection)}${weakNotice(context, state)}<p class="lead">${down ? outage.wait : status.start}</p>
<dl>
${fact(status.left, duration(state.secondsLeft), state.octetsLeft === null ? 'wide' : '')}${dataLeft}${fact(status.used, octets(state.usedOctets))}${fact(status.connection, status.quality[connection.quality])}${rideFacts(context, state.ride)}
</dl>
<div class="acts">${extend}${shareLink(context, state.ride)}${quietForm(context, '/session/end', status.end)}${forget}</div>${state.isRemembered ? html`<p class="hint">${status.remembered}</p>` : ''}${fixedNews(context)}`
  return layout(context, title, body, ['/problem', '/my-data', '/terms', '/privacy'])
}

/** While the internet is away there is nothing to warn of; only when it may be back is still news. */
function weakNotice(context: PageContext, { connection, ride }: Status): Html {
  const { weak } = ride
  if (weak === null || (connection.quality === 'none' && weak.inSeconds > 0)) return html``
  const words = CATALOGUES[context.language].status
  const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60))
  const text =
    weak.inSeconds === 0
      ? words.weakHere(minutes(weak.forSeconds))
      : words.weakAhead(minutes(weak.inSeconds), minutes(weak.forSeconds))
  return html`<p class="notice" role="status">${text}</p>
`
}

/** Where it can be handed on from: a page on HTTPS, as the phone's own menu for that asks for. This one is not, and runs no script. */
function shareLink(context: PageContext, { shareUrl }: Ride): Html {
  if (shareUrl === null) return html``
  const { code, status } = CATALOGUES[context.language]
  const address = `${shareUrl}?lang=${code.slice(0, 2)}`
  return html`<a class="button quiet" href="${address}" rel="noreferrer">${status.share}</a><p class="hint under">${status.shareHint}</p>`
}

function fact(name: string, value: string | Html, kind = ''): Html {
  return html`<div${kind ? html` class="${kind}"` : ''}><dt>${name}</dt><dd>${value}</dd></div>`
}

function rideFacts(context: PageContext, ride: Ride): Html {
  const { status } = CATALOGUES[context.language]
  const stops = html`<ol>${ride.nextStops.slice(0, 3).map((stop) => html`<li>${stop}</li>`)}</ol>`
  return html`${ride.routeName === null ? '' : fact(status.route, ride.routeName, 'wide')}${ride.nextStops.length === 0 ? '' : fact(status.nextStops, stops, 'wide')}`
}
