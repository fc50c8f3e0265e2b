import { acceptForm } from './form.ts'
import { type HttpAnswer, type HttpAsk, httpRequest } from './http.ts'
import { udpAsk } from './sockets.ts'

export interface BoardingAsk {
  /** The addresses of the phones, all of this namespace. */
  riders: string[]
  web: string
  echoPort: number
  /** For each of the requests. */
  timeoutMs: number
}

/** How far a phone came, and when, in ms since the crowd began. */
export interface Boarded {
  ip: string
  /** `accepted`: it has its 303. `online`: a packet of its has been to the internet host and back. */
  reached: 'nothing' | 'probe' | 'page' | 'accepted' | 'online'
  error: string | null
  postedAt: number
  acceptedAt: number
  onlineAt: number
}

interface Boarding {
  riders: Boarded[]
  left: number
}

const boardings = new Map<number, Boarding>()
let last = 0

/** All riders at once: what the phone asks to find a portal, the page, the one button, the first packet. Nobody tries twice. */
export function boardingStart(ask: BoardingAsk): number {
  const start = performance.now()
  const riders = ask.riders.map((ip): Boarded => {
    return { ip, reached: 'nothing', error: null, postedAt: 0, acceptedAt: 0, onlineAt: 0 }
  })
  const boarding: Boarding = { riders, left: riders.length }
  for (const rider of riders) {
    void board(rider, ask, () => performance.now() - start)
      .catch((error: Error) => {
        rider.error = error.message
      })
      .then(() => {
        boarding.left -= 1
      })
  }
  last += 1
  boardings.set(last, boarding)
  return last
}

export function boardingProgress(id: number): { left: number; accepted: number } {
  const { riders, left } = find(id)
  return { left, accepted: riders.filter(({ acceptedAt }) => acceptedAt > 0).length }
}

export function boardingStop(id: number): Boarded[] {
  const { riders } = find(id)
  boardings.delete(id)
  return riders
}

/** Those of the addresses from which a datagram gets to the internet host and back. */
export async function whoIsOnline({ riders, web, echoPort, timeoutMs }: BoardingAsk): Promise<string[]> {
  const online = await Promise.all(
    riders.map((ip) => udpAsk({ host: web, port: echoPort, payload: ip, timeoutMs, localAddress: ip })),
  )
  return riders.filter((_, index) => online[index] !== null)
}

async function board(rider: Boarded, ask: BoardingAsk, now: () => number): Promise<void> {
  const { web, echoPort, timeoutMs } = ask
  const localAddress = rider.ip
  const request = async (what: HttpAsk, status: number): Promise<HttpAnswer> => {
    const answer = await httpRequest({ ...what, localAddress, timeoutMs })
    if (answer.status !== status)
      throw new Error(`${what.method ?? 'GET'} ${what.url}: ${answer.status}, not ${status}`)
    return answer
  }
  const host = 'connectivitycheck.gstatic.com'
  const probe = await request({ url: `http://${web}/generate_204`, headers: { host } }, 302)
  rider.reached = 'probe'
  const url = probe.headers.location ?? ''
  const { action, body } = acceptForm((await request({ url }, 200)).body)
  rider.reached = 'page'
  rider.postedAt = now()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  await request({ url: new URL(action, url).href, method: 'POST', headers, body }, 303)
  rider.acceptedAt = now()
  rider.reached = 'accepted'
  const echo = await udpAsk({ host: web, port: echoPort, payload: rider.ip, timeoutMs: 2_000, localAddress })
  if (echo === null) throw new Error('its 303 has come, and yet its first packet did not pass')
  rider.onlineAt = now()
  rider.reached = 'online'
}

function find(id: number): Boarding {
  const boarding = boardings.get(id)
  if (boarding === undefined) throw new Error(`no boarding ${id}`)
  return boarding
}
