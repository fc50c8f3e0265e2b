import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { type FleetDatabase, openFleetDatabase, refuseUnfinishedCopy } from '../db/fleet/open.ts'
import { watchAlerts } from './alerts/watch.ts'
import { createAnnouncer } from './announcer.ts'
import { createFleetApp } from './app.ts'
import { type Auth, createAuth } from './auth.ts'
import { orderWhenDue } from './certificate/order.ts'
import type { FleetConfig } from './config.ts'
import { fetchFeedWhenDue } from './feed-fetch.ts'
import { createLimits, LIMITS, type LimitSettings } from './limits.ts'
import { createLive } from './live.ts'
import type { Log, RequestLine } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createMailer, type Mailer, senderOf } from './notify/email.ts'
import { createReportSender } from './notify/report-sender.ts'
import { createSender } from './notify/sender.ts'
import { tellOf } from './notify/tell.ts'
import { fleetSecret } from './queries/settings.ts'
import { rebuildWhereNeeded } from './rebuild.ts'
import { composeLive } from './routes/now.ts'
import { stopServer } from './stop.ts'
import { tidyUp } from './upkeep.ts'
import { followPositions } from './vehicle-positions.ts'

export interface FleetOptions {
  config: FleetConfig
  log: Log
  /** Is told how each request went; where there is none, nobody wants to know. */
  onRequest?: (line: RequestLine) => void
  dashboardDir: string | null
  /** How much anybody may ask; where it is left out, LIMITS. */
  limits?: LimitSettings
  /** ms since 1970; "abordo prove" has a time of its own. */
  now?: () => number
}

export interface Fleet {
  port: number
  db: FleetDatabase
  auth: Auth
  /** Answers what is under way, then closes the database. */
  close: () => Promise<void>
}

/** Opens the fleet's database and its sign-in, for `abordo fleet` and for the commands that work on them. */
export async function openFleet(config: FleetConfig, now = Date.now): Promise<{ db: FleetDatabase; auth: Auth }> {
  const db = await openFleetDatabase(config.databaseUrl)
  await refuseUnfinishedCopy(db)
  const secret = await fleetSecret(db, () => randomBytes(32).toString('base64url'))
  return { db, auth: createAuth(db, { secret, publicUrl: config.publicUrl, port: config.port, now }) }
}

const UPKEEP_MS = 60_000
const ALERTS_MS = 30_000
/** What was wrong before a restart is told of soon after it. */
const FIRST_LOOK_MS = 2000
const SEND_MS = 5000

/** Serves the fleet API and the dashboard. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { config, log, onRequest = null, dashboardDir, limits = LIMITS, now = Date.now } = options
  const { db, auth } = await openFleet(config, now)
  await rebuildWhereNeeded(db, log)
  const { after, every, clearAll } = timekeeper()
  const elapsedMs = () => performance.now()
  const ownLive = createLive({ compose: () => composeLive(db, now()), after, log })
  const announce = createAnnouncer({ announce: db.announce, after, log })
  db.onAnnouncement(ownLive.changed)
  const live = {
    ...ownLive,
    changed() {
      // Who listens here is told even where the announcement does not come through.
      ownLive.changed()
      announce()
    },
  }
  const mailer = mailerOf(config)
  const certificate = config.certificate ?? null
  let stopped: Promise<void> | null = null
  const app = createFleetApp({
    db,
    auth,
    live,
    publicUrl: config.publicUrl,
    sendsEmail: mailer !== null,
    certificate,
    now,
    elapsedMs,
    log,
    onRequest,
    metrics: createMetrics({ elapsedMs, ofProcess: true }),
    limits: createLimits(limits),
    trustedProxies: config.trustedProxies ?? [],
    dashboardDir,
    every,
    stopping: () => stopped !== null,
  })
  let tidying: Promise<void> | null = null
  let fetching: Promise<void> | null = null
  const ending = new AbortController()
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))
  every(UPKEEP_MS, () => {
    fetching ??= fetchFeedWhenDue({ db, now, breathe, signal: ending.signal, log, changed: live.changed })
      .catch((error) => log('the feed could not be fetched', error))
      .finally(() => {
        fetching = null
      })
    tidying ??= tidyUp({ db, now: now(), breathe, stopping: () => stopped !== null })
      .catch((error) => log('the database could not be tidied up', error))
      .finally(() => {
        tidying = null
      })
  })
  let ordering: Promise<void> | null = null
  const order = () => {
    ordering ??= orderWhenDue({ db, setting: certificate, now, elapsedMs, wait, signal: ending.signal, log })
      .catch((error) => log('the certificate could not be looked after', error))
      .finally(() => {
        ordering = null
      })
  }
  after(FIRST_LOOK_MS, order)
  every(UPKEEP_MS, order)
  let watching: Promise<unknown> | null = null
  const look = () => {
    watching ??= watchAlerts({
      db,
      now: now(),
      certificateOf: certificate?.hostName ?? null,
      breathe,
      tellOf,
      changed: live.changed,
    })
      .catch((error) => log('the fleet could not be looked at for alerts', error))
      .finally(() => {
        watching = null
      })
  }
  after(FIRST_LOOK_MS, look)
  every(ALERTS_MS, look)
  const sender = createSender({ db, now, mailer, publicUrl: config.publicUrl, log, changed: live.changed })
  every(SEND_MS, () => void sender.sendDue().catch((error) => log('messages could not be sent', error)))
  const reportSender = createReportSender({ db, now, mailer, publicUrl: config.publicUrl, log })
  every(UPKEEP_MS, () => void reportSender.sendDue().catch((error) => log('reports could not be sent', error)))
  const positions = followPositions({ db, now, log, every })
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, () => resolve(made)) as Server
    made.on('error', reject)
  })
  return {
    port: (server.address() as AddressInfo).port,
    db,
    auth,
    close() {
      ending.abort()
      stopped ??= stopServer(server, { endStreams: live.end, after, every }).then(async () => {
        clearAll()
        await Promise.all([tidying, fetching, ordering, watching, positions.stop(), sender.stop(), reportSender.stop()])
        await db.close()
      })
      return stopped
    },
  }
}

/** Null: no mail server is set. */
function mailerOf({ smtpUrl = null, smtpFrom = null, publicUrl }: FleetConfig): Mailer | null {
  return smtpUrl === null ? null : createMailer({ url: smtpUrl, from: smtpFrom ?? senderOf(smtpUrl, publicUrl) })
}

/** Resolves after so many ms, or rejects when the program is about to end. */
const wait = (ms: number, signal: AbortSignal): Promise<void> => later(ms, undefined, { signal })

/** The program's timers, which end together. */
function timekeeper() {
  const timers = new Set<NodeJS.Timeout>()
  return {
    after(ms: number, job: () => void): void {
      const timer = setTimeout(() => {
        timers.delete(timer)
        job()
      }, ms)
      timers.add(timer)
    },
    every(ms: number, job: () => void): () => void {
      const timer = setInterval(job, ms)
      timers.add(timer)
      return () => {
        clearInterval(timer)
        timers.delete(timer)
      }
    },
    clearAll(): void {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
