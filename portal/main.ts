import { writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { type HttpBindings, serve } from '@hono/node-server'
import { DEFAULT_POLICY } from '../contract/policy.ts'
import { openGatewayDatabase } from '../db/gateway/open.ts'
import { createAccounting } from './accounting/accounting.ts'
import { createPortalApp } from './app.ts'
import { byAddress } from './clients/by-address.ts'
import { type ClientFinder, parseIpv4 } from './clients/client.ts'
import { neighbourTable } from './clients/neighbours.ts'
import { type Clock, systemClock } from './clock.ts'
import type { PortalConfig } from './config.ts'
import { readEnrolment } from './enrolment.ts'
import type { Firewall } from './firewall/firewall.ts'
import { nftCommand } from './firewall/nft.ts'
import { nftablesFirewall } from './firewall/nftables.ts'
import { unenforcedFirewall } from './firewall/none.ts'
import { createSendLoop } from './outbox/loop.ts'
import { enterBoot } from './queries/boots.ts'
import { createSessions } from './sessions/sessions.ts'
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
  close: () => Promise<void>
}

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

  await firewall.install()
  // Only now, behind closed rules, may the kernel forward at all.
  if (enforced) allowForwarding(log)

  const db = openGatewayDatabase(join(config.dataDir, 'gateway.db'))
  const { boot, unreported } = enterBoot(db, {
    kernelBootId: clock.kernelBootId,
    now: clock.now(),
    uptime: clock.uptime(),
  })
  const { bootId } = boot
  const policy = () => DEFAULT_POLICY
  const sessions = createSessions({ db, firewall, clock, bootId })
  const state = await firewall.read()
  if (state) await sessions.reconcile(state)
  const accounting = createAccounting({
    db,
    sessions,
    clock,
    bootId,
    software: SOFTWARE,
    policyVersion: () => policy().version,
  })
  accounting.closeEarlier(unreported)

  const enrolment = readEnrolment(config.dataDir)
  const loop = enrolment
    ? createSendLoop({
        db,
        fleetUrl: config.fleetUrl ?? enrolment.fleetUrl,
        credential: enrolment.credential,
        log,
        after: (ms, job) => {
          const timer = setTimeout(job, ms)
          return () => clearTimeout(timer)
        },
        random: Math.random,
        longestWaitMs: 2 * config.accountingIntervalS * 1000,
      })
    : null
  if (!loop) log('not enrolled: reports are kept here until "abordo gateway enrol" has run')

  const address = lanAddress(config)
  const server = await listen(
    createPortalApp({
      sessions,
      clients,
      clock,
      policy,
      origin: originOf(config, address),
      ownHosts: ownHosts(config, address),
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
      await accounting.close()
    } catch (error) {
      log('the accounting interval could not be closed; it goes on', error)
    }
    loop?.wake()
  }
  const ticker = everyInterval(config.accountingIntervalS * 1000, clock, account)
  const expiry = setInterval(
    () => void sessions.expire().catch((error) => log('sessions could not be ended', error)),
    1000,
  )
  loop?.wake()

  return {
    port: (server.address() as AddressInfo).port,
    origin: originOf(config, address),
    account,
    async close() {
      ticker.stop()
      clearInterval(expiry)
      await closeServer(server)
      await ticker.idle()
      await loop?.stop()
      db.$client.close()
    },
  }
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

function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number, hostname?: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: hostname ?? '0.0.0.0' }, () => resolve(server)) as Server
    server.on('error', reject)
  })
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

function allowForwarding(log: PortalOptions['log']): void {
  try {
    writeFileSync('/proc/sys/net/ipv4/ip_forward', '1')
  } catch (error) {
    log('riders will have no internet: net.ipv4.ip_forward could not be set; set it to 1', error)
  }
}

/** The gateway's own IPv4 address on the riders' side; null where nothing is enforced. */
function lanAddress(config: PortalConfig): string | null {
  if (config.enforcement === 'none') return null
  const addresses = networkInterfaces()[config.lanInterface] ?? []
  const address = addresses.map((entry) => parseIpv4(entry.address)).find((ip) => ip !== null)
  if (!address) throw new Error(`PORTAL_LAN_INTERFACE ${config.lanInterface} has no IPv4 address: give it one first`)
  return address
}

function originOf(config: PortalConfig, address: string | null): string {
  if (address === null) return `http://${config.hostname ?? 'localhost'}:${config.httpPort}`
  return `http://${config.hostname ?? address}`
}

function ownHosts(config: PortalConfig, address: string | null): Set<string> {
  const names = [config.hostname, address, ...(address === null ? ['localhost', '127.0.0.1', '[::1]'] : [])]
  return new Set(names.filter((name) => name !== null))
}
