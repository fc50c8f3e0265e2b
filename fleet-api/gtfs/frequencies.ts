import { z } from 'zod'
import type { Frequency } from '../rules/network.ts'
import type { Complaint } from './complaints.ts'
import type { Feed } from './feed.ts'
import { requiredText, secondsOf, time, wholeNumber } from './field-types.ts'
import { complaintsOf, schemaTable, type Table } from './table.ts'

const schema = z.object({
  trip_id: requiredText,
  start_time: time,
  end_time: time,
  headway_secs: wholeNumber.refine((seconds) => seconds > 0, 'is not above 0'),
  exact_times: z.string().optional(),
})

/** GTFS frequencies.txt: trips that run every so many seconds instead of by the clock. */
export function frequenciesTable(feed: Feed): Table {
  return schemaTable({
    file: 'frequencies.txt',
    required: ['trip_id', 'start_time', 'end_time', 'headway_secs'],
    schema,
    take(row) {
      const unknownTrip = feed.tripIds.complaintAbout('trip_id', row.trip_id)
      if (unknownTrip !== null) return [unknownTrip]
      const [startS, endS] = [secondsOf(row.start_time), secondsOf(row.end_time)]
      if (endS <= startS) return [{ row: 'bad', field: 'end_time', message: 'is not after start_time' }]
      const mine = feed.frequencies.get(row.trip_id) ?? []
      if (mine.some(([start]) => start === startS)) {
        return [{ row: 'skipped', field: 'start_time', message: 'repeats one of its trip; the first row is used' }]
      }
      const frequency: Frequency = [startS, endS, row.headway_secs, row.exact_times === '1' ? 1 : 0]
      feed.frequencies.set(row.trip_id, [...mine, frequency])
      return complaintsOf(exactTimesComplaint(row.exact_times))
    },
  })
}

function exactTimesComplaint(cell: string | undefined): Complaint | null {
  if (cell === undefined || cell === '0' || cell === '1') return null
  return { row: 'kept', field: 'exact_times', message: 'is not 0 or 1; it is taken as 0' }
}
