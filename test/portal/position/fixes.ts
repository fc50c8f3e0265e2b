import type { Tpv } from '../../../portal/time/gpsd-messages.ts'

/** The centre of León. */
export const LEON = [21.12333, -101.68167] as const
const DEGREE_M = 111_195

/** What gpsd says of an ordinary fix, so many metres north and east of the centre of León; `second`: of the receiver's clock. */
export function aTpv(second: number, north = 0, east = 0, more: Partial<Tpv> = {}): Tpv {
  const lat = LEON[0] + north / DEGREE_M
  const lon = LEON[1] + east / (DEGREE_M * Math.cos((LEON[0] * Math.PI) / 180))
  const time = new Date(Date.parse('2026-11-24T14:00:00Z') + second * 1000).toISOString()
  return { class: 'TPV', mode: 3, lat, lon, eph: 8, time, ...more }
}
