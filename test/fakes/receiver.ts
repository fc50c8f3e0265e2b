import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** Where this machine has its gpsd; null: it has none. */
export function gpsdPath(): string | null {
  return ['/usr/sbin/gpsd', '/usr/local/sbin/gpsd'].find((path) => existsSync(path)) ?? null
}

/** Between two fixes of the fake receiver: quicker than a second, so that nobody has to wait. */
const BETWEEN_MS = 50
/** Before a gpsd that does not end by itself is killed. */
const END_MS = 3000

/** A sentence of NMEA 0183 with its checksum. */
export function sentence(text: string): string {
  const sum = [...text].reduce((xor, letter) => xor ^ letter.charCodeAt(0), 0)
  return `$${text}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}

/** What a receiver in the centre of León says of one second; without a fix it names the time all the same. */
function sentencesOf(ms: number, fix: boolean): string {
  const [year = '', month, day] = new Date(ms).toISOString().slice(2, 10).split('-')
  const time = `${new Date(ms).toISOString().slice(11, 19).replaceAll(':', '')}.00`
  const date = `${day}${month}${year}`
  const said = fix
    ? [
        `GPRMC,${time},A,2107.4000,N,10140.9000,W,12.0,045.0,${date},,,A`,
        `GPGGA,${time},2107.4000,N,10140.9000,W,1,04,2.1,1815.0,M,-15.0,M,,`,
        'GPGSA,A,3,02,05,12,25,,,,,,,,,3.4,2.1,2.7',
      ]
    : [`GPRMC,${time},V,,,,,,,${date},,,N`, `GPGGA,${time},,,,,0,00,,,M,,M,,`, 'GPGSA,A,1,,,,,,,,,,,,,,,']
  return said.map(sentence).join('')
}

/** A GNSS receiver that can be reached over TCP, as gpsd can read one, and whose clock begins at `start`. */
export async function fakeReceiver(start: string, { fix = true } = {}) {
  const readers = new Set<Socket>()
  const server = createServer((socket) => {
    readers.add(socket)
    socket.on('error', () => undefined).on('close', () => readers.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  let ms = Date.parse(start)
  const timer = setInterval(() => {
    const said = sentencesOf(ms, fix)
    for (const socket of readers) socket.write(said)
    ms += 1000
  }, BETWEEN_MS)
  return {
    source: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      clearInterval(timer)
      for (const socket of readers) socket.destroy()
      server.close()
    },
  }
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
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
