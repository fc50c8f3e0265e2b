import { createSocket, type Socket } from 'node:dgram'
import type { Tpv } from '../time/gpsd-messages.ts'
import { parseLocation } from './itxpt-document.ts'

/** Where ITxPT's GNSSLocation service speaks, once a second (S02P03: SRV and TXT record). */
export const ITXPT_GROUP = '239.255.42.21'
export const ITXPT_PORT = 14_005

export interface ItxptDeps {
  /** This machine's own address in the vehicle's network: the group is joined there and nowhere else. */
  host: string
  port: number
  /** Told each location, with the monotonic time at which it came in, milliseconds. Must not throw. */
  onFix: (tpv: Tpv, uptimeMs: number) => void
  uptime: () => number
  /** Calls a job once, so many milliseconds from now; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  log: (message: string) => void
}

/** Where nothing is heard for so long the group is joined anew: the interface may have been away. */
const SILENCE_MS = 30_000

/**
 * Listens to the GNSSLocation service of an ITxPT vehicle. The log has one line when it falls silent and one when it speaks again.
 * `stop` closes the socket for good.
 */
export function followItxpt(deps: ItxptDeps): { stop: () => void } {
  const { host, port, onFix, uptime, after, log } = deps
  const name = `ITxPT GNSSLocation at ${host}`
  let socket: Socket | null = null
  let isSilent = false
  let callOff = () => {}

  function open(): void {
    const made = createSocket({ type: 'udp4', reuseAddr: true })
    socket = made
    let why = 'nobody speaks'
    const expectFix = () => {
      callOff()
      callOff = after(SILENCE_MS, () => {
        fail(why)
        open()
      })
    }
    made
      .on('message', (octets) => {
        const tpv = socket === made ? parseLocation(octets.toString('utf8')) : null
        if (!tpv) {
          why = 'what comes names no place'
          return
        }
        if (isSilent) log(`${name} speaks again`)
        isSilent = false
        expectFix()
        onFix(tpv, uptime())
      })
      .on('error', (error) => {
        if (socket === made) failForNow(error.message)
      })
      // By the group's own address: what is sent to this machine alone is not for the group.
      .bind(port, ITXPT_GROUP, () => {
        if (socket !== made) return
        try {
          made.addMembership(ITXPT_GROUP, host)
        } catch (error) {
          failForNow((error as Error).message)
        }
      })
    if (socket === made) expectFix()
  }

  function close(): void {
    callOff()
    const old = socket
    socket = null
    old?.close()
  }

  function fail(reason: string): void {
    close()
    if (!isSilent) log(`no position from ${name}: ${reason}; it is listened for again and again`)
    isSilent = true
  }

  /** The network is not there: it is tried again when it may be. */
  function failForNow(reason: string): void {
    fail(reason)
    callOff = after(SILENCE_MS, open)
  }

  open()
  return { stop: close }
}
