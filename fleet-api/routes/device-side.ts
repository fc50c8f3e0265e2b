import { Hono } from 'hono'
import { SKETCHES_PER_REQUEST, type SketchesAnswer, sketchesSchema, sketchSchema } from '../../contract/devices.ts'
import { AbordoError } from '../../contract/problem.ts'
import { decodeSketch } from '../../contract/sketch.ts'
import { dayOfDevices } from '../devices/day.ts'
import { takePieces } from '../devices/take.ts'
import type { Piece } from '../rules/device-pieces.ts'
import { makeDayKey } from '../secrets.ts'
import { requireGateway } from './access.ts'
import { readJson } from './body.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { answerDay } from './day-answer.ts'

/** Octets of a request, as it is when it is unpacked. */
const LARGEST_BODY = 1_500_000

/** Distinct devices: gateways fetch the day's key, and bring their sketches. */
export function deviceRoutes(deps: FleetDeps): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>()

  app.get('/v1/device-day', async (c) => {
    await requireGateway(deps, c)
    const now = deps.now()
    return answerDay(c, await dayOfDevices(deps.db, now, makeDayKey), now)
  })

  app.post('/v1/device-sketches', async (c) => {
    const gateway = await requireGateway(deps, c)
    const items = sketchesSchema.safeParse(await readJson(c, LARGEST_BODY))
    if (!items.success)
      throw new AbordoError('bad-request', `Send an array of at most ${SKETCHES_PER_REQUEST} sketches.`)
    const read = items.data.map(readPiece)
    const pieces = read.filter((item) => typeof item !== 'string')
    const judged = await takePieces(deps.db, gateway, pieces, deps.now)
    let place = 0
    const verdicts = read.map((item, index): SketchesAnswer['verdicts'][number] => {
      if (typeof item === 'string') return { index, verdict: 'rejected', reason: item }
      return { index, ...(judged[place++] ?? { verdict: 'rejected', reason: 'it was not judged' }) }
    })
    return c.json({ serverAt: new Date(deps.now()).toISOString(), verdicts } satisfies SketchesAnswer)
  })
  return app
}

/** A sketch, read; or why it is none. */
function readPiece(item: unknown): Piece | string {
  const parsed = sketchSchema.safeParse(item)
  if (!parsed.success) return `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`
  const { date, hourAt, registers: text } = parsed.data
  const registers = decodeSketch(text)
  if (registers === null) return 'registers: not those of a sketch'
  return { date, hourAt: Date.parse(hourAt) / 1000, registers }
}
