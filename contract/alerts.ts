import { z } from 'zod'

const at = z.iso.datetime({ offset: true })

/**
 * What somebody is told of. missing: silent while its route or site is in service; uplink-down: no internet; uplink-poor: slow or
 * broken internet; sim-quota: near the end of its SIM's month; dhcp-full: no room for more phones; portal-failing: riders accept and get
 * no session; clock-wrong; hot; disk; policy-not-applied; back-filling: old reports for too long; rider-problems: several riders report
 * faults; operator-down: many gateways of one mobile operator at once; certificate: the portal's is about to end, or cannot be obtained;
 * release-stopped: gateways went back from a version, so that it is offered to no others.
 */
export const ALERT_KINDS = [
  'missing',
  'uplink-down',
  'uplink-poor',
  'sim-quota',
  'dhcp-full',
  'portal-failing',
  'clock-wrong',
  'hot',
  'disk',
  'policy-not-applied',
  'back-filling',
  'rider-problems',
  'operator-down',
  'certificate',
  'release-stopped',
] as const
export const alertKindSchema = z.enum(ALERT_KINDS)
export type AlertKind = z.infer<typeof alertKindSchema>

export const ALERT_SCOPES = ['gateway', 'operator', 'fleet'] as const
export type AlertScope = (typeof ALERT_SCOPES)[number]

/**
 * What is likely behind an alert, as far as the last reports tell. power: it stopped all at once; no-signal; no-data: a network serves the
 * modem and no data comes; no-sim: the modem is broken or has no SIM; cable: no carrier on the uplink; no-route; dns; sim-used-up;
 * mobile-operator: many buses of the same network; portal: the portal's own programs; storage; enrolment: its credential was taken away;
 * new-version: no phone would have got online with it.
 */
export const ALERT_CAUSES = [
  'power',
  'no-signal',
  'no-data',
  'no-sim',
  'cable',
  'no-route',
  'dns',
  'sim-used-up',
  'mobile-operator',
  'portal',
  'storage',
  'enrolment',
  'new-version',
] as const
export const alertCauseSchema = z.enum(ALERT_CAUSES)
export type AlertCause = z.infer<typeof alertCauseSchema>

/** Numbers and words that an alert's text is made of, by name: `usedOctets`, `temperatureC`, `gateways`, … */
export const alertFactsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.null()]))
export type AlertFacts = z.infer<typeof alertFactsSchema>

export const ALERT_EVENT_KINDS = ['opened', 'told', 'acknowledged', 'noted', 'snoozed', 'unsnoozed', 'closed'] as const
export type AlertEventKind = (typeof ALERT_EVENT_KINDS)[number]

const minutes = z.int().min(0).max(10_080)
const share = z.number().min(0).max(1)
/** From when on a condition is an alert. `…Minutes`: it has to hold for so long. */
const thresholds = {
  /** Kinds that nobody wants to hear of. */
  off: z.array(alertKindSchema).max(ALERT_KINDS.length),
  missingMinutes: minutes,
  uplinkDownMinutes: minutes,
  uplinkPoorMinutes: minutes,
  /** Poor: a round trip to the fleet of more than this, or less than `uplinkPoorShare` of the time with internet. */
  uplinkPoorMs: z.int().min(1).max(60_000),
  uplinkPoorShare: share,
  /** Octets that one SIM may use in a calendar month; null: no limit is known. */
  simOctets: z.int().min(1).nullable(),
  simShares: z.array(share).min(1).max(4),
  dhcpShare: share,
  dhcpMinutes: minutes,
  portalFailingMinutes: minutes,
  clockMinutes: minutes,
  clockUncertaintyMs: z.int().min(1),
  hotC: z.number().min(20).max(150),
  hotMinutes: minutes,
  diskShare: share,
  policyMinutes: minutes,
  backFillingMinutes: minutes,
  /** So many riders' reports of one gateway within so many minutes. */
  riderProblems: z.int().min(1).max(100),
  riderProblemsMinutes: minutes,
  /** So many gateways of one mobile operator, and at least this share of its live ones. */
  operatorGateways: z.int().min(2).max(10_000),
  operatorShare: share,
}
export const thresholdsSchema = z.object(thresholds)
export type Thresholds = z.infer<typeof thresholdsSchema>
/** Of a route or a gateway: what is left out falls through to the wider. */
export const thresholdFieldsSchema = z.strictObject(thresholds).partial()
export type ThresholdFields = z.infer<typeof thresholdFieldsSchema>

export const DEFAULT_THRESHOLDS: Thresholds = {
  off: [],
  missingMinutes: 15,
  uplinkDownMinutes: 5,
  uplinkPoorMinutes: 15,
  uplinkPoorMs: 1500,
  uplinkPoorShare: 0.7,
  simOctets: null,
  simShares: [0.75, 0.95],
  dhcpShare: 0.9,
  dhcpMinutes: 10,
  portalFailingMinutes: 5,
  clockMinutes: 30,
  clockUncertaintyMs: 60_000,
  hotC: 85,
  hotMinutes: 10,
  diskShare: 0.05,
  policyMinutes: 60,
  backFillingMinutes: 120,
  riderProblems: 3,
  riderProblemsMinutes: 120,
  operatorGateways: 10,
  operatorShare: 0.3,
}

/** An alert in a reader's language, as it is told in e-mails too: `?lang=es` or `?lang=en`. */
export const alertWordsSchema = z.object({
  title: z.string().describe('What, where and since when, in one line.'),
  cause: z.string().nullable().describe('What is likely behind it.'),
  first: z.string().describe('What to do first.'),
})
export type AlertWords = z.infer<typeof alertWordsSchema>

/** An alert as the API tells it. */
export const alertSchema = z
  .object({
    id: z.int(),
    kind: alertKindSchema,
    scope: z.enum(ALERT_SCOPES),
    subjectId: z
      .string()
      .describe(
        "A gateway's id, a mobile operator's name, or the version that was stopped; '' for the rest of the fleet's.",
      ),
    label: z.string().nullable().describe('What people call the gateway.'),
    part: z.string().describe("Of two of a kind about one gateway: the SIM's port; '' for the others."),
    routeId: z.string().nullable(),
    state: z.enum(['open', 'closed']),
    cause: alertCauseSchema.nullable(),
    facts: alertFactsSchema,
    since: at.describe('Since when the condition holds, as far as is known.'),
    openedAt: at,
    closedAt: at.nullable(),
    acknowledged: z
      .object({ at, by: z.string().nullable().describe('E-mail address; null: a token, or somebody who left.') })
      .nullable(),
    note: z.string().nullable(),
    snoozedUntil: at.nullable(),
    partOf: z.int().nullable().describe('The alert that stands for this one and many others.'),
    parts: z.int().describe('How many alerts it stands for.'),
    told: z
      .array(z.object({ channel: z.string(), kind: z.enum(['email', 'webhook']), at: at.nullable() }))
      .describe('Who was told; `at` null: not sent yet.'),
    words: alertWordsSchema.optional(),
  })
  .meta({ id: 'Alert' })
export type Alert = z.infer<typeof alertSchema>
export const alertsAnswerSchema = z.object({
  asOf: at,
  alerts: z.array(alertSchema).describe('Open ones, the newest first; with `closed`, those that have closed.'),
  next: z.int().nullable().describe('Of closed ones: `before` of the next page; null: this is the last.'),
})
export type AlertsAnswer = z.infer<typeof alertsAnswerSchema>

export const alertEventSchema = z.object({
  at,
  kind: z.enum(ALERT_EVENT_KINDS),
  by: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
})
/** `GET /api/alerts/{id}` */
export const alertDetailSchema = alertSchema.extend({ events: z.array(alertEventSchema) })
export type AlertDetail = z.infer<typeof alertDetailSchema>

const note = z.string().trim().min(1).max(500)
/** `POST /api/alerts/{id}/acknowledge` */
export const acknowledgeSchema = z.strictObject({
  note: note.nullable().optional().describe('Null or left out: as it is.'),
})
/** `POST /api/alerts/{id}/note` */
export const noteSchema = z.strictObject({ note: note.nullable().describe('Null: none any more.') })
/** `POST /api/alerts/{id}/snooze` */
export const snoozeSchema = z.strictObject({ until: at.describe('Nobody is told of it until then; a year at most.') })
/** `PUT /api/gateways/{id}/snooze` */
export const gatewaySnoozeSchema = snoozeSchema.extend({ reason: note.describe('Why: "in the workshop".') })
export const gatewaySnoozedSchema = z.object({
  id: z.string(),
  snoozed: z.object({ until: at, reason: z.string() }).nullable(),
})

/** Thresholds as they were last written for a part of the fleet; `id`: of the route or gateway. */
export const thresholdPartSchema = z.object({ id: z.string(), fields: thresholdFieldsSchema, updatedAt: at })
/** `GET /api/alerts/thresholds`. `fleet` null: the defaults; `effective`: of all that have nothing of their own. */
export const thresholdLayersSchema = z.object({
  fleet: thresholdPartSchema.omit({ id: true }).nullable(),
  routes: z.array(thresholdPartSchema),
  gateways: z.array(thresholdPartSchema),
  effective: thresholdsSchema,
})
export type ThresholdLayers = z.infer<typeof thresholdLayersSchema>
/** What holds for the fleet, a route or a gateway now: its own layer, null where it has none, and all layers together. */
export const thresholdPartAnswerSchema = z.object({
  layer: thresholdPartSchema.nullable(),
  effective: thresholdsSchema,
})
