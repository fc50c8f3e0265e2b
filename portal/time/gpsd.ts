import { createConnection, type Socket } from 'node:net'
import { backoffMs } from '../outbox/backoff.ts'
import { lineReader } from './gpsd-lines.ts'
import { parseGpsd, type Tpv } from './gpsd-messages.ts'

export interface GpsdDeps {
  host: string
  port: number
  /** Told each TPV, with the monotonic time at which it came in, milliseconds. Must not throw. */
  onFix: (tpv: Tpv, uptimeMs: number) => void
  uptime: () => number
  /** Calls a job once, so many milliseconds from now; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  random: () => number
  log: (message: string) => void
}

const WATCH = '?WATCH={"enable":true,"json":true}\n'
/** Receivers speak once a second, also where they see no satellite. */
const SILENCE_MS = 10_000
/**
 * The same where gpsd has already been asked anew: it may be trying out how fast its receiver talks, speed by speed, and a client that
 * leaves and comes back would not hurry it.
 */
const PATIENCE_MS = 120_000
/** A bus whose gpsd is back should know soon where it is. */
const LONGEST_WAIT_MS = 30_000

/**
 * Follows a gpsd: connects, asks for its reports and hands on each TPV. Where gpsd is away or silent it is asked again and again,
 * with growing waits; the log has one line when that begins and one when it ends. `stop` closes the connection for good.
 */
export function followGpsd(deps: GpsdDeps): { stop: () => void } {
  const { host, port, onFix, uptime, after, random, log } = deps
  const name = `gpsd at ${host}:${port}`
  let socket: Socket | null = null
  let failures = 0
  let callOff = () => {}

  function connect(): void {
    const made = createConnection({ host, port })
    socket = made
    // What it means when no TPV comes: it becomes more precise as gpsd speaks.
    let silence = 'it does not answer'
    let ended = 'it has closed the connection'

    function expectFix(): void {
      callOff()
      callOff = after(failures === 0 ? SILENCE_MS : PATIENCE_MS, () => fail(silence))
    }

    function hear(line: string, uptimeMs: number): void {
      const message = parseGpsd(line)
      // The listener may have stopped it while more lines were waiting.
      if (message === null || socket !== made) return
      if (message.class === 'TPV') {
        if (failures > 0) log(`${name} speaks again`)
        failures = 0
        expectFix()
        onFix(message, uptimeMs)
      } else if (message.class === 'VERSION') {
        silence = 'it has no receiver'
      } else {
        const [receiver] = message.class === 'DEVICES' ? message.devices : [message]
        if (receiver) silence = `its receiver ${receiver.path} is silent`
      }
    }

    let cameMs = 0
    const read = lineReader((line) => hear(line, cameMs))
    made
      .setEncoding('utf8')
      .on('connect', () => {
        silence = 'what answers there is not gpsd'
        made.write(WATCH)
      })
      .on('data', (text: string) => {
        cameMs = uptime()
        read(text)
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        // A name with several addresses fails with a code alone.
        ended = error.message || error.code || 'for a reason unknown'
      })
      .on('close', () => {
        if (socket === made) fail(ended)
      })
    expectFix()
  }

  function close(): void {
    callOff()
    const old = socket
    socket = null
    old?.destroy()
  }

  function fail(reason: string): void {
    close()
    failures += 1
    if (failures === 1) log(`neither time nor position from ${name}: ${reason}; it is asked again and again`)
    callOff = after(backoffMs(failures, random(), null, LONGEST_WAIT_MS), connect)
  }

  connect()
  return { stop: close }
}
