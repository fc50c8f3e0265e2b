import type { About } from './about.ts'
import { type CertificateLook, certificate } from './certificate.ts'
import { type ClosedLook, closed } from './closed.ts'
import { type ModemLook, modems } from './modems.ts'
import { type NamesLook, names } from './names.ts'
import { type DatabaseLook, database, disk } from './storage.ts'
import { type UnitLook, units } from './units.ts'
import { type UpgradesLook, upgrades } from './upgrades.ts'
import { type WifiLook, wifi } from './wifi.ts'

/** One thing that `abordo check` looked at. `todo`: what to do, where it is not as it should be. */
export interface Finding {
  about: string
  said: string
  todo: string | null
}

export const good = (about: string, said: string): Finding => ({ about, said, todo: null })
export const bad = (about: string, said: string, todo: string): Finding => ({ about, said, todo })

/** Everything that could be learnt; null: it could not be asked. */
export interface Looked {
  portal: About | null
  portalPort: number
  lan: { name: string; address: string | null } | null
  wan: { name: string; exists: boolean; link: boolean; route: boolean } | null
  forwarding: boolean | null
  enrolment: 'enrolled' | 'not-enrolled' | 'damaged'
  fleet: {
    url: string
    answer: 'ok' | 'silent' | 'not-a-fleet' | 'refused'
    detail: string
    aheadMs: number | null
  } | null
  database: DatabaseLook | 'missing' | 'damaged' | 'unreadable'
  /** Names of damaged databases that were set aside. */
  setAside: string[]
  disk: { freeOctets: number; totalOctets: number } | null
  /** Left out, as all below: not looked at. */
  units?: UnitLook[] | null
  closed?: ClosedLook | null
  names?: NamesLook | null
  modems?: ModemLook | null
  upgrades?: UpgradesLook | null
  /** Left out or null: the access point is not this machine. */
  wifi?: WifiLook | null
  /** Left out: not looked at. */
  certificate?: CertificateLook | null
}

/** Past this the clock of the machine is wrong enough to matter to others; the portal's own time is repaired anyway. */
const WRONG_CLOCK_MS = 60_000

/** What was learnt, in plain words, in the order in which a technician would mend it. */
export function findings(look: Looked): Finding[] {
  return [
    look.lan && riders(look.lan),
    ...wifi(look.wifi ?? null),
    look.wan && uplink(look.wan),
    look.forwarding === null
      ? null
      : look.forwarding
        ? good('forwarding', 'the kernel forwards packets')
        : bad('forwarding', 'the kernel forwards no packets', 'start the portal, or set net.ipv4.ip_forward to 1'),
    closed(look.closed ?? null),
    ...units(look.units ?? []),
    portal(look),
    names(look.names ?? null),
    ...modems(look.modems ?? null),
    enrolment(look.enrolment),
    look.fleet && fleet(look.fleet),
    clock(look),
    position(look.portal),
    policy(look.portal),
    certificate(look.certificate ?? null),
    upgrades(look.upgrades ?? null),
    disk(look.disk),
    ...database(look),
  ].filter((finding) => finding !== null)
}

function riders({ name, address }: NonNullable<Looked['lan']>): Finding {
  if (address === null)
    return bad('riders’ interface', `${name} has no IPv4 address`, `give ${name} an address, such as 10.55.0.1/22`)
  return good('riders’ interface', `${name} is there and has an address`)
}

function uplink({ name, exists, link, route }: NonNullable<Looked['wan']>): Finding {
  if (!exists)
    return bad('uplink', `there is no interface ${name}`, 'look at the modem; "ip link" shows the interfaces')
  if (!link) return bad('uplink', `${name} has no link`, 'look at the SIM, the antenna and the modem (mmcli -m any)')
  if (!route)
    return bad('uplink', `no default route goes over ${name}`, 'connect the modem; "ip route" shows the routes')
  return good('uplink', `${name} has a link and a route`)
}

function portal({ portal: about, portalPort }: Looked): Finding {
  if (!about)
    return bad(
      'portal',
      `nothing answers on port ${portalPort}`,
      'start the portal: abordo portal, or systemctl start abordo-portal',
    )
  return good('portal', `${about.software} is running, ${about.ridersConnected} riders connected`)
}

function enrolment(state: Looked['enrolment']): Finding {
  if (state === 'enrolled') return good('enrolment', 'this gateway is enrolled')
  const todo = 'abordo gateway enrol --fleet URL --code CODE; "abordo gateway code ID" on the fleet prints a code'
  if (state === 'damaged') return bad('enrolment', 'enrolment.json cannot be read', todo)
  return bad('enrolment', 'this gateway is not enrolled: its reports are kept here', todo)
}

function fleet({ url, answer, detail }: NonNullable<Looked['fleet']>): Finding {
  if (answer === 'ok' && isInClear(url))
    return bad(
      'fleet',
      `${url} answers and knows this gateway, but not over TLS: whoever is on the way can read its credential`,
      'give the fleet a certificate, then: abordo gateway enrol --fleet https://…; and revoke the old credential',
    )
  if (answer === 'ok') return good('fleet', `${url} answers and knows this gateway`)
  if (answer === 'silent')
    return bad('fleet', `${url} does not answer: ${detail}`, 'look at the uplink, then at the fleet')
  if (answer === 'refused') return bad('fleet', `${url} refuses this gateway`, detail)
  return bad('fleet', `what answers at ${url} is not a fleet`, 'look whether another portal stands in between')
}

/** Over the network without TLS. A fleet on this very machine is a trial. */
function isInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
}

function clock({ portal: about, fleet: far }: Looked): Finding {
  const ahead = far?.aheadMs ?? null
  if (ahead !== null && Math.abs(ahead) > WRONG_CLOCK_MS) {
    const known = about?.clock
      ? `the portal knows better, from ${about.clock.source}`
      : 'and the portal does not know better'
    return bad(
      'clock',
      `this machine’s clock is wrong by ${inWords(ahead)}; ${known}`,
      'set up NTP or gpsd; look at the clock’s battery',
    )
  }
  if (about && !about.clock)
    return bad('clock', 'nobody has told this boot the time yet', 'connect the uplink, or set up NTP or gpsd')
  if (about?.clock) return good('clock', `known from ${about.clock.source}, to ${about.clock.uncertaintyMs} ms`)
  return ahead === null
    ? bad('clock', 'could not be compared with the fleet’s', 'start the portal')
    : good('clock', 'agrees with the fleet’s')
}

function position(about: About | null): Finding | null {
  if (!about?.position) return null
  const { heard, fix } = about.position
  if (!heard)
    return bad(
      'position',
      'the receiver says nothing: the reports do not say where the vehicle is',
      'look at PORTAL_GPSD or PORTAL_ITXPT, at gpsd and at the receiver’s cable: gpspipe -w shows what gpsd says',
    )
  if (!fix)
    return bad(
      'position',
      'the receiver gives no fix that can be believed: the reports do not say where the vehicle is',
      'look at the antenna; after a cold start it takes some minutes under the open sky',
    )
  return good('position', 'the receiver gives fixes')
}

function policy(about: About | null): Finding | null {
  if (!about) return null
  const { running, problem } = about.policy
  if (problem)
    return bad(
      'policy',
      `${running} is in force; ${problem.version} is not: ${problem.reason}`,
      'mend the policy on the fleet',
    )
  return good('policy', `${running} is in force`)
}

function inWords(ms: number): string {
  const days = Math.abs(ms) / 86_400_000
  const size = days >= 2 ? `${Math.round(days)} days` : `${Math.round(Math.abs(ms) / 60_000)} minutes`
  return ms > 0 ? `${size}, ahead` : `${size}, behind`
}
