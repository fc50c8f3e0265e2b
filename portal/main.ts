import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type HttpBindings, serve } from '@hono/node-server'
import type { Policy } from '../contract/policy.ts'
import { openGatewayDatabase } from '../db/gateway/open.ts'
import { createAccounting } from './accounting/accounting.ts'
import { createPortalApp } from './app.ts'
import { byAddress } from './clients/by-address.ts'
import type { ClientFinder } from './clients/client.ts'
import { neighbourTable } from './clients/neighbours.ts'
import { type Clock, systemClock } from './clock.ts'
import type { PortalConfig } from './config.ts'
import { readEnrolment } from './enrolment.ts'
import { fairRules } from './firewall/fair-share.ts'
import type { Firewall, FirewallRules } from './firewall/firewall.ts'
import { nftCommand } from './firewall/nft.ts'
import { nftablesFirewall } from './firewall/nftables.ts'
import { unenforcedFirewall } from './firewall/none.ts'
import { allowForwarding, readLan } from './lan.ts'
import { createSendLoop } from './outbox/loop.ts'
import { adoptPolicy } from './policy/adopt.ts'
import { pullPolicy } from './policy/pull.ts'
import { createPolicyStore } from './policy/store.ts'
import { enterBoot } from './queries/boots.ts'
import { createClientMemory } from './sessions/client-memory.ts'
import { createEnforcer } from './sessions/enforcer.ts'
import { createSessions } from './sessions/sessions.ts'
import { createUplinkMonitor } from './uplink/monitor.ts'
import { linkOf, probeOf } from './uplink/probe.ts'
import { SOFTWARE } from './version.ts'

export interface PortalOptions {
  config: PortalConfig
  log: (message: string, error?: unknown) => void
  /** The demo city puts its own here; a gateway uses what its settings say. */
  clock?: Clock
  firewall?: Firewall
  clients?: ClientFinder
  remoteAddress?: (incoming: HttpBindings['incoming']) => string
  /** 127.0.0.1 keeps the demo's buses on this machine. */
  listenOn?: string
}

export interface Portal {
  port: number
  origin: string
  /** Closes the accounting interval now. The portal does so by itself every interval. */
  account: () => Promise<void>
  /** Reads policy.json again and puts it in force. */
  reload: () => Promise<void>
  close: () => Promise<void>
}

const LOOK_MS = 2000
const LINK_MS = 1000
const PROBE_MS = 15_000

/**
 * Starts the portal of one gateway: firewall first and closed, then the sessions of before, then the page. Stopping it leaves the
 * firewall as it stands: riders with time left stay online, the others stay out (DESIGN.md, rule 1).
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { config, log } = options
  const clock = options.clock ?? systemClock()
  const enforced = config.enforcement === 'nftables'
  const firewall =
    options.firewall ?? (enforced ? nftablesFirewall(config, nftCommand()) : unenforcedFirewall(clock.uptime))
  const clients = options.clients ?? (enforced ? neighbourTable(config.lanInterface) : byAddress())

  const store = createPolicyStore({ dataDir: config.dataDir, log })
  const policy = store.current
  let rules: FirewallRules = fairRules(policy(), 0)
  const setRules = async (next: FirewallRules) => {
    await firewall.install(next)
    rules = next
  }
  await setRules(rules)
  // Only now, behind closed rules, may the kernel forward at all.
  if (enforced) allowForwarding(log)
  const lan = readLan(config)

  const db = openGatewayDatabase(join(config.dataDir, 'gateway.db'))
  const at = { kernelBootId: clock.kernelBootId, now: clock.now(), uptime: clock.uptime() }
  const { boot, unreported } = enterBoot(db, at)
  const { bootId } = boot
  const memory = createClientMemory(db, clock, bootId, policy)
  const reinstall = () => firewall.install(rules)
  const sessions = createSessions({ db, firewall, clock, bootId, policy, memory, reinstall, log })
  const state = await firewall.read()
  if (state) await sessions.reconcile(state)
  const accounting = createAccounting({
    db,
    sessions,
    clock,
    bootId,
    software: SOFTWARE,
    policyVersion: () => policy().version,
    takeProblems: () => [],
  })
  accounting.closeEarlier(unreported)

  const setNames = async (_policy: Policy) => undefined
  const adopt = (next: Policy) => adoptPolicy(next, { store, sessions, setRules, setNames, log })
  const enrolment = readEnrolment(config.dataDir)
  const fleet = enrolment && { fleetUrl: config.fleetUrl ?? enrolment.fleetUrl, credential: enrolment.credential }
  const loop = fleet
    ? createSendLoop({
        db,
        ...fleet,
        log,
        after: (ms, job) => {
          const timer = setTimeout(job, ms)
          return () => clearTimeout(timer)
        },
        random: Math.random,
        longestWaitMs: 2 * config.accountingIntervalS * 1000,
        policyVersion: async (version) => {
          if (version === policy().version) return
          const next = await pullPolicy(fleet, policy().version)
          if (next) await adopt(next)
        },
      })
    : null
  if (!loop) log('not enrolled: reports are kept here until "abordo gateway enrol" has run')

  const uplink = createUplinkMonitor({
    clock,
    link: enforced ? linkOf(config.wanInterface) : () => true,
    probe: enforced ? probeOf(fleet?.fleetUrl ?? null, clock.uptime) : async () => 0,
    log,
    changed: () => undefined,
  })
  const server = await listen(
    createPortalApp({
      sessions,
      clients,
      clock,
      policy,
      uplink: uplink.state,
      ride: () => ({ routeName: null, nextStops: [] }),
      origin: lan.origin,
      ownHosts: lan.ownHosts,
      remoteAddress: (c) => {
        const { incoming } = c.env as HttpBindings
        return options.remoteAddress?.(incoming) ?? incoming.socket.remoteAddress ?? ''
      },
      log,
    }).fetch,
    config.httpPort,
    options.listenOn,
  )

  const account = async () => {
    try {
      memory.turn()
      await accounting.close()
    } catch (error) {
      log('the accounting interval could not be closed; it goes on', error)
    }
    loop?.wake()
  }
  const look = createEnforcer({ sessions, policy, clock, rules: () => rules, setRules })
  const ticker = everyInterval(config.accountingIntervalS * 1000, clock, account)
  const stops = [
    every(LOOK_MS, look, (error) => log('sessions could not be looked after', error)),
    every(
      LINK_MS,
      async () => uplink.checkLink(),
      (error) => log('the uplink could not be looked at', error),
    ),
    every(PROBE_MS, uplink.checkInternet, (error) => log('the uplink could not be probed', error)),
  ]
  void uplink.checkInternet()
  loop?.wake()

  return {
    port: (server.address() as AddressInfo).port,
    origin: lan.origin,
    account,
    async reload() {
      const next = store.read()
      if (next) await adopt(next)
    },
    async close() {
      ticker.stop()
      for (const stop of stops) stop()
      await closeServer(server)
      await ticker.idle()
      await loop?.stop()
      db.$client.close()
    },
  }
}

/** Calls `job` every so often, but never a second time while it runs. */
function every(ms: number, job: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    job()
      .catch(failed)
      .finally(() => {
        running = false
      })
  }, ms)
  return () => clearInterval(timer)
}

/** Calls `job` at each whole interval of wall time, so that a minute's report is that minute's; one at a time. */
function everyInterval(intervalMs: number, clock: Clock, job: () => Promise<void>) {
  let timer: NodeJS.Timeout
  let running: Promise<void> = Promise.resolve()
  const schedule = () => {
    // A quarter on: a timer that fires a little early must not come twice for one boundary.
    const next = Math.ceil((clock.now() + intervalMs / 4) / intervalMs) * intervalMs
    timer = setTimeout(
      () => {
        running = running.then(job)
        schedule()
      },
      Math.max(next - clock.now(), 1),
    )
  }
  schedule()
  return { stop: () => clearTimeout(timer), idle: () => running }
}

/** Requests under way are answered; who keeps a connection open without one is not waited for. */
function closeServer(server: Server): Promise<void> {
  const hard = setTimeout(() => server.closeAllConnections(), 2000)
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(hard)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number, hostname?: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: hostname ?? '0.0.0.0' }, () => resolve(server)) as Server
    server.on('error', reject)
  })
}
