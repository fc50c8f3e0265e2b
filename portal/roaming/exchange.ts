import {
  type RoamingAnswer,
  type RoamingExchange,
  roamingAnswerSchema,
  roamingDayAnswerSchema,
} from '../../contract/roaming.ts'
import { askFleet, bringing, type FleetAddress, readAs } from '../fleet-ask.ts'
import type { RoamingDay } from '../queries/roaming.ts'

/** Twenty thousand fingerprints have 133,334. */
const BOUNDS = { mostOctets: 200_000, timeoutMs: 20_000 }

/** Asks the fleet for the day that is on. Null: riders accept on every bus today. Throws where there is no usable answer. */
export async function pullRoamingDay(from: FleetAddress): Promise<Omit<RoamingDay, 'next'> | null> {
  const { status, text } = await askFleet(from, '/v1/roaming', { what: 'the day of roaming', ...BOUNDS })
  if (status === 204) return null
  const { date, key, ...day } = readAs(roamingDayAnswerSchema, 'roaming day', text)
  return { date, key, fromAt: Date.parse(day.from), toAt: Date.parse(day.to) }
}

/** Tells the fleet what is new here, and asks what came from others. Throws where there is no usable answer. */
export async function exchangeFingerprints(to: FleetAddress, body: RoamingExchange): Promise<RoamingAnswer> {
  const { text } = await askFleet(to, '/v1/roaming', {
    what: 'an exchange of fingerprints',
    ...BOUNDS,
    ...bringing(JSON.stringify(body)),
  })
  return readAs(roamingAnswerSchema, 'roaming', text)
}
