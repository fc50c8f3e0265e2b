import { type GroupedRows, groupRows } from './grouped-rows.ts'
import { Numbers } from './numbers.ts'

/** Stands for a time that is not given. */
const BLANK = -1

/** One row of stop_times.txt: trip and stop by their place among those of the feed, times in seconds of the service day. */
export interface StopTime {
  trip: number
  stop: number
  sequence: number
  arrivalS: number | null
  departureS: number | null
  line: number
}

/** The rows of stop_times.txt in 28 octets each: half a million of them are 14 MB. */
export class StopTimeRows {
  readonly #trips = new Numbers(Int32Array)
  readonly #stops = new Numbers(Int32Array)
  /** Whole numbers of any size. */
  readonly #sequences = new Numbers(Float64Array)
  readonly #arrivals = new Numbers(Int32Array)
  readonly #departures = new Numbers(Int32Array)
  readonly #lines = new Numbers(Int32Array)
  #grouped: GroupedRows = { rows: new Int32Array(0), starts: new Int32Array(1), repeats: [] }

  push({ trip, stop, sequence, arrivalS, departureS, line }: StopTime): void {
    this.#trips.push(trip)
    this.#stops.push(stop)
    this.#sequences.push(sequence)
    this.#arrivals.push(arrivalS ?? BLANK)
    this.#departures.push(departureS ?? BLANK)
    this.#lines.push(line)
  }

  /** Once all rows are there: puts them in order. Returns the lines of those that repeat a stop_sequence of their trip. */
  settle(trips: number): number[] {
    this.#grouped = groupRows(this.#trips, this.#sequences, trips)
    return this.#grouped.repeats.map((row) => this.#lines.at(row))
  }

  /** The rows of a trip, in order; read with `stopOf` and the others. */
  of(trip: number): Int32Array {
    const { rows, starts } = this.#grouped
    return rows.subarray(starts[trip] ?? 0, starts[trip + 1] ?? 0)
  }

  stopOf(row: number): number {
    return this.#stops.at(row)
  }

  /** Null: neither is given. */
  departureOf(row: number): number | null {
    return given(this.#departures.at(row)) ?? given(this.#arrivals.at(row))
  }

  arrivalOf(row: number): number | null {
    return given(this.#arrivals.at(row)) ?? given(this.#departures.at(row))
  }

  lineOf(row: number): number {
    return this.#lines.at(row)
  }
}

function given(seconds: number): number | null {
  return seconds === BLANK ? null : seconds
}
