import { z } from 'zod'
import type { Feed } from './feed.ts'
import { requiredText, time, wholeNumber } from './field-types.ts'
import { complaintsOf, schemaTable, type Table } from './table.ts'

const schema = z.object({
  trip_id: requiredText,
  start_time: time,
  end_time: time,
  headway_secs: wholeNumber.refine((seconds) => seconds > 0, 'is not above 0'),
})

/** GTFS frequencies.txt: trips that run every so many seconds instead of by the clock. */
export function frequenciesTable(feed: Feed): Table {
  return schemaTable({
    file: 'frequencies.txt',
    required: ['trip_id', 'start_time', 'end_time', 'headway_secs'],
    schema,
    take: (row) => complaintsOf(feed.tripIds.complaintAbout('trip_id', row.trip_id)),
  })
}
