import { z } from 'zod'
import { architectureSchema, ringSchema, upgradeStateSchema, versionSchema } from './release.ts'

// What the dashboard asks about versions of the gateways' program (contract/release.ts).

const at = z.iso.datetime({ offset: true })

/** What became of a version on one gateway, for people. */
export const upgradeOnGatewaySchema = z.object({
  gatewayId: z.string(),
  label: z.string().nullable(),
  state: upgradeStateSchema,
  reason: z.string().nullable().describe('Why, where it was refused or rolled back.'),
  at: at.describe('When it happened, as the gateway tells it.'),
})
export type UpgradeOnGateway = z.infer<typeof upgradeOnGatewaySchema>

/** So many of the newest failures are told of each version. */
export const MOST_FAILURES = 50

export const releaseStateSchema = z.object({
  version: versionSchema,
  sequence: z.int(),
  madeAt: at,
  addedAt: at,
  notes: z.string(),
  files: z.array(z.object({ architecture: architectureSchema, octets: z.int() })),
  ring: ringSchema,
  ringAt: at.describe('Since when it has been in this ring, or when an admin last said that it is to go on.'),
  gateways: z.int().describe('How many gateways are in this ring.'),
  counts: z
    .object({
      proved: z.int(),
      taken: z.int(),
      rolledBack: z.int(),
      refused: z.int(),
      waiting: z.int().describe('They are offered it, and have not taken it yet.'),
    })
    .describe('Gateways, by what became of it.'),
  braked: z
    .boolean()
    .describe('It is offered to nobody: too many gateways rolled it back since `ringAt`. An admin sets the ring anew.'),
  failures: z.array(upgradeOnGatewaySchema).max(MOST_FAILURES).describe('Refused or rolled back, the newest first.'),
})
export type ReleaseState = z.infer<typeof releaseStateSchema>

export const canarySchema = z.object({ gatewayId: z.string(), label: z.string().nullable(), chosenAt: at })
export type Canary = z.infer<typeof canarySchema>

/** The newest version first. */
export const releasesAnswerSchema = z.object({
  releases: z.array(releaseStateSchema),
  canaries: z.array(canarySchema).describe('Gateways that get each version first.'),
})
export type ReleasesAnswer = z.infer<typeof releasesAnswerSchema>

export const releaseChangeSchema = z.strictObject({ ring: ringSchema })

/** `GET /api/gateways/{id}/upgrades`: the newest first. */
export const gatewayUpgradesAnswerSchema = z.object({
  canary: z.boolean().describe('It gets each version first.'),
  offered: versionSchema.nullable().describe('The version that it is offered and does not run yet; null: none.'),
  upgrades: z.array(upgradeOnGatewaySchema.omit({ gatewayId: true, label: true }).extend({ version: versionSchema })),
})
export type GatewayUpgradesAnswer = z.infer<typeof gatewayUpgradesAnswerSchema>
