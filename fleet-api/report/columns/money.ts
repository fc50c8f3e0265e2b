import type { RowOf } from './row.ts'
import type { Column } from './table.ts'

const SHARE = { minimum: 0, maximum: 1 } as const
const COUNT = { minimum: 0 } as const
const money = true as const

/** What it cost and saved, and what the contract says. */
export const whatItCost: readonly Column<RowOf>[] = [
  {
    ...{ name: 'currency', type: 'string', money },
    es: 'Moneda de las cantidades de dinero (ISO 4217).',
    en: 'Currency of the amounts of money (ISO 4217).',
    of: ({ report }) => report.assumptions?.currency ?? null,
  },
  {
    ...{ name: 'savings', type: 'number', constraints: COUNT, riders: true, money },
    es: 'Ahorro estimado de las personas: sesiones × savings_per_session.',
    en: 'Riders’ savings, an estimate: sessions × savings_per_session.',
    of: ({ row }) => row.savings,
  },
  {
    ...{ name: 'savings_per_session', type: 'number', constraints: COUNT, money },
    es: 'Lo que se supone que ahorra una conexión.',
    en: 'What a connection is assumed to save.',
    of: ({ report }) => report.assumptions?.savingsPerConnection ?? null,
  },
  {
    ...{ name: 'assumptions_source', type: 'string', money },
    es: 'De dónde viene lo que se supone.',
    en: 'Where the assumptions come from.',
    of: ({ report }) => report.assumptions?.source ?? null,
  },
  {
    ...{ name: 'cost_per_connected_hour', type: 'number', constraints: COUNT, riders: true, money },
    es: 'Costo del periodo ÷ connected_hours; solo de toda la ciudad.',
    en: 'The cost of the period ÷ connected_hours; of the whole city only.',
    of: ({ row }) => row.costPerConnectedHour,
  },
  {
    ...{ name: 'availability_promised', type: 'number', constraints: SHARE, money },
    es: 'Disponibilidad que promete el contrato, de 0 a 1.',
    en: 'Availability that the contract promises, 0 to 1.',
    of: ({ row }) => row.agreement?.promised ?? null,
  },
  {
    ...{ name: 'availability_attained', type: 'boolean', money },
    es: 'Si se cumplió.',
    en: 'Whether it was attained.',
    of: ({ row }) => row.agreement?.attained ?? null,
  },
  {
    ...{ name: 'credit_share', type: 'number', constraints: SHARE, money },
    es: 'Parte del costo del mes que se debe devolver según la tabla del contrato, de 0 a 1.',
    en: 'Share of the month’s cost that is due back by the contract’s table, 0 to 1.',
    of: ({ row }) => row.agreement?.creditShare ?? null,
  },
  {
    ...{ name: 'credit', type: 'number', constraints: COUNT, money },
    es: 'Lo mismo en dinero.',
    en: 'The same in money.',
    of: ({ row }) => row.agreement?.credit ?? null,
  },
]
