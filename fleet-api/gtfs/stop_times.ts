import { type Complaint, NO_COMPLAINTS } from './complaints.ts'
import type { Feed } from './feed.ts'
import { isTime, isWholeNumber, secondsOf } from './field-types.ts'
import { complaintsOf, repeatsOf, type Table } from './table.ts'

const COLUMNS = ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'] as const

const NOT_A_TIME = 'is not a time like 25:30:00'

/**
 * GTFS stop_times.txt, by far the largest file, so it is checked by hand. Times may pass 24:00:00, and between the timepoints of
 * a trip they may be empty.
 */
export function stopTimesTable(feed: Feed): Table {
  const { stopTimes } = feed
  return {
    file: 'stop_times.txt',
    required: COLUMNS,
    limited: true,
    rows(at) {
      const [tripAt, arrivalAt, departureAt, stopAt, sequenceAt] = [
        at('trip_id'),
        at('arrival_time'),
        at('departure_time'),
        at('stop_id'),
        at('stop_sequence'),
      ]
      const cell = (cells: readonly string[], index: number) => (cells[index] ?? '').trim()
      return (cells, line) => {
        const tripId = cell(cells, tripAt)
        const stopId = cell(cells, stopAt)
        const trip = feed.tripIndex.get(tripId)
        const stop = feed.stopIndex.get(stopId)
        if (trip === undefined || stop === undefined) {
          return complaintsOf(
            feed.tripIds.complaintAbout('trip_id', tripId),
            feed.stopIds.complaintAbout('stop_id', stopId),
          )
        }
        const arrival = cell(cells, arrivalAt)
        if (arrival !== '' && !isTime(arrival)) return bad('arrival_time', NOT_A_TIME)
        const departure = cell(cells, departureAt)
        if (departure !== '' && !isTime(departure)) return bad('departure_time', NOT_A_TIME)
        const sequence = cell(cells, sequenceAt)
        if (!isWholeNumber(sequence)) return bad('stop_sequence', 'is not a whole number')
        stopTimes.push({
          trip,
          stop,
          sequence: Number(sequence),
          arrivalS: arrival === '' ? null : secondsOf(arrival),
          departureS: departure === '' ? null : secondsOf(departure),
          line,
        })
        return NO_COMPLAINTS
      }
    },
    end: () => repeatsOf(stopTimes.settle(feed.trips.length), 'stop_sequence', 'of its trip'),
  }
}

function bad(field: string, message: string): readonly Complaint[] {
  return [{ row: 'bad', field, message }]
}
