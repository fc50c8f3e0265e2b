import type { SQL } from 'drizzle-orm'
import type { AnySQLiteColumn, BaseSQLiteDatabase, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type * as schema from './schema.ts'

// One set of queries for two engines. Queries are written with drizzle's builders over the SQLite schema and awaited; where the
// engine is PostgreSQL the same builders and tables are rendered by drizzle's PostgreSQL dialect, whose columns hold what SQLite's
// do: integers, floating point, text, JSON as text, true as 1. What both understand is in the types here: no `.get()`, `.all()` or
// `.run()`, which only SQLite has, and nothing is written outside a transaction.

export type Engine = 'sqlite' | 'postgres'

type Builders = BaseSQLiteDatabase<'async', unknown, typeof schema>

/** Reads what is committed. */
export type FleetReads = Pick<Builders, 'select'> & { readonly engine: Engine }

/** Reads and writes within one transaction. */
export type FleetTransaction = FleetReads &
  Pick<Builders, 'insert' | 'update' | 'delete'> & {
    /** Writes many rows by one rule. Rows of one call may not meet on one conflict target. Returns what the rule says. */
    writeMany<T extends SQLiteTable, R extends Returning>(
      write: Write<T, R>,
      rows: T['$inferSelect'][],
    ): Promise<Returned<R>[]>
  }

type Returning = Record<string, AnySQLiteColumn>
type Returned<R extends Returning> = { [K in keyof R]: R[K]['_']['data'] }

/** How the rows of a table are written: made once, for the statements that are prepared for it are kept by it. */
export interface Write<T extends SQLiteTable, R extends Returning = Record<never, never>> {
  table: T
  /** What becomes of a row that is there: it stays as it is, or these columns change. Left out: it is an error. */
  conflict?: 'ignore' | { target: AnySQLiteColumn[]; set: Record<string, SQL> }
  /** Columns, never null, of the rows written, in their order. */
  returning?: R
}

export interface FleetDatabase extends FleetReads {
  /**
   * Runs `work` in one transaction; resolves after the commit. What it throws rolls back and is thrown. Inside, only `tx` may be
   * used. It is run again where the engine could not serialise it, so it may not change anything but the database.
   */
  transaction<T>(work: (tx: FleetTransaction) => Promise<T>): Promise<T>
  /** Reads one moment of the database, whatever is written meanwhile. */
  snapshot<T>(work: (reads: FleetReads) => Promise<T>): Promise<T>
  /** How many transactions may run at the same time. */
  readonly lanes: number
  /** Makes room for reports of these minutes (seconds since 1970), where the engine keeps months apart. */
  prepareMinutes(minutes: Iterable<number>): Promise<void>
  /** Whether minutes are kept by month, and go month by month. */
  readonly keepsMonths: boolean
  /** Drops whole months of minutes that end at or before `before` (seconds since 1970). */
  dropMonths(before: number): Promise<void>
  /** What has to follow where rows came with numbers of their own, and many: new ones are numbered after them. */
  settleCopied(): Promise<void>
  /**
   * Sees that nothing of what was deleted from the sketches of devices, and of who has accepted today, stays on the disk, in tables or logs. False: somebody reads what
   * was there before, so it has to be tried again.
   */
  wipeDeleted(): Promise<boolean>
  /** Tells every process of this fleet that something has changed, this one too. */
  announce(): Promise<void>
  /** Calls `heard` for every announcement, those of other processes too. Returns what ends it. */
  onAnnouncement(heard: () => void): () => void
  /** Octets on disk. */
  size(): Promise<number>
  close(): Promise<void>
}
