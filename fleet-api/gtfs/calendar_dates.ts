import { z } from 'zod'
import { NO_COMPLAINTS } from './complaints.ts'
import type { Feed } from './feed.ts'
import { date, requiredText } from './field-types.ts'
import { schemaTable, type Table } from './table.ts'

const ADDED = '1'
const REMOVED = '2'

const schema = z.object({
  service_id: requiredText,
  date,
  exception_type: z.enum([ADDED, REMOVED], 'is not 1 or 2'),
})

/** GTFS calendar_dates.txt: days added to a service or taken from it. A service may be defined here alone. */
export function calendarDatesTable(feed: Feed): Table {
  const seen = new Set<string>()
  return schemaTable({
    file: 'calendar_dates.txt',
    required: ['service_id', 'date', 'exception_type'],
    schema,
    take(row) {
      feed.serviceIds.known.add(row.service_id)
      const { added, removed } = feed.service(row.service_id)
      const key = `${row.date} ${row.service_id}`
      if (seen.has(key)) {
        return [{ row: 'skipped', field: 'date', message: 'repeats one of its service; the first row is used' }]
      }
      seen.add(key)
      if (row.exception_type === ADDED) added.push(row.date)
      else removed.push(row.date)
      if (row.exception_type === ADDED) feed.runs(row.date, row.date)
      return NO_COMPLAINTS
    },
  })
}
