import { z } from 'zod'

// Distinct devices of a day: gateways sketch them (HyperLogLog) under a random key that the fleet makes for each of the city's days.

/** Registers of a sketch: 2 to the power of this. Standard error 1.04 / sqrt(16384) = 0.8%. */
export const SKETCH_PRECISION = 14
export const SKETCH_REGISTERS = 2 ** SKETCH_PRECISION

const at = z.iso.datetime({ offset: true })

/** `GET /v1/device-day`: the day that is on. The gateway forgets the key when the day ends. */
export const deviceDayAnswerSchema = z.object({
  date: z.iso.date(),
  /** Half open: what happens outside is sketched under another key. */
  from: at,
  to: at,
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'not a key of 32 octets in base64url'),
  serverAt: at,
})
export type DeviceDayAnswer = z.infer<typeof deviceDayAnswerSchema>

/** Sketches in one request. */
export const SKETCHES_PER_REQUEST = 48

/** What a gateway says of the devices that had a session within an hour. Twice the same changes nothing. */
export const sketchSchema = z.object({
  date: z.iso.date(),
  /** The hour's start. */
  hourAt: at,
  /** fleet and gateway agree on the form: contract/sketch.ts. */
  registers: z.string().min(1).max(24_000),
})
export type Sketch = z.infer<typeof sketchSchema>

/** `POST /v1/device-sketches`: each is judged by itself. `closed`: its day is, so the gateway forgets it. */
export const sketchesSchema = z.array(z.unknown()).max(SKETCHES_PER_REQUEST)
export const sketchesAnswerSchema = z.object({
  serverAt: at,
  verdicts: z.array(
    z.object({ index: z.int(), verdict: z.enum(['taken', 'closed', 'rejected']), reason: z.string().optional() }),
  ),
})
export type SketchesAnswer = z.infer<typeof sketchesAnswerSchema>
