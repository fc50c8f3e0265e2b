import { gzipSync } from 'node:zlib'
import {
  type RoamingAnswer,
  type RoamingExchange,
  roamingAnswerSchema,
  roamingDayAnswerSchema,
} from '../../contract/roaming.ts'
import type { FleetAddress } from '../devices/exchange.ts'
import { askFleet } from '../devices/exchange.ts'
import type { RoamingDay } from '../queries/roaming.ts'

/** Asks the fleet for the day that is on. Null: riders accept on every bus today. Throws where there is no usable answer. */
export async function pullRoamingDay(from: FleetAddress): Promise<Omit<RoamingDay, 'next'> | null> {
  const answer = await askFleet(from, '/v1/roaming', {})
  if (answer.status === 204) return null
  const { date, key, ...day } = roamingDayAnswerSchema.parse(await answer.json())
  return { date, key, fromAt: Date.parse(day.from), toAt: Date.parse(day.to) }
}

/** Tells the fleet what is new here, and asks what came from others. Throws where there is no usable answer. */
export async function exchangeFingerprints(to: FleetAddress, body: RoamingExchange): Promise<RoamingAnswer> {
  const answer = await askFleet(to, '/v1/roaming', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: gzipSync(JSON.stringify(body)),
  })
  return roamingAnswerSchema.parse(await answer.json())
}
