import { WEEKDAYS } from '../../contract/service.ts'
import { refOf } from './fields.ts'
import type { ApiDocument, Operation, Schema } from './types.ts'

/** Values that mean something to a reader, by the name of the field. */
const VALUES: Record<string, unknown> = {
  id: 'bus-1',
  step: 'minute',
  sessionSeconds: 3600,
  code: '7K3M-P9QX-2DVA-H6TN',
  email: 'ana@example.mx',
  password: 'correct horse battery',
  software: 'abordo 0.1.0',
  operatorName: 'WiFi a bordo',
  date: '2026-11-24',
  url: 'https://avl.example.mx/vehicle-positions.pb',
  termsVersion: '2026-11',
  openingHours: {
    ...Object.fromEntries(WEEKDAYS.map((day) => [day, [['05:00', '25:00']]])),
    exceptions: { '2026-12-25': [] },
  },
}

/** How to ask a route with curl. `$FLEET` is the fleet's address, `$TOKEN` an API token, `$CREDENTIAL` a gateway's. */
export function curl(document: ApiDocument, method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters ?? []
  const place = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name }) => text.replace(`{${name}}`, String(VALUES[name] ?? name)), path)
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${schema.example ?? VALUES[name] ?? example(document, schema, name)}`)
    .join('&')
  const lines = [
    `curl -sS${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$FLEET${place}${query ? `?${query}` : ''}"`,
    ...authorisation(operation),
    ...bodyLines(document, operation),
  ]
  return lines.join(' \\\n  ')
}

function authorisation({ security }: Operation): string[] {
  const schemes = security.flatMap((one) => Object.keys(one))
  if (schemes.includes('gateway')) return ['-H "Authorization: Bearer $CREDENTIAL"']
  return schemes.includes('token') ? ['-H "Authorization: Bearer $TOKEN"'] : []
}

function bodyLines(document: ApiDocument, operation: Operation): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema
  if (!schema) return []
  return ['-H "Content-Type: application/json"', `-d '${JSON.stringify(example(document, schema))}'`]
}

/** A value that fits a schema: what has to be there, and nothing else. */
function example(document: ApiDocument, schema: Schema, name = ''): unknown {
  if (schema.example !== undefined) return schema.example
  if (name in VALUES) return VALUES[name]
  const ref = refOf(schema)
  if (ref !== null) return example(document, document.components.schemas[ref] ?? {}, name)
  if (schema.enum) return schema.enum[0]
  const type = [schema.type].flat()[0]
  if (type === 'array') return schema.items ? [example(document, schema.items)] : []
  if (type === 'object') {
    const properties = Object.entries(schema.properties ?? {})
    const needed = properties.filter(([property]) => schema.required?.includes(property))
    const shown = needed.length > 0 ? needed : properties.slice(0, 1).filter(([property]) => property in VALUES)
    return Object.fromEntries(shown.map(([property, inner]) => [property, example(document, inner, property)]))
  }
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number')
    return Math.max(schema.minimum ?? 0, name.startsWith('ended') ? 60_000 : 0)
  if (schema.format === 'uuid') return '11111111-1111-4111-8111-111111111111'
  if (schema.format === 'date-time') return name.startsWith('ended') ? '2026-11-24T14:01:00Z' : '2026-11-24T14:00:00Z'
  return name === 'protocol' ? '1.0' : 'text'
}
