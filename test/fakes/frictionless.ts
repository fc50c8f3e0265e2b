import { parse } from 'csv-parse/sync'

// The rules of Frictionless' table schema, as far as they are used: what is checked of a CSV file that a data package describes.

interface Field {
  name: string
  type: string
  description: string
  constraints?: { required?: boolean; minimum?: number; maximum?: number; enum?: string[] }
}

export interface Resource {
  name: string
  path: string
  schema: { fields: Field[]; missingValues: string[]; primaryKey?: string[] }
}

export interface DataPackage {
  name: string
  licenses: { name: string; path?: string }[]
  contributors: { title: string; email?: string }[]
  resources: Resource[]
}

const LOOKS: Record<string, RegExp> = {
  string: /^/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  yearmonth: /^\d{4}-(0[1-9]|1[0-2])$/,
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  boolean: /^(true|false)$/,
}

/** The rows of a CSV file, by the names of its columns. */
export function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { columns: true })
}

/** What of a CSV file is not as its schema wants it, one line each. */
export function complaints({ schema: { fields, missingValues, primaryKey } }: Resource, text: string): string[] {
  const found: string[] = []
  const header = text.split('\r\n')[0]
  if (header !== fields.map(({ name }) => name).join(',')) found.push(`other columns: ${header}`)
  const rows = rowsOf(text)
  for (const row of rows) {
    for (const field of fields) {
      const value = row[field.name] ?? ''
      if (missingValues.includes(value)) {
        if (field.constraints?.required) found.push(`${field.name} is needed`)
      } else found.push(...wrongWith(field, value))
    }
  }
  const keys = rows.map((row) => JSON.stringify(primaryKey?.map((name) => row[name]) ?? row))
  if (new Set(keys).size !== rows.length) found.push('a primary key comes twice')
  return found
}

function wrongWith({ name, type, constraints }: Field, value: string): string[] {
  if (!LOOKS[type]?.test(value)) return [`${name} "${value}": no ${type}`]
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = constraints ?? {}
  if (constraints?.enum && !constraints.enum.includes(value)) return [`${name} "${value}": not one of its values`]
  return Number(value) < minimum || Number(value) > maximum ? [`${name} "${value}": out of range`] : []
}
