import { join } from 'node:path'
import type { HttpBindings } from '@hono/node-server'
import type { Policy } from '../contract/policy.ts'
import { openEnduringDatabase } from '../db/gateway/enduring.ts'
import { inTurn } from './accounting/in-turn.ts'
import { createPortalApp } from './app.ts'
import { createSecureSide } from './certificate/secure-side.ts'
import { aboutOf } from './check/about.ts'
import { byAddress } from './clients/by-address.ts'
import type { ClientFinder } from './clients/client.ts'
import { neighbourTable } from './clients/neighbours.ts'
import { after, type Clock, every, everyInterval, systemClock as machineClock } from './clock.ts'
import type { PortalConfig } from './config.ts'
import { dnsmasqCommand } from './dhcp/command.ts'
import { endLeftBehind } from './dhcp/dnsmasq.ts'
import { dnsmasqOf } from './dhcp/of-gateway.ts'
import { enrolmentOf } from './enrolment.ts'
import { fairRules } from './firewall/fair-share.ts'
import type { Firewall, FirewallRules } from './firewall/firewall.ts'
import { firewallOf } from './firewall/of-gateway.ts'
import { createFleetLink } from './fleet-link.ts'
import { allowForwarding, readLan } from './lan.ts'
import { createLedger } from './ledger.ts'
import { gatewayMachine, type MachineParts, watchMachine } from './machine.ts'
import { adoptPolicy } from './policy/adopt.ts'
import { createPolicyStore } from './policy/store.ts'
import { foreignRequests } from './probes/foreign.ts'
import { createProblemBook } from './problems/book.ts'
import { listenPortal } from './server.ts'
import { createEnforcer } from './sessions/enforcer.ts'
import { createTimeSources, type Receiver } from './time/sources.ts'
import { withTrialClient } from './upgrade/trial-client.ts'
import { BUILT_AT_MS, SOFTWARE } from './version.ts'
import { warmUp } from './warm-up.ts'
import { createWhereabouts } from './whereabouts.ts'

export interface PortalOptions {
  config: PortalConfig
  log: (message: string, error?: unknown) => void
  /** The demo city puts its own here; a gateway uses what its settings say. */
  clock?: Clock
  firewall?: Firewall
  clients?: ClientFinder
  remoteAddress?: (incoming: HttpBindings['incoming']) => string
  machine?: MachineParts
  receiver?: Receiver
  /** By which reports travel. */
  fetch?: typeof fetch
  /** 127.0.0.1 keeps the demo's buses on this machine. */
  listenOn?: string
}

export interface Portal {
  port: number
  origin: string
  /** Closes the accounting interval now. The portal does so by itself every interval. */
  account: () => Promise<void>
  /** Reads policy.json and the certificate again and puts them in force. */
  reload: () => Promise<void>
  close: () => Promise<void>
}

const LOOK_MS = 2000
const LINK_MS = 1000
const PROBE_MS = 15_000
const NTP_MS = 60_000
const MODEMS_MS = 30_000
const FIRST_LOOK_MS = 10_000

/**
 * Starts the portal of one gateway: firewall first and closed, then the sessions of before, then the page. Stopping it leaves the
 * firewall as it stands: riders with time left stay online, the others stay out (DESIGN.md, rule 1).
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { config, log } = options
  const systemClock = options.clock ?? machineClock()
  const { elapsed = systemClock.uptime } = systemClock
  const enforced = config.enforcement === 'nftables'
  const { reach, ...own } = firewallOf(config, { uptime: systemClock.uptime, after })
  const firewall = options.firewall ?? own.firewall
  const clients = options.clients ?? (enforced ? neighbourTable(config.lanInterface, elapsed) : byAddress())

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
  const secure = createSecureSide({ config, ownHosts: lan.ownHosts, log })

  const database = openEnduringDatabase({ path: join(config.dataDir, 'gateway.db'), log, now: systemClock.now })
  const { db } = database
  const told = { policy: policy(), ...secure.names() }
  const dnsmasq = config.dhcp === 'dnsmasq' ? dnsmasqOf(config, lan, told, { now: systemClock.now, after, log }) : null
  const enrolment = enrolmentOf(config.dataDir, log)
  const fleetUrl = config.fleetUrl ?? enrolment?.fleetUrl ?? null
  const machineDeps = { fleetUrl, clock: systemClock, dnsmasq, log }
  const machine = watchMachine({
    parts: options.machine ?? (enforced ? gatewayMachine(config, machineDeps) : null),
    clock: systemClock,
    storage: database.state,
    // Without an uplink every name leads to the portal, which says what is wrong.
    uplinkChanged: (up) =>
      void dnsmasq?.apply({ uplinkUp: up }).catch((error) => log('the names could not be switched', error)),
    log,
  })
  const { uplink } = machine
  const whereabouts = createWhereabouts({
    config,
    clock: systemClock,
    wallOffsetMs: () => ledger.time.known()?.offsetMs ?? null,
    roundTrip: machine.lastLook,
    after,
    log,
  })
  let link: ReturnType<typeof createFleetLink> | null = null
  const policyProblem = () => link?.policyProblem() ?? null
  const ledger = await createLedger({
    db,
    systemClock,
    builtAtMs: BUILT_AT_MS,
    firewall,
    reinstall: () => firewall.install(rules),
    policy,
    policyProblem,
    telemetry: machine.telemetry,
    whereabouts: whereabouts.reported,
    software: SOFTWARE,
    outboxOctets: config.outboxOctets,
    accountingIntervalS: config.accountingIntervalS,
    log,
  })
  const { clock, memory, connecting, sessions, accounting, room, devices, roaming } = ledger

  const sources = createTimeSources({
    time: ledger.time,
    systemClock,
    builtAtMs: BUILT_AT_MS,
    gpsd: config.gpsd,
    receiver: options.receiver,
    isGateway: enforced,
    onFix: whereabouts.onFix,
    after,
    random: Math.random,
    log,
  })

  // One of ours from before would hold the ports against the operator's own.
  if (enforced && !dnsmasq) await endLeftBehind(dnsmasqCommand(after), config.dataDir)
  await dnsmasq?.start()
  const setNames = async (next: Policy) => dnsmasq?.apply({ policy: next })
  const adopt = (next: Policy) => adoptPolicy(next, { store, sessions, setRules, setNames, log })
  if (enrolment && fleetUrl !== null) {
    link = createFleetLink({
      enrolment,
      fleetUrl,
      dataDir: config.dataDir,
      ledger,
      policyVersion: () => policy().version,
      adopt,
      guide: whereabouts.guide,
      secure,
      upgrades: config.upgrades,
      accountingIntervalS: config.accountingIntervalS,
      after,
      random: Math.random,
      ...(options.fetch && { fetch: options.fetch }),
      log,
    })
  } else log('not enrolled: reports are kept here until "abordo gateway enrol" has run')

  const remoteAddress = (incoming: HttpBindings['incoming']) =>
    options.remoteAddress?.(incoming) ?? incoming.socket.remoteAddress ?? ''
  const riders = withTrialClient(sessions, { db, firewall, clock, policy, upgrades: config.upgrades })
  const letsIn = { sessions: riders, clients, connecting, roaming, uplink: uplink.state, log }
  const app = createPortalApp({
    ...letsIn,
    clock,
    policy,
    ride: whereabouts.ride,
    problems: createProblemBook({ db, clock }),
    ...lan,
    secureOrigin: secure.origin,
    remoteAddress: (c) => remoteAddress((c.env as HttpBindings).incoming),
    about: () => aboutOf({ sessions, uplink, ledger, database, policy, policyProblem, whereabouts }),
  })
  if (enforced) await warmUp(app, lan.origin)
  const server = await listenPortal({
    fetch: app.fetch,
    httpPort: config.httpPort,
    https: config.httpsPort === null ? null : { port: config.httpsPort, ...secure.certificate() },
    listenOn: options.listenOn ?? '0.0.0.0',
    answerForeign: foreignRequests(lan, { ...letsIn, remoteAddress }),
    // Where nothing is enforced, all riders are simulated, from one address.
    ...(!enforced && { limits: { perClient: 2048, total: 2048 } }),
    after,
    log,
  })

  const open = (httpsPort: number | null) => {
    reach.httpsPort = httpsPort
    return setRules(rules)
  }
  await secure.serve({ server, dnsmasq, open, knownNow: () => ledger.time.known() && clock.now() })
  await whereabouts.listen()

  const account = async () => {
    await inTurn([memory.turn, devices.turn, roaming.turn, accounting.close, room.make, database.settle], log)
    link?.wake()
  }
  const look = createEnforcer({ sessions, policy, clock, rules: () => rules, setRules })
  const ticker = everyInterval(config.accountingIntervalS * 1000, clock, account)
  const stops = [
    every(LOOK_MS, look, (error) => log('sessions could not be looked after', error)),
    every(LOOK_MS, secure.look, (error) => log('phones could not be told of HTTPS', error)),
    every(
      LINK_MS,
      async () => uplink.checkLink(),
      (error) => log('the uplink could not be looked at', error),
    ),
    every(NTP_MS, sources.look, (error) => log('NTP could not be asked', error)),
    every(MODEMS_MS, machine.look, (error) => log('the modems could not be asked', error)),
    every(PROBE_MS, uplink.checkInternet, (error) => log('the uplink could not be probed', error)),
  ]
  void uplink.checkInternet()
  // Not in the first seconds, in which a bus that has just started boards: both ask other programs.
  stops.push(after(FIRST_LOOK_MS, () => void Promise.all([machine.look(), sources.look()])))
  link?.wake()

  return {
    port: server.port,
    origin: lan.origin,
    account,
    async reload() {
      const next = store.read()
      if (next) await adopt(next)
      secure.reload()
    },
    async close() {
      ticker.stop()
      for (const stop of stops) stop()
      sources.stop()
      await server.close()
      await whereabouts.close()
      await ticker.idle()
      await link?.stop()
      await dnsmasq?.leave()
      db.$client.close()
    },
  }
}
