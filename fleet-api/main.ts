import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { type FleetDatabase, openFleetDatabase, refuseUnfinishedCopy } from '../db/fleet/open.ts'
import { createFleetApp } from './app.ts'
import { type Auth, createAuth } from './auth.ts'
import type { FleetConfig } from './config.ts'
import { createLive } from './live.ts'
import { fleetSecret } from './queries/access.ts'
import { rebuildWhereNeeded } from './rebuild.ts'
import { composeNow } from './routes/now.ts'
import { tidyUp } from './upkeep.ts'

export interface FleetOptions {
  config: FleetConfig
  log: (message: string, error?: unknown) => void
  dashboardDir: string | null
  /** ms since 1970; "abordo prove" has a time of its own. */
  now?: () => number
}

export interface Fleet {
  port: number
  db: FleetDatabase
  auth: Auth
  close: () => Promise<void>
}

/** Opens the fleet's database and its sign-in, for `abordo fleet` and for the commands that work on them. */
export async function openFleet(config: FleetConfig): Promise<{ db: FleetDatabase; auth: Auth }> {
  const db = await openFleetDatabase(config.databaseUrl)
  await refuseUnfinishedCopy(db)
  const secret = await fleetSecret(db, () => randomBytes(32).toString('base64url'))
  return { db, auth: createAuth(db, { secret, publicUrl: config.publicUrl, port: config.port }) }
}

const UPKEEP_MS = 60_000

/** Serves the fleet API and the dashboard. */
export async function startFleet({ config, log, dashboardDir, now = Date.now }: FleetOptions): Promise<Fleet> {
  const { db, auth } = await openFleet(config)
  await rebuildWhereNeeded(db, log)
  const timers = new Set<NodeJS.Timeout>()
  const live = createLive({
    compose: () => composeNow(db, now()),
    after: (ms, job) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        job()
      }, ms)
      timers.add(timer)
    },
    log,
  })
  const every = (ms: number, job: () => void) => {
    const timer = setInterval(job, ms)
    timers.add(timer)
    return () => {
      clearInterval(timer)
      timers.delete(timer)
    }
  }
  let stopping = false
  let tidying: Promise<void> | null = null
  every(UPKEEP_MS, () => {
    const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))
    tidying ??= tidyUp({ db, now: now(), breathe, stopping: () => stopping })
      .catch((error) => log('the database could not be tidied up', error))
      .finally(() => {
        tidying = null
      })
  })
  const app = createFleetApp({ db, auth, live, publicUrl: config.publicUrl, now, log, dashboardDir, every })
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, () => resolve(made)) as Server
    made.on('error', reject)
  })
  return {
    port: (server.address() as AddressInfo).port,
    db,
    auth,
    async close() {
      stopping = true
      for (const timer of timers) clearTimeout(timer)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // Live streams never end by themselves; requests under way get a moment to be answered.
        setTimeout(() => server.closeAllConnections(), 1000).unref()
      })
      await tidying
      await db.close()
    },
  }
}
