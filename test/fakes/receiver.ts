import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { LatLon } from '../../contract/along.ts'
import { fixSentences } from './drive.ts'
import { sentence } from './nmea.ts'

/** Where this machine has its gpsd; null: it has none. */
export function gpsdPath(): string | null {
  return ['/usr/sbin/gpsd', '/usr/local/sbin/gpsd'].find((path) => existsSync(path)) ?? null
}

/** Where this machine has its gpsfake; null: it has none. */
export function gpsfakePath(): string | null {
  const path = ['/usr/bin/gpsfake', '/usr/local/bin/gpsfake'].find((one) => existsSync(one)) ?? null
  return gpsdPath() === null ? null : path
}

/** Between two fixes of the fake receiver: quicker than a second, so that nobody has to wait. */
const BETWEEN_MS = 50
const LEON: LatLon = [21 + 7.4 / 60, -(101 + 40.9 / 60)]
/** Before a gpsd that does not end by itself is killed. */
const END_MS = 3000

/** What a receiver says of one second in which it has no fix; it names the time all the same. */
function sentencesWithoutFix(ms: number): string {
  const [year = '', month, day] = new Date(ms).toISOString().slice(2, 10).split('-')
  const time = `${new Date(ms).toISOString().slice(11, 19).replaceAll(':', '')}.00`
  return [
    `GPRMC,${time},V,,,,,,,${day}${month}${year},,,N`,
    `GPGGA,${time},,,,,0,00,,,M,,M,,`,
    'GPGSA,A,1,,,,,,,,,,,,,,,',
  ]
    .map(sentence)
    .join('')
}

/** What a receiver in the centre of León says, second by second. */
function* standing(start: string, fix: boolean): Generator<string, never> {
  for (let ms = Date.parse(start); ; ms += 1000) {
    yield fix ? fixSentences(ms, LEON, { speedMps: 6.1733, track: 45 }) : sentencesWithoutFix(ms)
  }
}

/**
 * A GNSS receiver that can be reached over TCP, as gpsd can read one. It stands in the centre of León, and its clock begins at `start`;
 * or it says what it is given, one piece after the other (nmeaAlong), so far apart.
 */
export async function fakeReceiver(
  start: string | Iterator<string, never>,
  { fix = true, betweenMs = BETWEEN_MS }: { fix?: boolean; betweenMs?: number } = {},
) {
  const readers = new Set<Socket>()
  const server = createServer((socket) => {
    readers.add(socket)
    socket.on('error', () => undefined).on('close', () => readers.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const speech = typeof start === 'string' ? standing(start, fix) : start
  const timer = setInterval(() => {
    const said = speech.next().value
    for (const socket of readers) socket.write(said)
  }, betweenMs)
  return {
    source: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      clearInterval(timer)
      for (const socket of readers) socket.destroy()
      server.close()
    },
  }
}

/** The machine's own gpsd, in the foreground, with one receiver. */
export function startGpsd(port: number, source: string) {
  const child = spawn(gpsdPath() ?? 'gpsd', ['-N', '-n', '-S', String(port), source], { stdio: 'ignore' })
  const exited = exitOf(child)
  const kill = () => child.kill('SIGKILL')
  // Also where the tests' own process ends before its time.
  process.once('exit', kill)
  return {
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(kill, END_MS)
      await exited
      clearTimeout(timer)
      process.off('exit', kill)
    },
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve())
  })
}
