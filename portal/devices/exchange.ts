import { gzipSync } from 'node:zlib'
import {
  type DeviceDayAnswer,
  deviceDayAnswerSchema,
  type SketchesAnswer,
  sketchesAnswerSchema,
} from '../../contract/devices.ts'
import type { DeviceDay, HourSketch } from '../queries/devices.ts'

export interface FleetAddress {
  fleetUrl: string
  credential: string
  fetch?: typeof fetch
}

const TIMEOUT_MS = 20_000

/** The fleet was reached, and gave no usable answer: it will not a minute later either. */
export class FleetRefusal extends Error {}

/** Asks the fleet for the day that is on. Null: it hands out none today. Throws where there is no usable answer. */
export async function pullDay(from: FleetAddress): Promise<DeviceDay | null> {
  const answer = await askFleet(from, '/v1/device-day', {})
  if (answer.status === 204) return null
  const { date, key, ...day }: DeviceDayAnswer = deviceDayAnswerSchema.parse(await answer.json())
  return { date, key, fromAt: Date.parse(day.from), toAt: Date.parse(day.to) }
}

/** Brings sketches to the fleet. Throws where there is no usable answer. */
export async function bringSketches(to: FleetAddress, rows: HourSketch[]): Promise<SketchesAnswer['verdicts']> {
  const sketches = rows.map(({ date, hourAt, registers }) => ({
    date,
    hourAt: new Date(hourAt).toISOString(),
    registers,
  }))
  const answer = await askFleet(to, '/v1/device-sketches', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: gzipSync(JSON.stringify(sketches)),
  })
  return sketchesAnswerSchema.parse(await answer.json()).verdicts
}

/** One request to the fleet, under this gateway’s credential. Throws where it fails, or the answer is an error. */
export async function askFleet(
  { fleetUrl, credential, fetch: by = fetch }: FleetAddress,
  path: string,
  init: RequestInit,
) {
  const answer = await by(`${fleetUrl}${path}`, {
    ...init,
    headers: { ...init.headers, Authorization: `Bearer ${credential}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  })
  if (!answer.ok) throw new FleetRefusal(`the fleet answered ${answer.status} to ${path}`)
  return answer
}
