import { type Complaint, NO_COMPLAINTS } from './complaints.ts'
import { isDegrees, isWholeNumber } from './field-types.ts'
import type { Table } from './table.ts'

/** GTFS shapes.txt, a row for each point of each shape, so it is checked by hand. */
export function shapesTable(): Table {
  return {
    file: 'shapes.txt',
    required: ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'],
    rows(at) {
      const [shapeAt, latAt, lonAt, sequenceAt] = [
        at('shape_id'),
        at('shape_pt_lat'),
        at('shape_pt_lon'),
        at('shape_pt_sequence'),
      ]
      const cell = (cells: readonly string[], index: number) => (cells[index] ?? '').trim()
      return (cells) => {
        if (cell(cells, shapeAt) === '') return bad('shape_id', 'is empty')
        if (!isDegrees(cell(cells, latAt), 90)) return bad('shape_pt_lat', 'is not a latitude in degrees')
        if (!isDegrees(cell(cells, lonAt), 180)) return bad('shape_pt_lon', 'is not a longitude in degrees')
        if (!isWholeNumber(cell(cells, sequenceAt))) return bad('shape_pt_sequence', 'is not a whole number')
        return NO_COMPLAINTS
      }
    },
  }
}

function bad(field: string, message: string): readonly Complaint[] {
  return [{ row: 'bad', field, message }]
}
