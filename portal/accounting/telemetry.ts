import type { Health, Uplink } from '../../contract/telemetry.ts'
import type { GatewayTransaction } from '../../db/gateway/open.ts'
import { countedSince, type RawCounter } from '../queries/counters.ts'
import { outboxState } from '../queries/outbox.ts'
import type { UplinkReading } from '../uplink/telemetry.ts'

/** How the machine and its uplink are, as they were just looked at; null where nothing of a machine is looked at (enforcement `none`). */
export interface Telemetry {
  health: Omit<Health, 'outbox'> | null
  uplink: UplinkReading | null
}

/** A report's health; within the transaction that puts it. */
export function healthOf(tx: GatewayTransaction, { health }: Telemetry): Health | null {
  return health && { ...health, outbox: outboxState(tx) }
}

/** A report's uplink, with what its counters have counted since the last one; within the transaction that puts it. */
export function uplinkOf(tx: GatewayTransaction, { uplink: reading }: Telemetry): Uplink | null {
  if (!reading) return null
  const { uplink, counter, modems } = reading
  const counters = [counter, ...modems.map((modem) => modem.counter)].filter((one) => one !== null)
  const since = countedSince(tx, counters)
  const of = (one: RawCounter | null) => (one && since.get(one.name)) ?? null
  return {
    ...uplink,
    octets: of(counter),
    modems: modems.map((modem) => ({ ...modem.modem, octets: of(modem.counter) })),
  }
}
