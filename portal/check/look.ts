import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { problemSchema } from '../../contract/problem.ts'
import { reportsAnswerSchema } from '../../contract/report.ts'
import { readGatewayDatabase, troubleOf } from '../../db/gateway/open.ts'
import { parseIpv4 } from '../clients/client.ts'
import type { PortalConfig } from '../config.ts'
import { type Enrolment, readEnrolment } from '../enrolment.ts'
import { reasonOf } from '../fetch-error.ts'
import { jsonOf, textAtMost } from '../fetch-text.ts'
import { bringing, sendToFleet } from '../fleet-ask.ts'
import { readDisk } from '../health/disk.ts'
import { isForwarding } from '../lan.ts'
import { outboxState, rejections } from '../queries/outbox.ts'
import { hasCarrier, hasDefaultRoute } from '../uplink/interface.ts'
import { type About, aboutSchema } from './about.ts'
import { lookAtCertificate } from './certificate.ts'
import { lookAtClosed } from './closed.ts'
import type { Looked } from './findings.ts'
import { lookAtModems } from './modems.ts'
import { lookAtNames } from './names.ts'
import { lookAtUnits } from './units.ts'
import { lookAtUpgrades } from './upgrades.ts'
import { lookAtWifi } from './wifi.ts'

const TIMEOUT_MS = 5000
/** Of an answer: the portal's about itself, or the fleet's. */
const MOST_OCTETS = 64_000

/** Looks at everything that a gateway needs. Changes nothing, and goes on where something cannot be asked. `now`: ms since 1970. */
export async function lookAtGateway(config: PortalConfig, now: () => number): Promise<Looked> {
  const enforced = config.enforcement === 'nftables'
  const { state, enrolment } = enrolmentAt(config.dataDir)
  const fleetUrl = config.fleetUrl ?? enrolment?.fleetUrl ?? null
  const [portal, fleet, disk, wifi] = await Promise.all([
    askPortal(config.httpPort),
    fleetUrl === null ? null : askFleet(fleetUrl, enrolment, now),
    readDisk(existsSync(config.dataDir) ? config.dataDir : '.'),
    enforced ? lookAtWifi() : null,
  ])
  const wan = config.wanInterface
  const lan = enforced ? { name: config.lanInterface, address: addressOf(config.lanInterface) } : null
  const [units, closed, names, modems] = await Promise.all([
    enforced ? lookAtUnits() : null,
    enforced ? lookAtClosed(config) : null,
    config.dhcp === 'dnsmasq' && lan?.address ? lookAtNames(lan.address) : null,
    enforced ? lookAtModems(wan) : null,
  ])
  return {
    portal,
    portalPort: config.httpPort,
    lan,
    wan: enforced
      ? { name: wan, exists: wan in networkInterfaces(), link: hasCarrier(wan), route: hasDefaultRoute(wan) }
      : null,
    forwarding: enforced ? isForwarding() : null,
    enrolment: state,
    fleet,
    database: databaseAt(join(config.dataDir, 'gateway.db')),
    setAside: setAsideAt(join(config.dataDir, 'gateway.db')),
    disk,
    units,
    closed,
    names,
    modems,
    wifi,
    certificate: lookAtCertificate(config, now()),
    upgrades: lookAtUpgrades(config),
  }
}

function enrolmentAt(dataDir: string): { state: Looked['enrolment']; enrolment: Enrolment | null } {
  try {
    if (!isFileOrNone(join(dataDir, 'enrolment.json'))) return { state: 'damaged', enrolment: null }
    const enrolment = readEnrolment(dataDir)
    return { state: enrolment ? 'enrolled' : 'not-enrolled', enrolment }
  } catch {
    return { state: 'damaged', enrolment: null }
  }
}

/** How the portal on this gateway is; null: it does not answer. */
export async function askPortal(port: number): Promise<About | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return aboutSchema.safeParse(JSON.parse(await textAtMost(answer, MOST_OCTETS))).data ?? null
  } catch {
    return null
  }
}

/** An empty request: the fleet says whether it knows this gateway, and what time it is. */
async function askFleet(url: string, enrolment: Enrolment | null, now: () => number): Promise<Looked['fleet']> {
  const sentAt = now()
  try {
    const fleet = { fleetUrl: url, credential: enrolment?.credential ?? 'none' }
    const answer = await sendToFleet(fleet, '/v1/reports', TIMEOUT_MS, bringing('[]'))
    const body = jsonOf(await textAtMost(answer, MOST_OCTETS).catch(() => ''))
    const parsed = reportsAnswerSchema.safeParse(body)
    if (parsed.success) {
      const aheadMs = (sentAt + now()) / 2 - Date.parse(parsed.data.serverAt)
      return { url, answer: 'ok', detail: '', aheadMs }
    }
    const problem = problemSchema.safeParse(body).data
    if (answer.status !== 401 || !problem) return { url, answer: 'not-a-fleet', detail: '', aheadMs: null }
    return { url, answer: 'refused', detail: problem.detail, code: problem.code, aheadMs: null }
  } catch (error) {
    return { url, answer: 'silent', detail: reasonOf(error), aheadMs: null }
  }
}

function addressOf(name: string): string | null {
  const own = networkInterfaces()[name]?.find(({ address }) => parseIpv4(address) !== null)
  return own?.address ?? null
}

function databaseAt(path: string): Looked['database'] {
  if (!['', '-wal', '-shm'].every((end) => isFileOrNone(`${path}${end}`))) return 'damaged'
  if (!existsSync(path)) return 'missing'
  try {
    const db = readGatewayDatabase(path)
    try {
      const { waiting, octets } = outboxState(db)
      return { waiting, octets, rejected: rejections(db) }
    } finally {
      db.$client.close()
    }
  } catch (error) {
    return troubleOf(error) === 'damaged' ? 'damaged' : 'unreadable'
  }
}

/** Not so: a pipe, say, on which root, who looks, would wait for ever. The folder is the portal's own, whose user may be in wrong hands. */
function isFileOrNone(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? true
}

function setAsideAt(path: string): string[] {
  try {
    const names = readdirSync(dirname(path))
    return names.filter((name) => name.startsWith(`${basename(path)}.damaged-`) && !/-(wal|shm)$/.test(name)).sort()
  } catch {
    return []
  }
}
