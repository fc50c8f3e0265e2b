import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { currentRoutes } from '../../fleet-api/queries/feeds.ts'
import { enrol, writeEnrolment } from '../../portal/enrolment.ts'
import { SOFTWARE } from '../../portal/version.ts'
import { demoFeed } from '../assets.ts'
import { BEGIN_MS } from './plan.ts'

/** The demo city, and the gateways of a proof on its routes, each with its code in its folder. */
export async function addGateways(
  databaseUrl: string,
  dataDir: string,
  planned: { id: string; route: number }[],
): Promise<void> {
  const db = await openFleetDatabase(databaseUrl)
  await importFeed({ source: demoFeed(), db, now: BEGIN_MS })
  const routes = await currentRoutes(db)
  for (const { id, route } of planned) {
    const routeId = routes[route]?.routeId ?? null
    const added = { gatewayId: id, site: 'vehicle', label: null, routeId } as const
    const code = await addGatewayWithCode(db, added, byCommandLine(BEGIN_MS))
    mkdirSync(join(dataDir, id), { recursive: true })
    appendFileSync(join(dataDir, id, 'code'), code)
  }
  await db.close()
}

/** Enrols the gateway of a folder by its code. */
export async function enrolGateway(fleetUrl: string, dir: string): Promise<void> {
  const code = readFileSync(join(dir, 'code'), 'utf8')
  writeEnrolment(dir, { ...(await enrol(fleetUrl, code, SOFTWARE)), fleetUrl })
}
