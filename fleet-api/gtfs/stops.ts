import { z } from 'zod'
import { type Complaint, NO_COMPLAINTS } from './complaints.ts'
import type { Feed } from './feed.ts'
import { latitude, longitude, requiredText } from './field-types.ts'
import { schemaTable, type Table } from './table.ts'

const schema = z.object({
  stop_id: requiredText,
  stop_name: z.string().optional(),
  stop_lat: latitude.optional(),
  stop_lon: longitude.optional(),
  location_type: z.enum(['0', '1', '2', '3', '4'], 'is not a location type from 0 to 4').default('0'),
})

/** Generic nodes and boarding areas may leave out where they are: their station says so. */
const WITHOUT_PLACE = new Set(['3', '4'])

/** GTFS stops.txt: stops, platforms, stations, entrances, generic nodes and boarding areas. */
export function stopsTable(feed: Feed): Table {
  return schemaTable({
    file: 'stops.txt',
    required: ['stop_id', 'stop_lat', 'stop_lon'],
    schema,
    id: { column: 'stop_id', ids: feed.stopIds },
    take(row): readonly Complaint[] {
      const { stop_lat: stopLat = null, stop_lon: stopLon = null } = row
      if ((stopLat === null || stopLon === null) && !WITHOUT_PLACE.has(row.location_type)) {
        return [{ row: 'bad', field: stopLat === null ? 'stop_lat' : 'stop_lon', message: 'is empty' }]
      }
      feed.addStop({ stopId: row.stop_id, stopName: row.stop_name ?? null, stopLat, stopLon })
      return NO_COMPLAINTS
    },
  })
}
