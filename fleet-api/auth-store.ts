import type { BetterAuthOptions, DBAdapter } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../db/fleet/open.ts'
import * as schema from '../db/fleet/schema.ts'

/** The tables are SQLite's for both engines: see db/fleet/database.ts. */
const CONFIG = { provider: 'sqlite', schema, transaction: false } as const

/** better-auth's way to the fleet's database: what it writes goes through a transaction, as everything does. */
export function authStore(db: FleetDatabase): (options: BetterAuthOptions) => DBAdapter {
  return (options) => {
    const reads = adapterOn(db, options)
    const writers = new WeakMap<FleetTransaction, DBAdapter>()
    const within = <T>(work: (adapter: DBAdapter) => Promise<T>): Promise<T> =>
      db.transaction((tx) => {
        const adapter = writers.get(tx) ?? adapterOn(tx, options)
        writers.set(tx, adapter)
        return work(adapter)
      })
    const store: DBAdapter = {
      ...reads,
      create: (data) => within((adapter) => adapter.create(data)),
      update: (data) => within((adapter) => adapter.update(data)),
      updateMany: (data) => within((adapter) => adapter.updateMany(data)),
      delete: (data) => within((adapter) => adapter.delete(data)),
      deleteMany: (data) => within((adapter) => adapter.deleteMany(data)),
      consumeOne: (data) => within((adapter) => adapter.consumeOne(data)),
      incrementOne: (data) => within((adapter) => adapter.incrementOne(data)),
      transaction: (work) => within((adapter) => work(adapter)),
    }
    return store
  }
}

function adapterOn(on: FleetReads | FleetTransaction, options: BetterAuthOptions): DBAdapter {
  const builders = {
    select: on.select.bind(on),
    ...('insert' in on && {
      insert: on.insert.bind(on),
      update: on.update.bind(on),
      delete: on.delete.bind(on),
    }),
    // It is in one already.
    transaction: (work: (inner: unknown) => unknown) => work(builders),
  }
  return drizzleAdapter(builders, CONFIG)(options)
}
