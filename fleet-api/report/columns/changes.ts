import type { Change } from '../../../contract/city-report.ts'
import type { RowOf } from './row.ts'
import type { Column } from './table.ts'

const FIGURES: { figure: keyof Change; name: string }[] = [
  { figure: 'sessions', name: 'sessions' },
  { figure: 'ridersMean', name: 'riders_connected_mean' },
  { figure: 'connectedHours', name: 'connected_hours' },
  { figure: 'outputOctets', name: 'output_octets' },
  { figure: 'availability', name: 'availability' },
]
const COMPARED = [
  { period: 'previousMonth', name: 'previous_month', es: 'el mes anterior', en: 'the month before' },
  {
    period: 'lastYear',
    name: 'last_year',
    es: 'el mismo mes del año anterior',
    en: 'the same month of the year before',
  },
] as const

/** By how much the figures are more than before. */
export const whatIsChanged: readonly Column<RowOf>[] = COMPARED.flatMap(({ period, name: than, es, en }) =>
  FIGURES.map(
    ({ figure, name }): Column<RowOf> => ({
      ...{ name: `${name}_change_${than}`, type: 'number' },
      ...(figure === 'availability'
        ? {
            es: `Cambio de ${name} contra ${es}, como diferencia. Vacío: uno de los dos no se dice.`,
            en: `Change of ${name} against ${en}, as a difference. Empty: one of both is not told.`,
          }
        : {
            es: `Cambio de ${name} contra ${es}, como parte de este (0.1 es 10 % más). Vacío: uno de los dos no se dice.`,
            en: `Change of ${name} against ${en}, as a share of it (0.1 is 10 % more). Empty: one of both is not told.`,
          }),
      of: ({ row }) => row[period]?.[figure] ?? null,
    }),
  ),
)
