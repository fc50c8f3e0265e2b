import { z } from 'zod'
import { siteSchema } from './enrolment.ts'
import { PROBLEM_KINDS } from './rider-problem.ts'
import { canRead, PROTOCOL_VERSION } from './version.ts'

const text = z.string().min(1).max(200)
const octets = z.int().min(1)
const bitsPerSecond = z.int().min(8000).max(10_000_000_000)
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'not a colour such as #00694b')
/** A DNS name, lower case; it stands for all names below it. */
const name = z
  .string()
  .toLowerCase()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'not a name such as salud.example.mx',
  )

/** Terms of use as an operator writes them: plain text, an empty line between paragraphs, a line that begins with `# ` is a heading. */
export const termsTextSchema = z.string().trim().min(1).max(12_000)

/** Every field of a policy, without its default: a full policy and a layer of one are both made of these. */
const fields = {
  operatorName: z.string().min(1).max(100).describe('Shown to riders.'),
  sessionSeconds: z.int().min(60).max(86_400),
  termsVersion: text.describe(
    'The terms that a rider accepts; sent back by the form, so that the rider accepted what was shown.',
  ),
  quotaOctets: octets.nullable().describe('Octets both ways that end a session.'),
  coolDownSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .describe('Seconds from the end of a session, by time or quota, until the next may begin.'),
  sessionsPerDay: z.int().min(1).max(1000).nullable().describe('Sessions of one client in one service day.'),
  idleSeconds: z
    .int()
    .min(60)
    .max(86_400)
    .nullable()
    .describe("A session in which the rider's device has sent nothing for so long ends."),
  acceptOnce: z
    .boolean()
    .describe(
      'Whether who has accepted these terms today, here or elsewhere in the fleet, is let in without being asked again.',
    ),
  walledGarden: z.array(name).max(200).describe('Names that may be reached without a session.'),
  blockedNames: z.array(name).max(5000).describe('Names that are not answered to anybody.'),
}
/** How often, and by how much, a rider may extend a session. */
const extension = { seconds: z.int().min(60).max(86_400), times: z.int().min(1).max(100) }
/** Colours and logo of the riders' pages. The logo is an image in a data: URL, small enough for a page of 14,000 octets. */
const branding = {
  color: colour.nullable(),
  logo: z
    .string()
    .max(6000)
    .regex(/^data:image\/(png|svg\+xml|webp);base64,[A-Za-z0-9+/=]+$/, 'not an image in a data: URL, base64')
    .nullable(),
}
/** Down is towards the rider. */
const rate = { down: bitsPerSecond.nullable(), up: bitsPerSecond.nullable() }
const rateOrNone = z.object({ down: rate.down.default(null), up: rate.up.default(null) })

/** What the fleet asks of a gateway. The same `version` is the same content, everywhere. Null: no limit. Fields that are left out take their defaults. */
export const policySchema = z
  .object({
    version: z.int().min(0),
    operatorName: fields.operatorName,
    branding: z.object({ color: branding.color.default(null), logo: branding.logo.default(null) }).prefault({}),
    sessionSeconds: fields.sessionSeconds,
    termsVersion: fields.termsVersion,
    quotaOctets: fields.quotaOctets.default(null),
    coolDownSeconds: fields.coolDownSeconds.default(0),
    sessionsPerDay: fields.sessionsPerDay.default(null),
    idleSeconds: fields.idleSeconds.default(null),
    acceptOnce: fields.acceptOnce.default(true),
    extension: z.object(extension).nullable().default(null),
    clientRate: rateOrNone.prefault({}).describe('The most that one client gets, each way.'),
    uplinkRate: rateOrNone
      .prefault({})
      .describe(
        'What the uplink carries. Where it is known, no client gets more than a fair share of it when the bus is full.',
      ),
    walledGarden: fields.walledGarden.default([]),
    blockedNames: fields.blockedNames.default([]),
    // Since protocol 1.4: what the fleet adds by itself. No layer has these.
    termsText: z
      .object({ es: termsTextSchema, en: termsTextSchema })
      .nullable()
      .default(null)
      .describe("The operator's own terms of the version `termsVersion`; null: the gateway's."),
    fixed: z
      .array(z.object({ kind: z.enum(PROBLEM_KINDS), on: z.iso.date(), site: siteSchema.nullable().default(null) }))
      .max(PROBLEM_KINDS.length)
      .default([])
      .describe(
        "What riders of this gateway had reported and was mended, on which of the city's dates, and where: told to them for a week.",
      ),
  })
  .meta({ id: 'Policy' })
export type Policy = z.infer<typeof policySchema>
export type PolicyInput = z.input<typeof policySchema>

/** What an admin asks of the whole fleet: every field that a person chooses. */
export const fleetPolicySchema = policySchema.omit({ version: true, termsText: true, fixed: true })
export type FleetPolicy = z.infer<typeof fleetPolicySchema>

const onlyFields = {
  error: (issue: { code?: string; keys?: string[] }) =>
    issue.code === 'unrecognized_keys' ? `${issue.keys?.join(', ')}: no such field in a policy` : undefined,
}

/**
 * A part of a policy, for all gateways, those of one route, or one. The narrower wins, field by field; `branding`, `clientRate` and
 * `uplinkRate` by their own fields. A field that is left out falls through to the wider layer; null is a value.
 */
export const policyLayerSchema = z
  .strictObject(
    {
      ...fields,
      extension: z.strictObject(extension, onlyFields).nullable(),
      branding: z.strictObject(branding, onlyFields).partial(),
      clientRate: z.strictObject(rate, onlyFields).partial(),
      uplinkRate: z.strictObject(rate, onlyFields).partial(),
    },
    onlyFields,
  )
  .partial()
  .meta({ id: 'PolicyLayer' })
export type PolicyLayer = z.infer<typeof policyLayerSchema>

/** What a gateway runs by until the fleet has said otherwise. */
export const DEFAULT_POLICY: Policy = policySchema.parse({
  version: 0,
  operatorName: 'WiFi a bordo',
  sessionSeconds: 3600,
  termsVersion: '2026-11',
})

/** `GET /v1/policy`. Fields of a newer minor protocol are left out by an older reader; a newer major one is refused. */
export const policyAnswerSchema = policySchema.extend({
  protocol: z
    .string()
    .default('1.0')
    .refine(canRead, `speaks a protocol that this gateway (${PROTOCOL_VERSION}) cannot read: update the gateway`),
})
