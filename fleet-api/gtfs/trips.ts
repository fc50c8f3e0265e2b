import { z } from 'zod'
import type { Complaint } from './complaints.ts'
import type { Feed } from './feed.ts'
import { requiredText } from './field-types.ts'
import { complaintsOf, schemaTable, type Table } from './table.ts'

const schema = z.object({ route_id: requiredText, service_id: requiredText, trip_id: requiredText })

/** GTFS trips.txt. A trip of an unknown service never runs, but spoils nothing, so it stays. */
export function tripsTable(feed: Feed): Table {
  return schemaTable({
    file: 'trips.txt',
    required: ['route_id', 'service_id', 'trip_id'],
    schema,
    id: { column: 'trip_id', ids: feed.tripIds },
    take: (row) =>
      complaintsOf(
        feed.routeIds.complaintAbout('route_id', row.route_id),
        kept(feed.serviceIds.complaintAbout('service_id', row.service_id)),
      ),
  })
}

function kept(complaint: Complaint | null): Complaint | null {
  return complaint === null ? null : { ...complaint, row: 'kept' }
}
