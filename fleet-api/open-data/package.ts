import type { Publication } from '../../contract/publication.ts'
import { REPORT_DAYS } from '../report/columns/days.ts'
import { REPORT_ROWS } from '../report/columns/rows.ts'
import { type Column, columnsFor, type Table, unitOf } from '../report/columns/table.ts'

/** The tables that anybody may have; of their columns all is said here but how they are filled. */
export const OPEN_TABLES: readonly Table<never>[] = [REPORT_ROWS, REPORT_DAYS]

/** What a data package says. */
export interface PackageFacts {
  /** Where the files are: `https://wifi.example.mx`. */
  origin: string
  publication: Publication
  /** The city's agency, where no name was set; null: there is no feed yet. */
  agency: string | null
  /** 2026-10, newest first. */
  months: { month: string; state: 'provisional' | 'final'; revision: number | null }[]
  definitions: string
}

/** Licences that have a text of their own to link to. */
const LICENCES: Record<string, string> = {
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
  'CC-BY-SA-4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'ODbL-1.0': 'https://opendatacommons.org/licenses/odbl/1-0/',
  'ODC-By-1.0': 'https://opendatacommons.org/licenses/by/1-0/',
  'PDDL-1.0': 'https://opendatacommons.org/licenses/pddl/1-0/',
}

export function licencePath(licence: string): string | null {
  return LICENCES[licence] ?? null
}

/** datapackage.json: a Data Package of Frictionless, version 2, which programs for version 1 read too. A resource for each table and month. */
export function openDataPackage({ origin, publication, agency, months, definitions }: PackageFacts) {
  const publisher = publication.cityName ?? agency
  const path = licencePath(publication.licence)
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    profile: 'tabular-data-package',
    name: 'abordo-connectivity',
    title: `WiFi gratuito en el transporte público${publisher === null ? '' : `: ${publisher}`}`,
    description:
      'Lo que el WiFi gratuito dio a las personas en cada ruta, mes a mes. Cifras de menos de diez no se dicen. ' +
      'What free WiFi gave the riders of each route, month by month. Figures of fewer than ten are not told.',
    homepage: `${origin}/city`,
    definitions,
    licenses: [{ name: publication.licence, ...(path !== null && { path }) }],
    contributors: [
      {
        title: publisher ?? 'Abordo',
        ...(publication.contact !== null && { email: publication.contact }),
        role: 'publisher',
        roles: ['publisher'],
      },
    ],
    sources: [{ title: 'Reports of WiFi gateways on vehicles, at stops and in stations' }],
    resources: months.flatMap(({ month, state, revision }) =>
      OPEN_TABLES.map((table) => ({
        name: `${table.name}-${month}`,
        path: `${origin}/open-data/${table.name}.csv?month=${month}`,
        title: `${table.name} ${month}`,
        description: `${table.es} ${table.en}`,
        state,
        revision,
        type: 'table',
        profile: 'tabular-data-resource',
        format: 'csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
        schema: tableSchema(table, publication),
      })),
    ),
  }
}

/** The columns of a table as Frictionless' table schema has them. */
export function tableSchema<T>(table: Table<T>, reader: { money: boolean }) {
  return {
    fields: columnsFor(table, reader).map(field),
    missingValues: [''],
    primaryKey: [...table.key],
  }
}

function field<T>(column: Column<T>) {
  const { name, type, constraints, es, en } = column
  const unit = unitOf(column)
  return {
    ...{ name, type, description: `${es} ${en}` },
    ...(unit !== null && { unit }),
    ...(constraints !== undefined && { constraints }),
  }
}
