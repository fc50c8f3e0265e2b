import type { Uplink } from '../../contract/telemetry.ts'
import type { RawCounter } from '../queries/counters.ts'
import type { UplinkLooks } from './looks.ts'
import type { ModemReader, ModemReading } from './modems/reader.ts'

/** The uplink over the interval since the last reading; counters as they stand. */
export interface UplinkReading {
  uplink: Omit<Uplink, 'octets' | 'modems'>
  counter: RawCounter | null
  modems: ModemReading[]
}

export interface UplinkTelemetryDeps {
  monitor: { takeUpMs(): number }
  looks: Pick<UplinkLooks, 'last'>
  /** The counter of the uplink's interface; see interfaceCounter. */
  counter: () => RawCounter | null
  modems: ModemReader
}

/** What a report says of the uplink. */
export function createUplinkTelemetry({ monitor, looks, counter, modems }: UplinkTelemetryDeps) {
  let seen: { counter: RawCounter | null; modems: ModemReading[] } = { counter: null, modems: [] }
  let looking: Promise<void> | null = null

  async function lookOnce(): Promise<void> {
    const found = await modems.read()
    seen = { counter: counter(), modems: found }
  }

  return {
    /** Asks modems and interface; shortly before each reading. Takes up to some 13 s where ModemManager hangs. Never rejects. */
    look(): Promise<void> {
      looking ??= lookOnce().finally(() => {
        looking = null
      })
      return looking
    },
    /** What has been seen, and for how long the uplink was up since this was last called. */
    read(): UplinkReading {
      return { uplink: { upMs: monitor.takeUpMs(), ...looks.last() }, ...seen }
    },
  }
}
