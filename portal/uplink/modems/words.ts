import { z } from 'zod'

/** What mmcli writes where it knows nothing. */
const MISSING = '--'

/** A value as mmcli writes it, always a string; null where it is missing or no such thing. */
export const given = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.trim())
  .transform((value) => (value === '' || value === MISSING ? null : value))
  .catch(null)

/** A list of such values, those left out that are missing. */
export const givenList = z
  .array(given)
  .transform((values) => values.filter((value) => value !== null))
  .catch([])

/**
 * IMEI, IMSI, ICCID and telephone numbers are long rows of digits, and MAC addresses of hexadecimal ones (systemd names interfaces by
 * them: `wwx020304050607`). No name that is worth a report holds one, so whatever does stays on the gateway (DESIGN.md, rule 4).
 */
const IDENTITY = /\d{7}|[0-9a-f]{12}/i

/** One of ModemManager's own words, such as `sim-missing`; null where it is none. */
export function wordOf(value: string | null): string | null {
  return value !== null && /^[a-z0-9][a-z0-9-]{0,31}$/.test(value) && !isIdentity(value) ? value : null
}

/** The name of an interface or port of the kernel; null where it is none. */
export function portName(value: string | null): string | null {
  return value !== null && /^[A-Za-z0-9_.-]{1,15}$/.test(value) && !IDENTITY.test(value) ? value : null
}

const LONGEST_NAME = 40

/** A mobile network's name, which it gives itself: any text. */
export function operatorName(value: string | null): string | null {
  const plain = value?.replaceAll(/[\p{C}\s]+/gu, ' ').trim() ?? ''
  if (plain === '' || isIdentity(plain)) return null
  // Half a character, where it was cut, no database takes.
  return plain
    .slice(0, LONGEST_NAME)
    .replace(/\p{Cs}$/u, '')
    .trim()
}

/** However the digits are parted: no word or name needs more than a country's and a network's code. */
function isIdentity(value: string): boolean {
  return IDENTITY.test(value) || (value.match(/\d/g) ?? []).length > 6
}

/** A figure within the limits that it can have in nature; null where it is none. */
export function figure(value: string | null, least: number, most: number): number | null {
  if (value === null || !/^-?\d{1,6}(\.\d{1,6})?$/.test(value)) return null
  const number = Number(value)
  return number >= least && number <= most ? number : null
}
