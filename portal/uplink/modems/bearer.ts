import { z } from 'zod'
import { octets } from '../interface.ts'
import { given } from './words.ts'

const schema = z.object({
  bearer: z.object({
    stats: z.object({ 'bytes-rx': given, 'bytes-tx': given, 'total-bytes-rx': given, 'total-bytes-tx': given }),
    status: z.object({ connected: given }).catch({ connected: null }),
  }),
})

/** A bearer is a data connection over the SIM. */
export interface BearerReading {
  connected: boolean
  /** Null: the modem does not count, or has not begun to. */
  octets: { received: number; sent: number } | null
  /** Over all of the bearer's connections (ModemManager 1.14 and later), or over the present one only. */
  of: 'bearer' | 'connection'
}

/** Reads `mmcli -b … -J`; null where it is something else. Addresses, user and password are not named, so they do not come through. */
export function parseBearer(json: unknown): BearerReading | null {
  const read = schema.safeParse(json)
  if (!read.success) return null
  const { stats, status } = read.data.bearer
  const all = counted(stats['total-bytes-rx'], stats['total-bytes-tx'])
  const present = counted(stats['bytes-rx'], stats['bytes-tx'])
  return {
    connected: status.connected === 'yes',
    octets: all ?? present,
    of: all === null && present !== null ? 'connection' : 'bearer',
  }
}

/** mmcli leaves a count of 0 out; where it leaves out both, nobody can tell whether the modem counts. */
function counted(received: string | null, sent: string | null): BearerReading['octets'] {
  if (received === null && sent === null) return null
  const both = { received: octets(received ?? '0'), sent: octets(sent ?? '0') }
  return both.received === null || both.sent === null ? null : { received: both.received, sent: both.sent }
}
