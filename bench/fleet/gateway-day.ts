import { Agent } from 'node:http'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { cityTime } from '../../fleet-api/rules/city-time.ts'
import { makeCity, ROUTES, TIMEZONE } from './city.ts'
import type { Engine, Octets } from './engine.ts'
import { GATEWAYS } from './leon.ts'
import type { Measured } from './measured.ts'
import { packed, postReports } from './post.ts'
import { FleetProgram } from './program.ts'

/** All gateways of one route: they share its minutes, as in León. */
const SENDERS = Array.from({ length: GATEWAYS / ROUTES }, (_, index) => index * ROUTES)
const MINUTES = 1440
/** Reports in a request: few, so that the reports of all come nearly in the order of time, as in life. */
const BATCH = 10
const KEPT_DAYS = 30

const MINUTE_TABLES = ['report', 'route_minute']
const ROLLUPS = ['gateway_hour', 'route_hour', 'route_day', 'fleet_day']

/** Octets on disk of one day of a gateway's reports and of all that follows from them. */
export async function gatewayDayRow(engine: Engine, progress: (what: string) => void): Promise<Measured> {
  const url = await engine.make()
  try {
    const db = await openFleetDatabase(url)
    await makeCity(db, GATEWAYS)
    await db.close()
    // One report each first, so that what a gateway has once and for all is there.
    const { dayOf } = cityTime(TIMEZONE)
    const beginMs = dayOf(dayOf(Date.now() / 1000) - 43_200) * 1000
    progress(`${engine.name}: a day of ${SENDERS.length} gateways`)
    await FleetProgram.during(url, ({ port }) => send(port, 0, 1, beginMs - 60_000))
    const before = await engine.octets(url)
    await FleetProgram.during(url, async ({ port }) => {
      for (let seq = 1; seq <= MINUTES; seq += BATCH) await send(port, seq, BATCH, beginMs - 60_000)
    })
    return measuredOf(before, await engine.octets(url))
  } finally {
    await engine.drop(url)
  }
}

/** The same reports of all senders at once. */
async function send(port: number, first: number, batch: number, beginMs: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  try {
    await Promise.all(
      SENDERS.map(async (gateway) => {
        const stored = await postReports({ port, agent }, gateway, packed(gateway, first, batch, beginMs))
        if (stored !== batch) throw new Error(`${stored} of ${batch} reports were stored`)
      }),
    )
  } finally {
    agent.destroy()
  }
}

function measuredOf(before: Octets, after: Octets): Measured {
  const of = (tables: string[]) =>
    tables.reduce((sum, name) => sum + (after.tables.get(name) ?? 0) - (before.tables.get(name) ?? 0), 0) /
    SENDERS.length
  const all = (after.all - before.all) / SENDERS.length
  const minutes = of(MINUTE_TABLES)
  const rollups = of(ROLLUPS)
  const kept = (minutes * GATEWAYS * KEPT_DAYS) / 1e9
  return {
    abordo:
      `${octets(all)} octets: ${octets(minutes)} for its minutes, ${octets(rollups)} for hours and days; ` +
      `${Math.round(all / MINUTES)} for each report. ${KEPT_DAYS} days of León's minutes: ${kept.toFixed(1)} GB`,
    holds: true,
    figures: { octets: Math.round(all), minutes: Math.round(minutes), rollups: Math.round(rollups) },
  }
}

const octets = (value: number) => Math.round(value).toLocaleString('en')
