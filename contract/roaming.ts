import { z } from 'zod'

// Accept once, ride all day: who accepted on one bus is let in on the next without asking again. What gateways share is a short
// fingerprint of each client's address under a random key that the fleet makes for the day, and destroys when the day ends.

const at = z.iso.datetime({ offset: true })
const base64 = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]*$/, 'not base64url')

/** Octets of a fingerprint: see `chanceOfStranger`. */
export const FINGERPRINT_OCTETS = 5
/** Characters of base64url. */
export const KEY_NAME_LENGTH = 11
/** Fingerprints in one request, and in one answer. */
export const FINGERPRINTS_AT_ONCE = 20_000

/** `GET /v1/roaming`: the day that is on; 204: riders accept on every bus. The gateway forgets the key when the day ends. */
export const roamingDayAnswerSchema = z.object({
  date: z.iso.date(),
  /** Half open. */
  from: at,
  to: at,
  key: base64(43).length(43, 'not a key of 32 octets'),
  serverAt: at,
})
export type RoamingDayAnswer = z.infer<typeof roamingDayAnswerSchema>

/** How likely it is that a client that nobody has remembered is taken for one that has been, where so many are: 5.5e-8 of 60,000. */
export const chanceOfStranger = (remembered: number): number => remembered / 2 ** (8 * FINGERPRINT_OCTETS)

/** `POST /v1/roaming`: brings what is new here, and asks for what came from others since `after`. */
export const roamingExchangeSchema = z.object({
  date: z.iso.date(),
  /** Which key that day has here: the first characters of its SHA-256. Another one, after a crash of the fleet's database, means another list. */
  keyName: base64(KEY_NAME_LENGTH).length(KEY_NAME_LENGTH, 'not the name of a key'),
  /** What the last answer said; 0 at first. */
  after: z.int().min(0),
  /** Fingerprints, one behind another. */
  accepted: base64(Math.ceil((FINGERPRINTS_AT_ONCE * FINGERPRINT_OCTETS * 4) / 3)),
})
export type RoamingExchange = z.infer<typeof roamingExchangeSchema>

/** `closed`: that day is over, or was never, or riders accept on every bus again: its key and fingerprints are to be forgotten. */
export const roamingAnswerSchema = z.object({
  closed: z.boolean(),
  /** Of all gateways, in the order in which they came. */
  accepted: base64(Math.ceil((FINGERPRINTS_AT_ONCE * FINGERPRINT_OCTETS * 4) / 3)),
  next: z.int().min(0),
  /** There is more: ask again at once. */
  more: z.boolean(),
  serverAt: at,
})
export type RoamingAnswer = z.infer<typeof roamingAnswerSchema>
