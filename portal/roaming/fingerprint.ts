import { createHmac, hash } from 'node:crypto'
import type { Policy } from '../../contract/policy.ts'
import { FINGERPRINT_OCTETS, KEY_NAME_LENGTH } from '../../contract/roaming.ts'

/** What a rider has accepted: elsewhere he is let in where the same is in force, and nowhere else. */
export type Accepted = Pick<Policy, 'operatorName' | 'termsVersion'>

/** 40 bits by which gateways know a client again that has accepted, as long as they hold the day's key. */
export function acceptanceOf(key: string, { operatorName, termsVersion }: Accepted, mac: string): number {
  return numberOf(key, [operatorName, termsVersion, mac])
}

/** The same of a client that wants to be forgotten, whatever it has accepted: it stands in the same list. */
export function refusalOf(key: string, mac: string): number {
  return numberOf(key, [mac])
}

function numberOf(key: string, of: string[]): number {
  return createHmac('sha256', key).update(JSON.stringify(of)).digest().readUIntBE(0, FINGERPRINT_OCTETS)
}

/** By what the fleet tells which key this gateway holds. */
export const nameOfKey = (key: string): string => hash('sha256', key, 'base64url').slice(0, KEY_NAME_LENGTH)

/** Fingerprints as they travel (contract/roaming.ts). */
export function packed(fingerprints: number[]): string {
  const octets = Buffer.alloc(fingerprints.length * FINGERPRINT_OCTETS)
  for (const [index, one] of fingerprints.entries())
    octets.writeUIntBE(one, index * FINGERPRINT_OCTETS, FINGERPRINT_OCTETS)
  return octets.toString('base64url')
}

/** Octets at the end that are no whole fingerprint are passed over. */
export function unpacked(text: string): number[] {
  const octets = Buffer.from(text, 'base64url')
  return Array.from({ length: Math.floor(octets.length / FINGERPRINT_OCTETS) }, (_, index) =>
    octets.readUIntBE(index * FINGERPRINT_OCTETS, FINGERPRINT_OCTETS),
  )
}
