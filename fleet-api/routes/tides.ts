import { Readable } from 'node:stream'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { tidesDay } from '../tides/day.ts'
import { zipOf } from '../tides/write.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { describedApp, EVERYONE, problem, readableBy } from './openapi.ts'

const query = z.object({ date: z.iso.date().describe('A day of the city, such as 2026-11-24.') })

/** A day costs much reading: a process makes one at a time. */
const busy = new WeakSet<FleetDatabase>()

/** The day's vehicle locations and trips, for whoever studies operations. */
export function tidesRoutes(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/tides',
      summary: 'Export a day as TIDES 1.0',
      description:
        'A ZIP with datapackage.json, vehicles.csv, devices.csv, vehicle_locations.csv and trips_performed.csv, as the Transit ITS Data ' +
        'Exchange Specification has them. It is made while it is sent, one at a time; `abordo tides export` makes the same.',
      request: { query },
      responses: {
        200: {
          description: 'A ZIP file',
          content: { 'application/zip': { schema: z.string().meta({ format: 'binary' }) } },
        },
        default: problem,
      },
      ...readableBy(deps, ...EVERYONE),
    }),
    async (c) => {
      const { date } = c.req.valid('query')
      if (busy.has(deps.db)) {
        c.header('Retry-After', '60')
        throw new AbordoError('too-many', 'Another day is being exported: ask again in a minute.')
      }
      // Who asks for the headers alone reads no ZIP to its end.
      if (c.req.raw.method === 'HEAD') return c.body(null, 200, headersOf(date))
      busy.add(deps.db)
      try {
        const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))
        const zip = zipOf(await tidesDay(deps.db, date, { now: deps.now(), breathe }))
        zip.on('error', (error) => deps.log('a TIDES export could not be made', error))
        zip.on('close', () => busy.delete(deps.db))
        return c.body(Readable.toWeb(zip) as ReadableStream<Uint8Array>, 200, headersOf(date))
      } catch (error) {
        busy.delete(deps.db)
        throw error
      }
    },
  )
  return app
}

function headersOf(date: string): Record<string, string> {
  return { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="tides-${date}.zip"` }
}
