import type { LatLon } from '../../contract/along.ts'
import { type GroupedRows, groupRows } from './grouped-rows.ts'
import { Numbers } from './numbers.ts'

/** A tenth of a metre: what a feed says beyond it is noise, and fills the database. */
const DECIMALS = 1e6

/** The points of shapes.txt in 32 octets each. */
export class ShapePoints {
  readonly #shapes = new Numbers(Int32Array)
  readonly #lats = new Numbers(Float64Array)
  readonly #lons = new Numbers(Float64Array)
  readonly #sequences = new Numbers(Float64Array)
  readonly #lines = new Numbers(Int32Array)
  readonly #indexOf = new Map<string, number>()
  #grouped: GroupedRows = { rows: new Int32Array(0), starts: new Int32Array(1), repeats: [] }

  push(shapeId: string, point: { lat: number; lon: number; sequence: number; line: number }): void {
    const shape = this.#indexOf.get(shapeId) ?? this.#indexOf.size
    this.#indexOf.set(shapeId, shape)
    this.#shapes.push(shape)
    this.#lats.push(point.lat)
    this.#lons.push(point.lon)
    this.#sequences.push(point.sequence)
    this.#lines.push(point.line)
  }

  /** Once all points are there: puts them in order. Returns the lines of those that repeat a shape_pt_sequence of their shape. */
  settle(): number[] {
    this.#grouped = groupRows(this.#shapes, this.#sequences, this.#indexOf.size)
    return this.#grouped.repeats.map((row) => this.#lines.at(row))
  }

  has(shapeId: string): boolean {
    return this.#indexOf.has(shapeId)
  }

  /** The points of a shape, in order; none: the feed has no such shape. */
  of(shapeId: string): LatLon[] {
    const shape = this.#indexOf.get(shapeId)
    if (shape === undefined) return []
    const { rows, starts } = this.#grouped
    return Array.from(rows.subarray(starts[shape] ?? 0, starts[shape + 1] ?? 0), (row) => [
      rounded(this.#lats.at(row)),
      rounded(this.#lons.at(row)),
    ])
  }
}

function rounded(degrees: number): number {
  return Math.round(degrees * DECIMALS) / DECIMALS
}
