import type { PolicyLayer } from '../../../../contract/policy.ts'
import type { PolicyContent } from '../../../../contract/policy-layers.ts'

/** What a layer may ask for by itself, and where the schema knows it. */
export const ITEM_PATHS = {
  operatorName: 'operatorName',
  color: 'branding.color',
  logo: 'branding.logo',
  session: 'sessionSeconds',
  extension: 'extension',
  quota: 'quotaOctets',
  coolDown: 'coolDownSeconds',
  perDay: 'sessionsPerDay',
  idle: 'idleSeconds',
  acceptOnce: 'acceptOnce',
  clientDown: 'clientRate.down',
  clientUp: 'clientRate.up',
  uplinkDown: 'uplinkRate.down',
  uplinkUp: 'uplinkRate.up',
  walledGarden: 'walledGarden',
  blockedNames: 'blockedNames',
} as const
export type Item = keyof typeof ITEM_PATHS
export const ITEMS = Object.keys(ITEM_PATHS) as Item[]

export const MINUTE = 60
export const MEGABIT = 1_000_000
export const OCTETS = { MB: 1_000_000, GB: 1_000_000_000 } as const

/** A policy as people write it: amounts in their own units, an empty one for no limit, lists as lines. */
export interface PolicyDraft {
  operatorName: string
  color: string
  logo: string
  session: string
  isExtendable: boolean
  extensionMinutes: string
  extensionTimes: string
  quota: string
  quotaUnit: keyof typeof OCTETS
  coolDown: string
  perDay: string
  idle: string
  acceptOnce: boolean
  clientDown: string
  clientUp: string
  uplinkDown: string
  uplinkUp: string
  walledGarden: string
  blockedNames: string
  /** Which of these the layer asks for itself; the others fall through to the wider one. */
  own: Record<Item, boolean>
}

type Fields = Omit<PolicyDraft, 'own'>

/** The parts of a draft that stand for an item. */
export const FIELDS_OF: Record<Item, readonly (keyof Fields)[]> = {
  operatorName: ['operatorName'],
  color: ['color'],
  logo: ['logo'],
  session: ['session'],
  extension: ['isExtendable', 'extensionMinutes', 'extensionTimes'],
  quota: ['quota', 'quotaUnit'],
  coolDown: ['coolDown'],
  perDay: ['perDay'],
  idle: ['idle'],
  acceptOnce: ['acceptOnce'],
  clientDown: ['clientDown'],
  clientUp: ['clientUp'],
  uplinkDown: ['uplinkDown'],
  uplinkUp: ['uplinkUp'],
  walledGarden: ['walledGarden'],
  blockedNames: ['blockedNames'],
}

/** A policy in the units of people. `layer` null: every field is its own. */
export function draftOf(policy: PolicyContent, layer: PolicyLayer | null): PolicyDraft {
  const quotaUnit = policy.quotaOctets !== null && policy.quotaOctets >= OCTETS.GB ? 'GB' : 'MB'
  const { clientRate, uplinkRate, extension, branding } = policy
  return {
    operatorName: policy.operatorName,
    color: branding.color ?? '',
    logo: branding.logo ?? '',
    session: written(policy.sessionSeconds, MINUTE),
    isExtendable: extension !== null,
    extensionMinutes: written(extension?.seconds ?? 1800, MINUTE),
    extensionTimes: written(extension?.times ?? 1, 1),
    quota: written(policy.quotaOctets, OCTETS[quotaUnit]),
    quotaUnit,
    coolDown: policy.coolDownSeconds === 0 ? '' : written(policy.coolDownSeconds, MINUTE),
    perDay: written(policy.sessionsPerDay, 1),
    idle: written(policy.idleSeconds, MINUTE),
    acceptOnce: policy.acceptOnce,
    clientDown: written(clientRate.down, MEGABIT),
    clientUp: written(clientRate.up, MEGABIT),
    uplinkDown: written(uplinkRate.down, MEGABIT),
    uplinkUp: written(uplinkRate.up, MEGABIT),
    walledGarden: policy.walledGarden.join('\n'),
    blockedNames: policy.blockedNames.join('\n'),
    own: Object.fromEntries(ITEMS.map((item) => [item, layer === null || isIn(layer, item)])) as Record<Item, boolean>,
  }
}

/** What the layer asks for by itself, for the schema to judge. */
export function layerOf(draft: PolicyDraft): Record<string, unknown> {
  const layer: Record<string, unknown> = {}
  for (const item of ITEMS) {
    if (!draft.own[item]) continue
    const [first = '', second] = ITEM_PATHS[item].split('.')
    const value = itemValue(draft, item)
    layer[first] = second === undefined ? value : { ...(layer[first] as object), [second]: value }
  }
  return layer
}

/** The names of a list, and on which line each one stands. */
export function namesIn(text: string): { name: string; line: number }[] {
  return text
    .split('\n')
    .map((line, index) => ({ name: line.trim(), line: index + 1 }))
    .filter(({ name }) => name !== '')
}

function itemValue(draft: PolicyDraft, item: Item): unknown {
  switch (item) {
    case 'operatorName':
      return draft.operatorName.trim()
    case 'color':
    case 'logo':
      return draft[item] || null
    case 'acceptOnce':
      return draft.acceptOnce
    case 'session':
    case 'idle':
      return amount(draft[item], MINUTE)
    case 'coolDown':
      return amount(draft.coolDown, MINUTE) ?? 0
    case 'perDay':
      return amount(draft.perDay, 1)
    case 'quota':
      return amount(draft.quota, OCTETS[draft.quotaUnit])
    case 'extension':
      return draft.isExtendable
        ? { seconds: amount(draft.extensionMinutes, MINUTE), times: amount(draft.extensionTimes, 1) }
        : null
    case 'walledGarden':
    case 'blockedNames':
      return namesIn(draft[item]).map(({ name }) => name)
    default:
      return amount(draft[item], MEGABIT)
  }
}

/** Null: nothing is written. What is no number is NaN, which no schema takes. */
function amount(text: string, unit: number): number | null {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  const value = Number(trimmed) * unit
  return unit === 1 ? value : Math.round(value)
}

function written(value: number | null, unit: number): string {
  return value === null ? '' : String(value / unit)
}

function isIn(layer: PolicyLayer, item: Item): boolean {
  const [first = '', second] = ITEM_PATHS[item].split('.')
  const value = (layer as Record<string, unknown>)[first]
  return second === undefined
    ? value !== undefined
    : (value as object | undefined) !== undefined && second in (value as object)
}
