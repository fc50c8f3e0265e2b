import type { ReportRow } from '../../fleet-api/queries/reports.ts'

/** Transactions of the raw inserts hold so many rows: as many as the largest request. */
export const ROWS_A_TRANSACTION = 500

/** A database system under the fleet, and what the bench does to it behind the fleet's back. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** DATABASE_URL of a new, empty database. */
  make(): Promise<string>
  drop(url: string): Promise<void>
  /** Rows a second that its driver alone inserts into the fleet's own `report` table. `url`: a database that is migrated and empty. */
  rawInserts(url: string, rows: ReportRow[]): Promise<number>
  /** Runs statements that fill a database, with no fleet on it. If they break half way the database is lost. */
  fill(url: string, statements: string[]): Promise<void>
  /** Octets on disk, of a database that no fleet has open. */
  octets(url: string): Promise<Octets>
  /** Everything that it left. */
  remove(): Promise<void>
}

export interface Octets {
  all: number
  /** By table, each with its indexes. */
  tables: Map<string, number>
}
