import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Guide } from '../contract/guide.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import { loadTimetable } from './network.ts'
import { fleetSecret } from './queries/settings.ts'
import { publishingOf } from './realtime/publishing.ts'
import { recently } from './recently.ts'
import type { Network } from './rules/network.ts'
import { holdsStill, type LinkedTrip, linkedTrip, type OnTrip } from './rules/trip-link.ts'

/** Where a link to a trip leads. */
export const TRIP = '/viaje'

interface Keys {
  seal: Buffer
  nonce: Buffer
}

const CIPHER = 'aes-256-gcm'
const NONCE_OCTETS = 12
const TAG_OCTETS = 16
const LONGEST_TOKEN = 900
/** What an admin has said of positions reaches buses so much later; the page itself heeds it at once. */
const PUBLISHING_MS = 10_000

const sealedSchema = z.tuple([
  z.string().min(1),
  z.string().min(1),
  z.int().nullable(),
  z.string().min(1).nullable(),
  z.int(),
])

/** The keys of a fleet's links, from its secret: another secret makes all links invalid. */
export function tripKeys(secret: string): Keys {
  const key = (of: string) => Buffer.from(hkdfSync('sha256', secret, '', `abordo trip link: ${of}`, 32))
  return { seal: key('seal'), nonce: key('nonce') }
}

/**
 * The token of a trip: encrypted, so that it tells nobody which bus it is of, and authenticated, so that nobody makes one. The nonce
 * follows from the content (as in RFC 5297): the same trip has the same token, and no nonce serves two contents.
 */
export function sealTrip({ seal, nonce: nonceKey }: Keys, trip: LinkedTrip): string {
  const { gatewayId, routeId, directionId, tripId, endsAt } = trip
  const text = JSON.stringify([gatewayId, routeId, directionId, tripId, endsAt] satisfies z.infer<typeof sealedSchema>)
  const nonce = createHmac('sha256', nonceKey).update(text).digest().subarray(0, NONCE_OCTETS)
  const cipher = createCipheriv(CIPHER, seal, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The trip of a token; null: it is none of ours. */
export function unsealTrip({ seal }: Keys, token: string): LinkedTrip | null {
  const sealed = token.length > LONGEST_TOKEN ? Buffer.alloc(0) : Buffer.from(token, 'base64url')
  // One trip has one address: the last sign may not say the same in several ways.
  if (sealed.length <= NONCE_OCTETS + TAG_OCTETS || sealed.toString('base64url') !== token) return null
  try {
    const decipher = createDecipheriv(CIPHER, seal, sealed.subarray(0, NONCE_OCTETS))
    decipher.setAuthTag(sealed.subarray(-TAG_OCTETS))
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_OCTETS, -TAG_OCTETS)), decipher.final()])
    const [gatewayId, routeId, directionId, tripId, endsAt] = sealedSchema.parse(JSON.parse(text.toString()))
    return { gatewayId, routeId, directionId, tripId, endsAt }
  } catch {
    return null
  }
}

interface Kept {
  keys: Keys
  /** The link that each vehicle's riders have now. */
  links: Map<string, LinkedTrip>
}

const memory = new WeakMap<FleetDatabase, Promise<Kept>>()

async function kept(db: FleetDatabase): Promise<Kept> {
  const known =
    memory.get(db) ??
    fleetSecret(db, () => randomBytes(32).toString('base64url')).then((secret) => ({
      keys: tripKeys(secret),
      links: new Map(),
    }))
  memory.set(db, known)
  return known.catch((error) => {
    memory.delete(db)
    throw error
  })
}

/**
 * The link that riders of a vehicle may hand on; undefined: there is none. `origin`: of the address that people open. `now`: ms since 1970.
 */
export async function shareOf(
  db: FleetDatabase,
  gateway: OnTrip,
  { network, origin, now }: { network: Network; origin: string; now: number },
): Promise<Guide['share']> {
  // Asked for with each report: what need not be looked up is not.
  const timetable = gateway.lastPlace?.tripId ? await loadTimetable(db) : null
  const seen = linkedTrip(gateway, { network, timetable, now })
  if (seen === null) return undefined
  const publishing = await recently(db, { key: 'publishing', ms: PUBLISHING_MS, now }, () => publishingOf(db))
  if (!publishing.public) return undefined
  const { keys, links } = await kept(db)
  const known = links.get(seen.gatewayId)
  const link = known !== undefined && holdsStill(known, seen, now) ? known : seen
  links.set(seen.gatewayId, link)
  return { url: `${origin}${TRIP}/${sealTrip(keys, link)}`, until: new Date(link.endsAt * 1000).toISOString() }
}

/** The trip of a token; null: it is none of this fleet's. */
export async function openTripLink(db: FleetDatabase, token: string): Promise<LinkedTrip | null> {
  return unsealTrip((await kept(db)).keys, token)
}
