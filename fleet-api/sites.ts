import type { z } from 'zod'
import { AbordoError } from '../contract/problem.ts'
import type { SitePlace, siteChangeSchema } from '../contract/service.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { findGateway } from './queries/gateways.ts'
import {
  deleteSite,
  findSite,
  gatewaysOfSites,
  listSites,
  putGatewaySite,
  putSite,
  type SiteRow,
} from './queries/sites.ts'

/** Stops and stations, with the gateways that serve them. */
export async function sitesWithGateways(db: FleetDatabase): Promise<SitePlace[]> {
  const [rows, gateways] = await Promise.all([listSites(db), gatewaysOfSites(db)])
  return rows.map((row) => described(row, gateways))
}

/** Throws AbordoError: not-found. */
export async function siteWithGateways(db: FleetDatabase, siteId: string): Promise<SitePlace> {
  const row = await findSite(db, siteId)
  if (!row) throw noSite(siteId)
  return described(row, await gatewaysOfSites(db))
}

/** Writes what is told of a site, new or not; days that are worked out already stay as they are. */
export async function setSite(
  db: FleetDatabase,
  siteId: string,
  change: z.infer<typeof siteChangeSchema>,
  by: By,
): Promise<void> {
  await putSite(db, { siteId, ...change }, by)
}

/** Takes a site away; its gateways stay. Throws AbordoError: not-found. */
export async function removeSite(db: FleetDatabase, siteId: string, by: By): Promise<void> {
  if (!(await deleteSite(db, siteId, by))) throw noSite(siteId)
}

/** Says which site a gateway serves. Throws AbordoError: not-found; bad-request, the gateway is a vehicle's. */
export async function setGatewaySite(
  db: FleetDatabase,
  { gatewayId, siteId }: { gatewayId: string; siteId: string | null },
  by: By,
): Promise<void> {
  const gateway = await findGateway(db, gatewayId)
  if (!gateway) throw new AbordoError('not-found', 'There is no gateway of this id.')
  if (siteId !== null && gateway.site === 'vehicle') {
    throw new AbordoError(
      'bad-request',
      `${gatewayId} is on a vehicle: only gateways at stops and in stations have a site.`,
    )
  }
  await putGatewaySite(
    db,
    { gatewayId, siteId },
    async (tx) => {
      if (siteId !== null && !(await findSite(tx, siteId))) throw noSite(siteId)
    },
    by,
  )
}

function noSite(siteId: string): AbordoError {
  return new AbordoError('not-found', `There is no site ${siteId}: GET /api/sites lists those that there are.`)
}

function described({ siteId, ...row }: SiteRow, gateways: ReadonlyMap<string, string[]>): SitePlace {
  return { id: siteId, ...row, gateways: gateways.get(siteId) ?? [] }
}
