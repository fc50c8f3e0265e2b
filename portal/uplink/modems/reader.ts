import type { Modem } from '../../../contract/telemetry.ts'
import type { RawCounter } from '../../queries/counters.ts'
import { parseBearer } from './bearer.ts'
import type { RunMmcli } from './mmcli.ts'
import { composed, parseModem, parseModemList } from './modem.ts'
import { NO_FIGURES, parseSignal, type SignalFigures } from './signal.ts'

/** One modem, and what has been counted over its SIM. */
export interface ModemReading {
  modem: Omit<Modem, 'octets'>
  counter: RawCounter | null
}

export interface ModemReaderDeps {
  run: RunMmcli
  uptime: () => number
  /** ModemManager numbers its bearers anew with each boot, so their counters are named by it. */
  kernelBootId: string
  log: (message: string) => void
}

export interface ModemReader {
  /** All modems, by their ports. Never rejects. */
  read(): Promise<ModemReading[]>
}

/** A report has room for so many. */
const MOST_MODEMS = 8
const MOST_BEARERS = 4
/** No call is begun so long after the first one: the report waits for this. */
const BEGIN_WITHIN_MS = 8000
/** How often ModemManager is to ask a modem for its signal. */
const SIGNAL_EVERY_S = 30
/** What a modem has refused, or a program that is not there, is asked for again after so long. */
const AGAIN_MS = 15 * 60_000
/** ModemManager may come and go every minute; the log need not. */
const SAY_AGAIN_MS = 6 * 3_600_000

/** Asks ModemManager for its modems. Without it, or without mmcli, there are none. */
export function createModemReader({ run, uptime, kernelBootId, log }: ModemReaderDeps): ModemReader {
  let missingSinceMs: number | null = null
  let saidAtMs: number | null = null
  let inTrouble = false
  const setUpAtMs = new Map<string, number>()

  /** What mmcli prints as JSON; null where it does not. */
  async function ask(args: string[], beginUntilMs: number): Promise<unknown> {
    if (uptime() > beginUntilMs) return null
    return run([...args, '-J'])
      .then(JSON.parse)
      .catch(() => null)
  }

  function say(why: string): void {
    const known = inTrouble || (saidAtMs !== null && uptime() - saidAtMs < SAY_AGAIN_MS)
    inTrouble = true
    if (known) return
    saidAtMs = uptime()
    log(`no modem is looked after: ${why}`)
  }

  async function list(): Promise<string[]> {
    if (missingSinceMs !== null && uptime() - missingSinceMs < AGAIN_MS) return []
    missingSinceMs = null
    try {
      const paths = parseModemList(JSON.parse(await run(['-L', '-J'])))
      if (paths !== null) {
        inTrouble = false
        return paths
      }
      say('mmcli answers with something else than a list')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        missingSinceMs = uptime()
        say('mmcli is not installed (package modemmanager)')
      } else say('ModemManager does not answer')
    }
    return []
  }

  async function figuresOf(path: string, beginUntilMs: number): Promise<SignalFigures> {
    const signal = parseSignal(await ask(['-m', path, '--signal-get'], beginUntilMs))
    if (signal === null) return NO_FIGURES
    if (signal.polled) setUpAtMs.delete(path)
    else await setUp(path, beginUntilMs)
    return signal.figures
  }

  /** Once is enough, until ModemManager starts anew and has forgotten. */
  async function setUp(path: string, beginUntilMs: number): Promise<void> {
    if (uptime() > beginUntilMs || uptime() - (setUpAtMs.get(path) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return
    setUpAtMs.set(path, uptime())
    await run(['-m', path, `--signal-setup=${SIGNAL_EVERY_S}`]).catch(() => undefined)
  }

  /** Of the bearer that is connected, else of the latest that has counted: what it counted last is still to be told. */
  async function counterOf(paths: string[], beginUntilMs: number): Promise<RawCounter | null> {
    const asked = paths.slice(0, MOST_BEARERS).map(async (path) => {
      const bearer = parseBearer(await ask(['-b', path], beginUntilMs))
      if (bearer === null || bearer.octets === null) return null
      // Not the port: a bearer that took on another name would be counted anew, all of it.
      const name = `bearer:${path}@${kernelBootId}${bearer.of === 'bearer' ? '' : ':connection'}`
      return { connected: bearer.connected, counter: { name, ...bearer.octets } }
    })
    const counting = (await Promise.all(asked)).filter((each) => each !== null)
    return (counting.find(({ connected }) => connected) ?? counting[0])?.counter ?? null
  }

  async function readModem(path: string, beginUntilMs: number): Promise<ModemReading | null> {
    const details = parseModem(path, await ask(['-m', path], beginUntilMs))
    if (details === null) return null
    const [figures, counter] = await Promise.all([
      figuresOf(path, beginUntilMs),
      counterOf(details.bearerPaths, beginUntilMs),
    ])
    const modem = composed(details, figures)
    return modem && { modem, counter }
  }

  return {
    async read() {
      const beginUntilMs = uptime() + BEGIN_WITHIN_MS
      const paths = (await list()).slice(0, MOST_MODEMS)
      const read = await Promise.all(paths.map((path) => readModem(path, beginUntilMs)))
      return read.filter((each) => each !== null).sort(byPort)
    },
  }
}

function byPort({ modem: a }: ModemReading, { modem: b }: ModemReading): number {
  return a.port < b.port ? -1 : Number(a.port > b.port)
}
