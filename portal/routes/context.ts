import type { Context } from 'hono'
import type { Policy } from '../../contract/policy.ts'
import type { About } from '../check/about.ts'
import type { ClientFinder } from '../clients/client.ts'
import type { Clock } from '../clock.ts'
import { chooseLanguage } from '../i18n/language.ts'
import { newsOf } from '../pages/fixed.ts'
import type { PageContext } from '../pages/layout.ts'
import type { Ride } from '../pages/status.ts'
import type { ProblemBook } from '../problems/book.ts'
import type { Roaming } from '../roaming/memory.ts'
import type { Connecting } from '../sessions/connecting.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { UplinkState } from '../uplink/state.ts'

/** What the portal's routes need from the rest of the gateway. */
export interface PortalDeps {
  sessions: Sessions
  clients: ClientFinder
  /** How long clients take to get online. */
  connecting: Pick<Connecting, 'asked'>
  /** Who has accepted today, here or on another bus. */
  roaming: Roaming
  clock: Clock
  policy: () => Policy
  /** How the bus's own connection is. */
  uplink: () => UplinkState
  /** Where the bus is going, as far as it knows; null and none: it does not. */
  ride: () => Ride
  /** Riders' fault reports. */
  problems: ProblemBook
  /** The portal's own address as riders see it, without a slash at its end: `http://wifi.example.mx`. */
  origin: string
  /** The same over HTTPS while there is a certificate that phones will accept; else null. Left out: there is no HTTPS. */
  secureOrigin?: () => string | null
  /** Host names, without a port, that are the portal's own; anything else is foreign. */
  ownHosts: ReadonlySet<string>
  /** The source address of a request, from its socket. No header is believed. */
  remoteAddress: (c: Context) => string
  /** What `/healthz` says on the gateway itself. */
  about: () => About
  /** For the technician: what went wrong. Never a client's address. */
  log: (message: string, error?: unknown) => void
}

export function pageContext(c: Context, deps: PortalDeps): PageContext {
  const language = chooseLanguage(c.req.query('lang'), c.req.header('accept-language'))
  const { operatorName, branding, fixed } = deps.policy()
  return { language, path: c.req.path, operatorName, branding, fixed: newsOf(fixed, deps.clock.now()) }
}

/** Keeps `?lang=` through a redirect to the first page: the mini browsers keep no cookies. */
export function home(c: Context): string {
  const language = c.req.query('lang')
  return language ? `/?lang=${chooseLanguage(language, undefined)}` : '/'
}
