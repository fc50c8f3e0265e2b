import { FINGERPRINT_OCTETS, FINGERPRINTS_AT_ONCE, type RoamingExchange } from '../../contract/roaming.ts'
import type { FleetDatabase, FleetTransaction } from '../../db/fleet/open.ts'
import {
  addPart,
  broughtBy,
  fingerprintsBetween,
  fingerprintsOf,
  lockRoaming,
  partsAfter,
  roamingDayAround,
  writeBrought,
} from '../queries/roaming.ts'
import { takenTogether } from '../taken-together.ts'
import { nameOfKey } from './day.ts'

/** Fingerprints that stand in one row. */
const PART = 2_000
/** Rows that are looked at for one answer. */
const PARTS_AT_ONCE = 5_000
/** Of a day: more than a country has riders on its buses. What comes after that is not kept: those riders accept on every bus. */
export const MOST_OF_A_DAY = 2_000_000
/** Of one gateway in a day: more than the busiest station lets in, so that a stolen credential cannot use up the day. The rest is not kept. */
export const MOST_OF_A_GATEWAY = 20_000
/** Requests that are taken in together. */
const TOGETHER = 100

export interface Exchanged {
  closed: boolean
  accepted: string
  next: number
  more: boolean
}

const CLOSED: Exchanged = { closed: true, accepted: '', next: 0, more: false }

/** Takes in what a gateway brings and gives it what has come since. `now`: ms since 1970. */
export async function exchange(
  db: FleetDatabase,
  gatewayId: string,
  asked: RoamingExchange,
  now: () => number,
): Promise<Exchanged> {
  const { date, keyName, after } = asked
  const brought = Buffer.from(asked.accepted, 'base64url')
  const whole = brought.subarray(0, brought.length - (brought.length % FINGERPRINT_OCTETS))
  if (whole.length > 0) {
    const isKept = await bring(db, { gatewayId, date, keyName, brought: whole }, now)
    if (!isKept) return CLOSED
  } else if (!(await isOn(db, { date, keyName }, now()))) return CLOSED
  return since(db, date, after)
}

/** The next fingerprints after a number. */
async function since(db: FleetDatabase, date: string, after: number): Promise<Exchanged> {
  const parts = await partsAfter(db, date, after, PARTS_AT_ONCE)
  let next = after
  let total = 0
  let more = parts.length === PARTS_AT_ONCE
  for (const { part, count } of parts) {
    if (total + count > FINGERPRINTS_AT_ONCE) {
      more = true
      break
    }
    total += count
    next = part
  }
  const texts = total === 0 ? [] : await fingerprintsBetween(db, date, after, next)
  const accepted = Buffer.concat(texts.map((text) => Buffer.from(text, 'base64url'))).toString('base64url')
  return { closed: false, accepted, next, more }
}

interface Key {
  date: string
  keyName: string
}

async function isOn(db: Parameters<typeof roamingDayAround>[0], { date, keyName }: Key, now: number): Promise<boolean> {
  const day = await roamingDayAround(db, Math.floor(now / 1000))
  return day !== null && day.date === date && nameOfKey(day.key) === keyName
}

interface Brought extends Key {
  gatewayId: string
  brought: Buffer
}

/** Keeps fingerprints; those of requests that wait at the same time in one transaction. False: that day is over. */
const bring = takenTogether(TOGETHER, keepTogether)

async function keepTogether(tx: FleetTransaction, brought: Brought[], now: number): Promise<boolean[]> {
  await lockRoaming(tx)
  const verdicts: boolean[] = []
  const kept: Brought[] = []
  for (const one of brought) {
    const isKept = await isOn(tx, one, now)
    verdicts.push(isKept)
    if (isKept) kept.push(one)
  }
  const [first] = kept
  if (first) await append(tx, first.date, Buffer.concat(await withinBounds(tx, first.date, kept)))
  return verdicts
}

/** What is taken of each, so that no gateway brings more than MOST_OF_A_GATEWAY in a day, and how many it has brought is noted. */
async function withinBounds(tx: FleetTransaction, date: string, kept: readonly Brought[]): Promise<Buffer[]> {
  const counts = await broughtBy(tx, date, [...new Set(kept.map(({ gatewayId }) => gatewayId))])
  const taken = kept.map(({ gatewayId, brought }) => {
    const before = counts.get(gatewayId) ?? 0
    const some = brought.subarray(0, (MOST_OF_A_GATEWAY - before) * FINGERPRINT_OCTETS)
    counts.set(gatewayId, before + some.length / FINGERPRINT_OCTETS)
    return some
  })
  await writeBrought(tx, date, counts)
  return taken
}

async function append(tx: FleetTransaction, date: string, brought: Buffer): Promise<void> {
  let last = await fingerprintsOf(tx, date)
  for (let at = 0; at < brought.length && last < MOST_OF_A_DAY; at += PART * FINGERPRINT_OCTETS) {
    const piece = brought.subarray(at, at + PART * FINGERPRINT_OCTETS)
    const count = piece.length / FINGERPRINT_OCTETS
    last += count
    await addPart(tx, { date, part: last, count, fingerprints: piece.toString('base64url') })
  }
}
