import { type Complaint, NO_COMPLAINTS } from './complaints.ts'
import type { Feed } from './feed.ts'
import { isDegrees, isWholeNumber } from './field-types.ts'
import { repeatsOf, type Table } from './table.ts'

/** GTFS shapes.txt, a row for each point of each shape, so it is checked by hand. */
export function shapesTable({ shapePoints }: Feed): Table {
  return {
    file: 'shapes.txt',
    required: ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'],
    limited: true,
    rows(at) {
      const [shapeAt, latAt, lonAt, sequenceAt] = [
        at('shape_id'),
        at('shape_pt_lat'),
        at('shape_pt_lon'),
        at('shape_pt_sequence'),
      ]
      const cell = (cells: readonly string[], index: number) => (cells[index] ?? '').trim()
      return (cells, line) => {
        const shapeId = cell(cells, shapeAt)
        const [lat, lon, sequence] = [cell(cells, latAt), cell(cells, lonAt), cell(cells, sequenceAt)]
        if (shapeId === '') return bad('shape_id', 'is empty')
        if (!isDegrees(lat, 90)) return bad('shape_pt_lat', 'is not a latitude in degrees')
        if (!isDegrees(lon, 180)) return bad('shape_pt_lon', 'is not a longitude in degrees')
        if (!isWholeNumber(sequence)) return bad('shape_pt_sequence', 'is not a whole number')
        shapePoints.push(shapeId, { lat: Number(lat), lon: Number(lon), sequence: Number(sequence), line })
        return NO_COMPLAINTS
      }
    },
    end: () => repeatsOf(shapePoints.settle(), 'shape_pt_sequence', 'of its shape'),
  }
}

function bad(field: string, message: string): readonly Complaint[] {
  return [{ row: 'bad', field, message }]
}
