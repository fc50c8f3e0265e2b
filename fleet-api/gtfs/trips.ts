import { z } from 'zod'
import { type Complaint, quoted } from './complaints.ts'
import type { Feed } from './feed.ts'
import { requiredText } from './field-types.ts'
import { complaintsOf, schemaTable, type Table } from './table.ts'

const schema = z.object({
  route_id: requiredText,
  service_id: requiredText,
  trip_id: requiredText,
  trip_headsign: z.string().optional(),
  direction_id: z.string().optional(),
  block_id: z.string().optional(),
  shape_id: z.string().optional(),
})

/** GTFS trips.txt. A trip of an unknown service never runs, but spoils nothing, so it stays. */
export function tripsTable(feed: Feed): Table {
  return schemaTable({
    file: 'trips.txt',
    required: ['route_id', 'service_id', 'trip_id'],
    schema,
    id: { column: 'trip_id', ids: feed.tripIds },
    take(row, line) {
      const unknownRoute = feed.routeIds.complaintAbout('route_id', row.route_id)
      const found = complaintsOf(
        unknownRoute,
        kept(feed.serviceIds.complaintAbout('service_id', row.service_id)),
        directionComplaint(row.direction_id),
      )
      if (unknownRoute !== null) return found
      feed.addTrip({
        tripId: row.trip_id,
        routeId: row.route_id,
        serviceId: row.service_id,
        headsign: row.trip_headsign ?? null,
        directionId: row.direction_id === '0' ? 0 : row.direction_id === '1' ? 1 : null,
        blockId: row.block_id ?? null,
        shapeId: row.shape_id ?? null,
        line,
      })
      return found
    },
  })
}

function directionComplaint(cell: string | undefined): Complaint | null {
  if (cell === undefined || cell === '0' || cell === '1') return null
  return { row: 'kept', field: 'direction_id', message: `is ${quoted(cell)}, not 0 or 1; it is taken as empty` }
}

function kept(complaint: Complaint | null): Complaint | null {
  return complaint === null ? null : { ...complaint, row: 'kept' }
}
