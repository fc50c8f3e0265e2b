import { hostName } from './host.ts'
import { type Success, successOf } from './probes.ts'

/** A request by what matters of it to who it is for. */
export interface Asked {
  method: string
  /** The Host header as it came; undefined where there was none. */
  host: string | undefined
  /** The request's path, or its path and query, as it came. */
  target: string
}

export interface Answer {
  status: 200 | 204 | 302 | 400
  headers: Readonly<Record<string, string>>
  body: string
}

/** Answers requests that are not for the portal itself; null: it is for the portal. */
export type ForeignAnswers = (asked: Asked, isOnline: () => boolean) => Answer | null

/** For the technician on the gateway, whatever the Host: no matter of riders. */
const LOCAL_PATHS = new Set(['/healthz', '/metrics'])

/**
 * What the portal answers to a request for a foreign host, which came here because the firewall redirected it or because the
 * gateway answered the name itself. In one place: the server's fast path and the app's guard both ask here.
 *
 * - A client that is not online is shown the way to the portal, whatever it asks for.
 * - One that is online may still get here: by a connection from before the grant, or while the uplink is down and names lead to
 *   the gateway. Its probes succeed, whether the uplink is up or down: a phone that is told otherwise leaves the network, and its
 *   rider never sees what is wrong. Anything else leads to the status page. Never back to the address that was asked for: while its name
 *   leads to the gateway, that is a loop.
 *
 * The way to the portal is made of `origin` alone; nothing that the client sent is in any answer.
 */
export function foreignAnswers(portal: { origin: string; ownHosts: ReadonlySet<string> }): ForeignAnswers {
  const location = { Location: `${portal.origin}/`, 'Cache-Control': 'no-store', 'Content-Length': '0' }
  const toPortal: Answer = { status: 302, headers: location, body: '' }
  // Whoever is online needs a new connection to get past the portal.
  const toStatus: Answer = { status: 302, headers: { ...location, Connection: 'close' }, body: '' }
  const badHost: Answer = { status: 400, headers: { 'Cache-Control': 'no-store', Connection: 'close' }, body: '' }
  const successes = new Map<Success, Answer>()

  return ({ method, host, target }, isOnline) => {
    const query = target.indexOf('?')
    const path = query < 0 ? target : target.slice(0, query)
    if (LOCAL_PATHS.has(path)) return null
    const name = hostName(host ?? '')
    // RFC 9112, section 3.2.
    if (name === null) return badHost
    if (portal.ownHosts.has(name)) return null
    if (!isOnline()) return toPortal
    const success = method === 'GET' || method === 'HEAD' ? successOf(name, path) : null
    if (!success) return toStatus
    let answer = successes.get(success)
    if (!answer) {
      const length = success.status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(success.body)) }
      const headers = { ...success.headers, ...length, 'Cache-Control': 'no-store', Connection: 'close' }
      answer = { status: success.status, headers, body: success.body }
      successes.set(success, answer)
    }
    return answer
  }
}
