import type { z } from 'zod'

/** A wrong value in the environment; `message` is one line that names it and says what to write. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Name of an environment variable → its schema, and what to write, in words. */
export type Settings = Record<string, readonly [schema: z.ZodType, wanted: string]>
export type SettingsValues<S extends Settings> = { [K in keyof S]: z.output<S[K][0]> }

/** What is printed ends up in a log. */
function withoutPassword(value: string): string {
  return value.replace(/\/\/[^@/\s]*@/, '//…@')
}

/** Reads settings from the environment; an empty value counts as none. Throws ConfigError for the first wrong one. */
export function readSettings<S extends Settings>(
  settings: S,
  env: Record<string, string | undefined>,
): SettingsValues<S> {
  const values = Object.entries(settings).map(([name, [schema, wanted]]) => {
    const value = env[name] === '' ? undefined : env[name]
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw new ConfigError(`${name} is "${withoutPassword(value ?? '')}": write ${wanted}`)
    return [name, parsed.data]
  })
  return Object.fromEntries(values) as SettingsValues<S>
}
