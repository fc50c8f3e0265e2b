import type { About } from './about.ts'
import { type CertificateLook, certificate } from './certificate.ts'
import { type ClosedLook, closed } from './closed.ts'
import { bad, type Finding, good } from './finding.ts'
import { type ModemLook, modems } from './modems.ts'
import { type NamesLook, names } from './names.ts'
import { type DatabaseLook, database, disk } from './storage.ts'
import { type UnitLook, units } from './units.ts'
import { type UpgradesLook, upgrades } from './upgrades.ts'
import { type WifiLook, wifi } from './wifi.ts'
import type { CheckWords } from './words/es.ts'

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
    /** The problem's, where the fleet refuses. */
    code?: string
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
export function findings(look: Looked, words: CheckWords): Finding[] {
  return [
    look.lan && riders(look.lan, words.riders),
    ...wifi(look.wifi ?? null, words.wifi),
    look.wan && uplink(look.wan, words.uplink),
    forwarding(look.forwarding, words.forwarding),
    closed(look.closed ?? null, words.closed),
    ...units(look.units ?? [], words.units),
    portal(look, words.portal),
    names(look.names ?? null, words.names),
    ...modems(look.modems ?? null, words.modem),
    enrolment(look.enrolment, words.enrolment),
    look.fleet && fleet(look.fleet, words),
    clock(look, words.clock),
    position(look.portal, words.position),
    policy(look.portal, words),
    certificate(look.certificate ?? null, words),
    upgrades(look.upgrades ?? null, words),
    disk(look.disk, words.disk),
    ...database(look, words),
  ].filter((finding) => finding !== null)
}

function riders({ name, address }: NonNullable<Looked['lan']>, words: CheckWords['riders']): Finding {
  return address === null ? bad(words.about, words.noAddress(name)) : good(words.about, words.good(name))
}

function uplink({ name, exists, link, route }: NonNullable<Looked['wan']>, words: CheckWords['uplink']): Finding {
  if (!exists) return bad(words.about, words.missing(name))
  if (!link) return bad(words.about, words.noLink(name))
  return route ? good(words.about, words.good(name)) : bad(words.about, words.noRoute(name))
}

function forwarding(isOn: boolean | null, words: CheckWords['forwarding']): Finding | null {
  if (isOn === null) return null
  return isOn ? good(words.about, words.good) : bad(words.about, words.off)
}

function portal({ portal: about, portalPort }: Looked, words: CheckWords['portal']): Finding {
  if (!about) return bad(words.about, words.silent(portalPort))
  return good(words.about, words.good(about.software, about.ridersConnected))
}

function enrolment(state: Looked['enrolment'], words: CheckWords['enrolment']): Finding {
  const { about, todo } = words
  if (state === 'enrolled') return good(about, words.good)
  return bad(about, { said: state === 'damaged' ? words.damaged : words.missing, todo })
}

function fleet({ url, answer, detail, code }: NonNullable<Looked['fleet']>, all: CheckWords): Finding {
  const { fleet: words, reason } = all
  const { about } = words
  if (answer === 'ok') return isInClear(url) ? bad(about, words.inClear(url)) : good(about, words.good(url))
  if (answer === 'silent') return bad(about, words.silent(url, reason(detail)))
  if (answer === 'not-a-fleet') return bad(about, words.other(url))
  if (code === 'credential-revoked') return bad(about, words.revoked(url))
  if (code === 'wrong-credential') return bad(about, words.unknown(url))
  return bad(about, { said: words.refused(url), todo: detail })
}

/** Over the network without TLS. A fleet on this very machine is a trial. */
function isInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
}

function clock({ portal: told, fleet: far }: Looked, words: CheckWords['clock']): Finding {
  const { about } = words
  const ahead = far?.aheadMs ?? null
  if (ahead !== null && Math.abs(ahead) > WRONG_CLOCK_MS) {
    const known = told?.clock ? words.portalKnows(told.clock.source) : words.portalDoesNot
    return bad(about, { said: `${inWords(ahead, words)}${known}`, todo: words.wrongTodo })
  }
  if (told && !told.clock) return bad(about, words.untold)
  if (told?.clock) return good(about, words.known(told.clock.source, told.clock.uncertaintyMs))
  return ahead === null ? bad(about, words.notCompared) : good(about, words.good)
}

function inWords(ms: number, words: CheckWords['clock']): string {
  const days = Math.abs(ms) / 86_400_000
  const by = days >= 2 ? words.days(Math.round(days)) : words.minutes(Math.round(Math.abs(ms) / 60_000))
  return ms > 0 ? words.ahead(by) : words.behind(by)
}

function position(told: About | null, words: CheckWords['position']): Finding | null {
  if (!told?.position) return null
  const { heard, fix } = told.position
  if (!heard) return bad(words.about, words.silent)
  return fix ? good(words.about, words.good) : bad(words.about, words.noFix)
}

function policy(told: About | null, { policy: words, reason }: CheckWords): Finding | null {
  if (!told) return null
  const { running, problem } = told.policy
  if (problem) return bad(words.about, words.problem(running, problem.version, reason(problem.reason)))
  return good(words.about, words.good(running))
}
