import type { AlertKind, ThresholdFields, Thresholds } from '../../../../contract/alerts.ts'

export type Unit = 'minutes' | 'percent' | 'ms' | 'seconds' | 'celsius' | 'gigabytes' | 'count' | 'percents'
export type FieldName = Exclude<keyof Thresholds, 'off'>

/** How many of the schema's own unit are one of the reader's. */
export const SCALES: Record<Unit, number> = {
  minutes: 1,
  percent: 0.01,
  percents: 0.01,
  ms: 1,
  seconds: 1000,
  celsius: 1,
  gigabytes: 1_000_000_000,
  count: 1,
}

/** What each alert goes by, and in what it is written. */
export const KIND_FIELDS = {
  missing: { missingMinutes: 'minutes' },
  'uplink-down': { uplinkDownMinutes: 'minutes' },
  'uplink-poor': { uplinkPoorMs: 'ms', uplinkPoorShare: 'percent', uplinkPoorMinutes: 'minutes' },
  'sim-quota': { simOctets: 'gigabytes', simShares: 'percents' },
  'dhcp-full': { dhcpShare: 'percent', dhcpMinutes: 'minutes' },
  'portal-failing': { portalFailingMinutes: 'minutes' },
  'clock-wrong': { clockUncertaintyMs: 'seconds', clockMinutes: 'minutes' },
  hot: { hotC: 'celsius', hotMinutes: 'minutes' },
  disk: { diskShare: 'percent' },
  'policy-not-applied': { policyMinutes: 'minutes' },
  'back-filling': { backFillingMinutes: 'minutes' },
  'rider-problems': { riderProblems: 'count', riderProblemsMinutes: 'minutes' },
  'operator-down': { operatorGateways: 'count', operatorShare: 'percent' },
  certificate: {},
  'release-stopped': {},
} as const satisfies Record<AlertKind, Partial<Record<FieldName, Unit>>>
export const KINDS = Object.keys(KIND_FIELDS) as AlertKind[]

export function fieldsOf(kind: AlertKind): [FieldName, Unit][] {
  return Object.entries(KIND_FIELDS[kind]) as [FieldName, Unit][]
}

/** Thresholds as people write them. */
export type ThresholdDraft = Record<FieldName, string> & {
  off: readonly AlertKind[]
  /** Which groups the layer says itself; `off`: which alerts there are at all. */
  own: Record<AlertKind | 'off', boolean>
}

/** `layer` null: every field is its own. */
export function draftOf(whole: Thresholds, layer: ThresholdFields | null): ThresholdDraft {
  const all = KINDS.flatMap(fieldsOf)
  const texts = Object.fromEntries(all.map(([name, unit]) => [name, written(whole[name], unit)]))
  const owns = KINDS.map((kind) => [kind, layer === null || fieldsOf(kind).some(([name]) => layer[name] !== undefined)])
  return {
    ...(texts as Record<FieldName, string>),
    off: whole.off,
    own: {
      ...(Object.fromEntries(owns) as Record<AlertKind, boolean>),
      off: layer === null || layer.off !== undefined,
    },
  }
}

/** What the layer says itself, for the schema to judge. */
export function layerOf(draft: ThresholdDraft): Record<string, unknown> {
  const fields = KINDS.filter((kind) => draft.own[kind]).flatMap(fieldsOf)
  return {
    ...Object.fromEntries(fields.map(([name, unit]) => [name, read(draft[name], unit)])),
    ...(draft.own.off && { off: draft.off }),
  }
}

function written(value: Thresholds[FieldName], unit: Unit): string {
  if (value === null) return ''
  const one = (amount: number) => String(Number((amount / SCALES[unit]).toFixed(6)))
  return Array.isArray(value) ? value.map(one).join(', ') : one(value)
}

function read(text: string, unit: Unit): unknown {
  if (unit === 'percents')
    return text
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map((part) => amount(part, unit))
  if (text.trim() === '') return null
  return amount(text.trim().replace(',', '.'), unit)
}

/** What is no number is NaN, which no schema takes. */
function amount(text: string, unit: Unit): number {
  return Number((Number(text) * SCALES[unit]).toFixed(6))
}
