import type Database from 'better-sqlite3'
import type { SqliteConnection } from '../open.ts'
import { troubleOf } from '../trouble.ts'

/** A statement or transaction is tried again so often: on the disk, in a file in memory, in the program's memory. */
const SWITCHES = 3

type Behaviour = 'default' | 'deferred' | 'immediate' | 'exclusive'
type Work = (...args: unknown[]) => unknown
type Statement = Database.Statement<unknown[], unknown>

/**
 * What drizzle takes for a connection of better-sqlite3. Behind it stands one that can be exchanged: statements are then prepared
 * again, and what failed for trouble of the database is done again, a transaction as a whole.
 */
export class EnduringClient {
  #connection: SqliteConnection
  #endure: (error: unknown) => boolean
  #leave: () => void
  #inside = false
  #trouble: unknown = null

  /** `endure`: what to do about trouble; true: something was done, so it is worth trying again. `leave`: before closing. */
  constructor(connection: SqliteConnection, endure: (error: unknown) => boolean, leave: () => void) {
    this.#connection = connection
    this.#endure = endure
    this.#leave = leave
  }

  /** The one that stands behind it now. */
  get connection(): SqliteConnection {
    return this.#connection
  }

  exchange(connection: SqliteConnection): void {
    this.#connection = connection
  }

  get name(): string {
    return this.#connection.name
  }

  get open(): boolean {
    return this.#connection.open
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction
  }

  get memory(): boolean {
    return this.#connection.memory
  }

  get readonly(): boolean {
    return this.#connection.readonly
  }

  prepare(source: string): EnduringStatement {
    return new EnduringStatement(this, source)
  }

  exec(source: string): this {
    this.attempt((connection) => connection.exec(source))
    return this
  }

  pragma(source: string, options?: Database.PragmaOptions): unknown {
    return this.attempt((connection) => connection.pragma(source, options))
  }

  serialize(options?: Database.SerializeOptions): Buffer {
    return this.attempt((connection) => connection.serialize(options))
  }

  close(): this {
    if (this.open) this.#leave()
    this.#connection.close()
    return this
  }

  /** Like better-sqlite3's: within another transaction it is a savepoint of it, and fails with it. */
  transaction(work: Work): Work & Record<Behaviour, Work> {
    const as =
      (behaviour: Behaviour): Work =>
      (...args) =>
        this.#transact(behaviour, work, args)
    const { default: plain, ...others } = {
      default: as('default'),
      deferred: as('deferred'),
      immediate: as('immediate'),
      exclusive: as('exclusive'),
    }
    return Object.assign(plain, { default: plain, ...others })
  }

  /** Does `work`, again on another connection where this one is in trouble. Within a transaction the trouble is the transaction's. */
  attempt<T>(work: (connection: SqliteConnection) => T): T {
    if (this.#inside || this.#connection.inTransaction) {
      try {
        return work(this.#connection)
      } catch (error) {
        if (troubleOf(error) !== null) this.#trouble ??= error
        throw error
      }
    }
    for (let left = SWITCHES; ; left -= 1) {
      try {
        return work(this.#connection)
      } catch (error) {
        if (left === 0 || !this.#endure(error)) throw error
      }
    }
  }

  #transact(behaviour: Behaviour, work: Work, args: unknown[]): unknown {
    return this.attempt((connection) => {
      if (this.#inside) return connection.transaction(work)[behaviour](...args)
      this.#inside = true
      this.#trouble = null
      try {
        const whole = connection.transaction(() => {
          const result = work(...args)
          // Somebody has caught it. SQLite may have rolled back by then, so nothing may be taken for done.
          if (this.#trouble !== null) throw this.#trouble
          return result
        })
        return whole[behaviour]()
      } catch (error) {
        throw this.#trouble ?? error
      } finally {
        this.#inside = false
        this.#trouble = null
      }
    })
  }
}

/** A prepared statement that is prepared again on each connection that it meets. */
class EnduringStatement {
  readonly source: string
  readonly database: EnduringClient
  #prepared: { on: SqliteConnection; statement: Statement }
  #settings = new Map<string, (statement: Statement) => void>()

  constructor(database: EnduringClient, source: string) {
    this.database = database
    this.source = source
    this.#prepared = database.attempt((on) => ({ on, statement: on.prepare(source) }))
  }

  run(...params: unknown[]): Database.RunResult {
    return this.#attempt((statement) => statement.run(...params))
  }

  get(...params: unknown[]): unknown {
    // better-sqlite3's own `get` stops at the first row and does not hear whether what was written could be committed.
    return this.#attempt((statement) => (statement.readonly ? statement.get(...params) : statement.all(...params)[0]))
  }

  all(...params: unknown[]): unknown[] {
    return this.#attempt((statement) => statement.all(...params))
  }

  /** All rows are read at once: a connection cannot be exchanged while somebody reads from it. */
  iterate(...params: unknown[]): IterableIterator<unknown> {
    return this.all(...params)[Symbol.iterator]()
  }

  columns(): Database.ColumnDefinition[] {
    return this.#attempt((statement) => statement.columns())
  }

  get reader(): boolean {
    return this.#prepared.statement.reader
  }

  get readonly(): boolean {
    return this.#prepared.statement.readonly
  }

  get busy(): boolean {
    return false
  }

  bind(...params: unknown[]): this {
    return this.#set('bind', (statement) => statement.bind(...params))
  }

  safeIntegers(on = true): this {
    return this.#set('safeIntegers', (statement) => statement.safeIntegers(on))
  }

  // One at most of these is on; the last call says which.
  raw(on = true): this {
    return this.#set('mode', (statement) => statement.raw(on))
  }

  pluck(on = true): this {
    return this.#set('mode', (statement) => statement.pluck(on))
  }

  expand(on = true): this {
    return this.#set('mode', (statement) => statement.expand(on))
  }

  #set(name: string, setting: (statement: Statement) => void): this {
    setting(this.#prepared.statement)
    this.#settings.set(name, setting)
    return this
  }

  #attempt<T>(work: (statement: Statement) => T): T {
    return this.database.attempt((on) => {
      if (this.#prepared.on !== on) {
        const statement = on.prepare<unknown[], unknown>(this.source)
        for (const setting of this.#settings.values()) setting(statement)
        this.#prepared = { on, statement }
      }
      return work(this.#prepared.statement)
    })
  }
}
