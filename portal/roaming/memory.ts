import { hash, randomBytes } from 'node:crypto'
import type { Policy } from '../../contract/policy.ts'
import { FINGERPRINTS_AT_ONCE } from '../../contract/roaming.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import {
  fingerprintFinder,
  forgetRoaming,
  heldRoaming,
  holdRoaming,
  keepExchange,
  noteFingerprint,
  type RoamingDay,
  untold,
} from '../queries/roaming.ts'
import { acceptanceOf, refusalOf } from './fingerprint.ts'

export interface RoamingDeps {
  db: GatewayDatabase
  clock: Clock
  /** Whether somebody has told this boot the time: by a wrong clock a day would not end. */
  timeIsKnown: () => boolean
  policy: () => Policy
}

/** A client's standing today. `refused`: it wants not to be known again. */
export type Standing = 'unknown' | 'remembered' | 'refused'

export type Roaming = ReturnType<typeof createRoaming>

/** More addresses than any bus or station has clients. */
const MOST_STRANGERS = 4096

/**
 * Who has accepted today, here or on another bus: fingerprints under the fleet's key of the day, and nothing once the day is over
 * (DESIGN.md, rule 4). Without a key nobody is remembered.
 */
export function createRoaming({ db, clock, timeIsKnown, policy }: RoamingDeps) {
  let day: RoamingDay | null = heldRoaming(db)
  const find = fingerprintFinder(db)
  /** Addresses of which is known that they are to be asked, each under a hash whose key ends with this process; until anything changes. */
  const strangers = new Set<string>()
  const secret = randomBytes(32).toString('base64')
  const nameOf = (ip: string) => hash('sha256', secret + ip, 'base64')
  let strangersUnder = policy()
  let onNews: () => void = () => undefined

  /** The day, while it is on and riders are remembered. */
  function today(): RoamingDay | null {
    if (!day || !policy().acceptOnce || !timeIsKnown()) return null
    const now = clock.now()
    return now >= day.fromAt && now < day.toAt ? day : null
  }

  function standing(mac: string): Standing {
    const on = today()
    if (!on) return 'unknown'
    const isAccepted = find(acceptanceOf(on.key, policy(), mac))
    if (find(refusalOf(on.key, mac))) return 'refused'
    return isAccepted ? 'remembered' : 'unknown'
  }

  function note(fingerprint: number): void {
    noteFingerprint(db, fingerprint)
    strangers.clear()
    onNews()
  }

  function forget(): void {
    if (day) forgetRoaming(db)
    day = null
    strangers.clear()
  }

  return {
    isOn: () => today() !== null,
    standing,
    /** Whether it is worth while to look who a client is: it was not found to be a stranger since anything changed. */
    mayBeKnown(ip: string): boolean {
      if (!day) return false
      if (strangersUnder !== policy()) strangers.clear()
      strangersUnder = policy()
      // What the time is comes last: the kernel is asked for it, which costs more than the rest, and strangers knock all day.
      return !strangers.has(nameOf(ip)) && today() !== null
    },
    isStranger(ip: string): void {
      if (strangers.size >= MOST_STRANGERS) strangers.clear()
      strangers.add(nameOf(ip))
    },
    /** A rider has accepted here. */
    accepted(mac: string): void {
      const on = today()
      if (on && standing(mac) === 'unknown') note(acceptanceOf(on.key, policy(), mac))
    },
    /** A rider wants to be forgotten: it is told to the others by a number that says nothing else, and he accepts on every bus again. */
    refuse(mac: string): void {
      const on = today()
      if (on && standing(mac) === 'remembered') note(refusalOf(on.key, mac))
    },
    /** To be called once a minute: forgets a day that is over, or all where riders are to accept on every bus. */
    turn(): void {
      strangers.clear()
      if (day && (day.toAt <= clock.now() || !policy().acceptOnce)) forget()
    },
    /** Holds the day that the fleet has told of. */
    hold(next: Omit<RoamingDay, 'next'>): void {
      day = { ...next, next: 0 }
      holdRoaming(db, day)
      strangers.clear()
    },
    forget,
    held: () => day,
    /** Whether the day that is on has to be asked for. */
    isDayWanted: () => policy().acceptOnce && (!day || clock.now() >= day.toAt),
    untold: () => untold(db, FINGERPRINTS_AT_ONCE),
    /** Keeps what an exchange under this day's key has brought. */
    keep(of: RoamingDay, exchanged: { told: number[]; came: number[]; next: number }): void {
      // The day has ended meanwhile, or has another key.
      if (day?.key !== of.key) return
      keepExchange(db, { date: day.date, ...exchanged })
      day = { ...day, next: exchanged.next }
      if (exchanged.came.length > 0) strangers.clear()
    },
    /** Calls `hear` when there is something to tell. */
    onNews(hear: () => void): void {
      onNews = hear
    },
  }
}
