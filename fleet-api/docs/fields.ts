import type { Schema } from './types.ts'

/** One row of a schema's table. */
export interface Field {
  /** From the outermost object, such as `gateways[].policy.wanted`. */
  path: string
  type: string
  /** Name of a schema that has a table of its own. */
  ref: string | null
  optional: boolean
  /** What a value has to be, beyond its type. */
  limits: string[]
  description: string
}

/** The fields of a schema, those of what it holds included; of a schema with a name of its own only the name. */
export function fieldsOf(schema: Schema, path = '', optional = false): Field[] {
  const own = path === '' ? [] : [fieldOf(schema, path, optional)]
  if (refOf(schema) !== null && path !== '') return own
  const inner = withoutRef(schema)
  const properties = Object.entries(inner.properties ?? {}).flatMap(([name, property]) =>
    fieldsOf(property, path === '' ? name : `${path}.${name}`, !inner.required?.includes(name)),
  )
  if (inner.items && !inner.prefixItems && holdsMore(inner.items)) {
    const item = `${path}[]`
    const items = fieldsOf(inner.items, item)
    // What the items are is said with the array itself.
    return [...own, ...items.filter((field) => field.path !== item), ...properties]
  }
  return [...own, ...properties]
}

function holdsMore(schema: Schema): boolean {
  return (
    refOf(schema) === null &&
    (schema.properties !== undefined || (schema.items !== undefined && holdsMore(schema.items)))
  )
}

function fieldOf(schema: Schema, path: string, optional: boolean): Field {
  return {
    path,
    type: typeOf(schema),
    ref: refOf(schema.items ?? schema),
    optional,
    limits: [...limitsOf(schema), ...(schema.items ? limitsOf(schema.items) : [])],
    description: withoutRef(schema).description ?? '',
  }
}

/** The name of the schema that a reference is to. */
export function refOf(schema: Schema): string | null {
  const ref = schema.$ref ?? schema.allOf?.find((part) => part.$ref)?.$ref
  return ref?.replace(/^.*\//, '') ?? null
}

/** A reference that is described at its place has the two side by side. */
function withoutRef(schema: Schema): Schema {
  return schema.allOf ? Object.assign({}, ...schema.allOf, schema) : schema
}

/** A schema's type in words, such as `array of integer or null`. */
export function typeOf(schema: Schema): string {
  const ref = refOf(schema)
  if (ref !== null) return ref
  const types = [schema.type ?? 'any'].flat().filter((type) => type !== 'null')
  const nullable = [schema.type].flat().includes('null') ? ' or null' : ''
  if (schema.prefixItems) return `array of ${schema.prefixItems.length} numbers${nullable}`
  if (types[0] === 'array' && schema.items) return `array of ${typeOf(schema.items)}${nullable}`
  const words = types.map((type) => (type === 'string' && schema.format ? (FORMATS[schema.format] ?? type) : type))
  return words.join(' or ') + nullable
}

const FORMATS: Record<string, string> = { 'date-time': 'time (ISO 8601)', uuid: 'UUID', email: 'e-mail address' }

const LONGEST_PATTERN = 48

function limitsOf(schema: Schema): string[] {
  const { enum: values, minimum, maximum, minLength, maxLength, minItems, maxItems } = schema
  const limits: string[] = []
  if (values) limits.push(values.map((value) => `\`${value}\``).join(' · '))
  if (schema.const !== undefined) limits.push(`\`${schema.const}\``)
  if (minimum !== undefined || maximum !== undefined) limits.push(range(minimum, maximum))
  // A string that may not be empty is what everybody expects.
  if (maxLength !== undefined) limits.push(`${range(minLength === 1 ? undefined : minLength, maxLength)} characters`)
  if (minItems !== undefined || maxItems !== undefined) limits.push(`${range(minItems, maxItems)} of them`)
  // A longer one tells a reader nothing.
  if (schema.pattern !== undefined && schema.pattern.length <= LONGEST_PATTERN)
    limits.push(`matches \`${schema.pattern}\``)
  if (schema.default !== undefined) limits.push(`default \`${JSON.stringify(schema.default)}\``)
  return limits
}

function range(from: number | undefined, to: number | undefined): string {
  const words = (value: number) => value.toLocaleString('en')
  if (from !== undefined && to !== undefined) return `${words(from)} to ${words(to)}`
  return from !== undefined ? `at least ${words(from)}` : `at most ${words(to ?? 0)}`
}
