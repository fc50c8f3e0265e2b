import { z } from 'zod'

// Versions of the gateway's program: signed where they are made, published by the fleet, taken by gateways in rings.

const at = z.iso.datetime({ offset: true })
const VERSION = /^\d+\.\d+\.\d+$/
export const versionSchema = z.string().regex(VERSION, 'not a version such as 1.4.0')
/** Debian's names. */
export const ARCHITECTURES = ['amd64', 'arm64'] as const
export const architectureSchema = z.enum(ARCHITECTURES)
export type Architecture = z.infer<typeof architectureSchema>

/** The largest file of a release. */
export const MOST_RELEASE_OCTETS = 200_000_000

/** What is signed: the exact octets of this as JSON. */
export const releaseManifestSchema = z.object({
  product: z.literal('abordo-gateway'),
  version: versionSchema,
  /** Rises with every release that is signed. A gateway takes none whose number is not above the highest that it has ever taken. */
  sequence: z.int().min(1),
  madeAt: at,
  /** What riders and technicians get, one line each. */
  notes: z.string().max(4000).default(''),
  files: z
    .array(
      z.object({
        architecture: architectureSchema,
        octets: z.int().min(1).max(MOST_RELEASE_OCTETS),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal'),
      }),
    )
    .min(1)
    .max(ARCHITECTURES.length),
})
export type ReleaseManifest = z.infer<typeof releaseManifestSchema>

/** Ed25519 (RFC 8032) over the octets of `manifest`. */
export const signedReleaseSchema = z.object({
  manifest: z.string().min(1).max(20_000),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'not a signature of 64 octets in base64url'),
})
export type SignedRelease = z.infer<typeof signedReleaseSchema>

/** Which gateways are offered a release. canary: those that an operator chose; tenth: these and every tenth other; all. */
export const RINGS = ['none', 'canary', 'tenth', 'all'] as const
export const ringSchema = z.enum(RINGS)
export type Ring = z.infer<typeof ringSchema>

/** `GET /v1/release?architecture=&running=`: 200, or 204 where this gateway has nothing to take. */
export const releaseAnswerSchema = z.object({
  release: signedReleaseSchema,
  /** When it may be put in the place of the running one, half open: outside the service hours of this gateway. */
  windows: z.array(z.object({ from: at, to: at })).max(14),
  serverAt: at,
})
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>

/** taken: is on the disk, checked. proved: runs, and a phone would get online. rolled-back: did not, and the one before runs again. */
export const UPGRADE_STATES = ['taken', 'proved', 'rolled-back', 'refused'] as const
export const upgradeStateSchema = z.enum(UPGRADE_STATES)
export type UpgradeState = z.infer<typeof upgradeStateSchema>

/** `POST /v1/upgrades`: what became of a release on this gateway. Twice the same changes nothing. */
export const upgradeOutcomeSchema = z.object({
  version: versionSchema,
  state: upgradeStateSchema,
  /** Why, in one plain line, where it was refused or rolled back. */
  reason: z.string().max(400).nullable(),
  at,
})
export type UpgradeOutcome = z.infer<typeof upgradeOutcomeSchema>
