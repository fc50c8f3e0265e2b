import { createHash, randomBytes } from 'node:crypto'

/** What is kept of a secret: enough to know it again. The secrets have 128 bits or more, so a fast hash serves. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** A gateway's credential, a partner's token or a link to a report: 256 bits, with a prefix that tells a reader (and a leak scanner) what it is. */
export function makeToken(kind: 'gateway' | 'api' | 'share'): string {
  return `abordo_${kind}_${randomBytes(32).toString('base64url')}`
}

/** The key of a day: 256 bits of chance. */
export const makeDayKey = (): string => randomBytes(32).toString('base64url')

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A one-time enrolment code, 80 bits in Crockford's base 32 (no I, L, O, U: it is read out over the phone): XXXX-XXXX-XXXX-XXXX. */
export function makeEnrolmentCode(): string {
  const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32])
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-')
}
