import type { FleetDatabase } from '../../db/fleet/open.ts'
import { feedService, feedTrip } from '../../db/fleet/schema.ts'

/** Of seconds of the service day: `hm(25, 30)` is half past one in the morning after. */
export const hm = (hour: number, minute = 0) => (hour * 60 + minute) * 60

type Trip = Pick<typeof feedTrip.$inferInsert, 'tripId' | 'routeId' | 'startS' | 'endS' | 'frequencies'>

/** Trips of a feed that run on every day of 2026. */
export async function putTrips(db: FleetDatabase, feedId: number, trips: Trip[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .insert(feedService)
      .values({
        feedId,
        serviceId: 'DAILY',
        weekdays: '1111111',
        startDate: '20260101',
        endDate: '20261231',
        added: [],
        removed: [],
      })
      .onConflictDoNothing()
    await tx.insert(feedTrip).values(trips.map((trip) => ({ ...trip, feedId, serviceId: 'DAILY', patternId: 1 })))
  })
}
