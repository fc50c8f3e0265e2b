/** Longer values, such as a logo or the terms, are told by their length. */
const LONGEST = 200

/** What a change of fields is, field by field: what it was, then what it is; null: not there. */
export function changedFields(before: object, after: object): Record<string, [unknown, unknown]> {
  const [old, next] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  const names = [...new Set([...old.keys(), ...next.keys()])]
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(next.get(name)))
      .map((name) => [name, [told(old.get(name)), told(next.get(name))]]),
  )
}

function told(value: unknown): unknown {
  if (value === undefined) return null
  const length = JSON.stringify(value).length
  return length > LONGEST ? `(${length} characters)` : value
}
