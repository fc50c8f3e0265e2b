import type { ReportSource, Rows } from './source.ts'
import type { ArchiveTable } from './table.ts'
import { CHAIN_HEADS, GATEWAY_HOURS, PUBLISHED, ROUTE_DAYS, ROUTE_HOURS, SERVICE_DAYS } from './tables.ts'

export const REPORT_FILE = 'report.json'
export const INPUTS_FILE = 'inputs.json'

/** A table of an archive, and how its rows are read from where they are. */
interface TableFile<T> {
  table: ArchiveTable<T>
  rows: (source: ReportSource) => Rows<T>
}

const file = <T>(table: ArchiveTable<T>, rows: (source: ReportSource) => Rows<T>): TableFile<never> =>
  ({ table, rows }) as unknown as TableFile<never>

/** The tables in the order in which they are written. */
export const TABLE_FILES: readonly TableFile<never>[] = [
  file(GATEWAY_HOURS, (source) => source.gatewayHours()),
  file(ROUTE_HOURS, (source) => source.routeHours()),
  file(ROUTE_DAYS, (source) => source.routeDays()),
  file(SERVICE_DAYS, (source) => source.serviceDays()),
  file(PUBLISHED, (source) => source.published()),
  file(CHAIN_HEADS, (source) => source.chainHeads()),
]

/** datapackage.json of an archive: what each column is. */
export function archivePackage(month: string) {
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    profile: 'tabular-data-package',
    name: `abordo-report-archive-${month}`,
    title: `Abordo ${month}`,
    description: 'Exacto y no para publicarse; sin datos personales. Exact and not to be published; nothing personal.',
    resources: TABLE_FILES.map(({ table }) => ({
      name: table.name,
      path: `${table.name}.csv`,
      description: `${table.es} ${table.en}`,
      type: 'table',
      profile: 'tabular-data-resource',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: {
        fields: table.columns.map(({ name, codec, es, en }) => ({
          ...{ name, type: codec.type, description: `${es} ${en}` },
          ...(codec.required && { constraints: { required: true } }),
        })),
        missingValues: [''],
      },
    })),
  }
}
