import type { FleetDatabase } from '../../db/fleet/open.ts'
import { agency, feed, gateway, route } from '../../db/fleet/schema.ts'
import { hashSecret } from '../../fleet-api/secrets.ts'

export const ROUTES = 100
export const TIMEZONE = 'America/Mexico_City'

export const gatewayId = (number: number) => `bus-${String(number).padStart(5, '0')}`
export const routeId = (number: number, routes = ROUTES) => `R${String(number % routes).padStart(3, '0')}`
export const credential = (number: number) => `abordo_gateway_bench-${number}`

/** A city with a hundred routes, or as many as are asked for, and so many enrolled gateways, on each route as many. */
export async function makeCity(db: FleetDatabase, gateways: number, routes = ROUTES): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(feed).values({ feedId: 1, state: 'live', sha256: 'bench', importedAt: 0, feedVersion: null })
    await tx.insert(agency).values({
      agencyId: 'A',
      agencyName: 'Bench',
      agencyUrl: 'http://bench.example',
      agencyTimezone: TIMEZONE,
      feedId: 1,
    })
    for (let number = 0; number < routes; number += 1) {
      await tx.insert(route).values({
        routeId: routeId(number, routes),
        agencyId: 'A',
        routeShortName: String(number),
        routeLongName: '',
        routeType: 3,
        feedId: 1,
      })
    }
    for (let number = 0; number < gateways; number += 1) {
      await tx.insert(gateway).values({
        gatewayId: gatewayId(number),
        site: 'vehicle',
        routeId: routeId(number, routes),
        credentialHash: hashSecret(credential(number)),
        credentialAt: 0,
        addedAt: 0,
        enrolledAt: 0,
      })
    }
  })
}
