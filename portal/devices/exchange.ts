import { deviceDayAnswerSchema, type SketchesAnswer, sketchesAnswerSchema } from '../../contract/devices.ts'
import { askFleet, bringing, type FleetAddress, readAs } from '../fleet-ask.ts'
import type { DeviceDay, HourSketch } from '../queries/devices.ts'

const BOUNDS = { mostOctets: 64_000, timeoutMs: 20_000 }

/** Asks the fleet for the day that is on. Null: it hands out none today. Throws where there is no usable answer. */
export async function pullDay(from: FleetAddress): Promise<DeviceDay | null> {
  const { status, text } = await askFleet(from, '/v1/device-day', { what: 'the day of devices', ...BOUNDS })
  if (status === 204) return null
  const { date, key, ...day } = readAs(deviceDayAnswerSchema, 'device day', text)
  return { date, key, fromAt: Date.parse(day.from), toAt: Date.parse(day.to) }
}

/** Brings sketches to the fleet. Throws where there is no usable answer. */
export async function bringSketches(to: FleetAddress, rows: HourSketch[]): Promise<SketchesAnswer['verdicts']> {
  const sketches = rows.map(({ date, hourAt, registers }) => ({
    date,
    hourAt: new Date(hourAt).toISOString(),
    registers,
  }))
  const { text } = await askFleet(to, '/v1/device-sketches', {
    what: 'its word on sketches',
    ...BOUNDS,
    ...bringing(JSON.stringify(sketches)),
  })
  return readAs(sketchesAnswerSchema, 'sketches', text).verdicts
}
