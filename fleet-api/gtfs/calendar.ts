import { z } from 'zod'
import { NO_COMPLAINTS } from './complaints.ts'
import type { Feed } from './feed.ts'
import { date, flag, requiredText } from './field-types.ts'
import { schemaTable, type Table } from './table.ts'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const schema = z.object({
  service_id: requiredText,
  monday: flag,
  tuesday: flag,
  wednesday: flag,
  thursday: flag,
  friday: flag,
  saturday: flag,
  sunday: flag,
  start_date: date,
  end_date: date,
})

/** GTFS calendar.txt: the weekdays on which a service runs. One that runs on none (all zero) adds no day of service. */
export function calendarTable(feed: Feed): Table {
  return schemaTable({
    file: 'calendar.txt',
    required: ['service_id', ...DAYS, 'start_date', 'end_date'],
    schema,
    id: { column: 'service_id', ids: feed.serviceIds },
    take(row) {
      if (row.end_date < row.start_date) return [{ row: 'bad', field: 'end_date', message: 'is before start_date' }]
      const weekdays = DAYS.map((day) => (row[day] ? '1' : '0')).join('')
      if (weekdays.includes('1')) feed.runs(row.start_date, row.end_date)
      Object.assign(feed.service(row.service_id), { weekdays, startDate: row.start_date, endDate: row.end_date })
      return NO_COMPLAINTS
    },
  })
}
