import { type Complaint, quoted } from './complaints.ts'

/** The ids of one GTFS noun, with the file that defines it ("Foreign ID" in the reference): those in use, and those whose rows were skipped. */
export class Ids {
  readonly known = new Set<string>()
  readonly dropped = new Set<string>()
  /** False: a row of the file could not be read, so its id is not known. */
  isComplete = true

  constructor(readonly file: string) {}

  /** Remembers the id of a row that is not used, if it has one. */
  drop(id: string): void {
    if (id !== '') this.dropped.add(id)
  }

  /** What is wrong with a `field` that refers to `id`; null: nothing. A row whose target was skipped is not at fault itself. */
  complaintAbout(field: string, id: string): Complaint | null {
    if (this.known.has(id)) return null
    if (id === '') return { row: 'bad', field, message: 'is empty' }
    const row = this.dropped.has(id) || !this.isComplete ? 'skipped' : 'bad'
    return {
      row,
      field,
      message: `names ${quoted(id)}, which ${row === 'bad' ? 'is not in' : 'was skipped in'} ${this.file}`,
    }
  }
}
