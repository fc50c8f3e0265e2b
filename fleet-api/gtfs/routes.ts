import { z } from 'zod'
import { type Complaint, NO_COMPLAINTS, quoted } from './complaints.ts'
import type { Feed } from './feed.ts'
import { optionalText, requiredText, wholeNumber } from './field-types.ts'
import { schemaTable, type Table } from './table.ts'

const schema = z.object({
  route_id: requiredText,
  agency_id: optionalText,
  route_short_name: optionalText,
  route_long_name: optionalText,
  route_type: wholeNumber.refine((type) => type <= 1799, 'is not a route type'),
  route_color: optionalText,
  route_text_color: optionalText,
})

/** GTFS routes.txt, extended route types included. A malformed colour costs the route its colour only. */
export function routesTable(feed: Feed): Table {
  return schemaTable({
    file: 'routes.txt',
    required: ['route_id', 'route_type'],
    schema,
    id: { column: 'route_id', ids: feed.routeIds },
    take(row) {
      const agencyId = agencyOf(feed, row.agency_id)
      if (typeof agencyId !== 'string') return [agencyId]
      const complaints: Complaint[] = []
      const isNameless = row.route_short_name === '' && row.route_long_name === ''
      if (isNameless)
        complaints.push({
          row: 'kept',
          field: 'route_short_name',
          message: 'is empty, as is route_long_name; the id is used',
        })
      feed.routes.push({
        routeId: row.route_id,
        agencyId,
        routeShortName: isNameless ? row.route_id : row.route_short_name,
        routeLongName: row.route_long_name,
        routeType: row.route_type,
        routeColor: colourOf('route_color', row.route_color, complaints),
        routeTextColor: colourOf('route_text_color', row.route_text_color, complaints),
      })
      return complaints.length === 0 ? NO_COMPLAINTS : complaints
    },
  })
}

/** routes.agency_id may be empty where there is one agency. */
function agencyOf(feed: Feed, agencyId: string): string | Complaint {
  const [first] = feed.agencies
  if (agencyId === '' && feed.agencies.length === 1 && first !== undefined) return first.agencyId
  if (agencyId === '')
    return { row: 'bad', field: 'agency_id', message: `is empty, but agency.txt has ${feed.agencies.length} agencies` }
  return feed.agencyIds.complaintAbout('agency_id', agencyId) ?? agencyId
}

/** Field type Color: six hex digits, kept in capitals. */
function colourOf(field: string, cell: string, complaints: Complaint[]): string | null {
  if (cell === '') return null
  if (/^[0-9a-f]{6}$/i.test(cell)) return cell.toUpperCase()
  complaints.push({ row: 'kept', field, message: `is ${quoted(cell)}, not six hex digits; it is taken as empty` })
  return null
}
