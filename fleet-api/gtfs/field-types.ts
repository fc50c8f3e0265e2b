import { z } from 'zod'

// "Field Types" of the GTFS Schedule reference. An empty cell reaches these schemas as undefined.

/** Text and ID, where the reference requires them. */
export const requiredText = z.string('is empty')
/** Text, where it may be empty. */
export const optionalText = z.string().default('')
/** Date: a service day as YYYYMMDD. */
export const date = requiredText.refine(isDate, 'is not a date like 20261231')
/** Time: HH:MM:SS since noon minus 12 hours of the service day, so it may pass 24:00:00. */
export const time = requiredText.refine(isTime, 'is not a time like 25:30:00')
/** Non-negative integer. */
export const wholeNumber = requiredText.refine(isWholeNumber, 'is not a whole number').transform(Number)
/** Latitude and Longitude: WGS84 decimal degrees. */
export const latitude = requiredText
  .refine((cell) => isDegrees(cell, 90), 'is not a latitude in degrees')
  .transform(Number)
export const longitude = requiredText
  .refine((cell) => isDegrees(cell, 180), 'is not a longitude in degrees')
  .transform(Number)
/** Enum of the weekday columns of calendar.txt. */
export const flag = z.enum(['0', '1'], 'is not 0 or 1').transform((cell) => cell === '1')

export function isDate(cell: string): boolean {
  if (!/^\d{8}$/.test(cell)) return false
  const iso = `${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6)}`
  const at = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso)
}

/** H:MM:SS to HHH:MM:SS. Character codes, because stop_times.txt asks this twice a row. */
export function isTime(cell: string): boolean {
  const length = cell.length
  return (
    length >= 7 &&
    length <= 9 &&
    isDigits(cell, 0, length - 6) &&
    cell.charCodeAt(length - 6) === COLON &&
    isSixtieth(cell, length - 5) &&
    cell.charCodeAt(length - 3) === COLON &&
    isSixtieth(cell, length - 2)
  )
}

/** Seconds of a cell that isTime has found good. */
export function secondsOf(cell: string): number {
  const length = cell.length
  return Number(cell.slice(0, length - 6)) * 3600 + twoDigits(cell, length - 5) * 60 + twoDigits(cell, length - 2)
}

export function isWholeNumber(cell: string): boolean {
  return cell.length > 0 && cell.length <= 15 && isDigits(cell, 0, cell.length)
}

export function isDegrees(cell: string, most: number): boolean {
  const degrees = cell === '' ? Number.NaN : Number(cell)
  return degrees >= -most && degrees <= most
}

/** Timezone: a name of the IANA database. */
export function isTimezone(cell: string): boolean {
  if (!/^[A-Za-z]/.test(cell)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cell }).format(0) !== ''
  } catch {
    return false
  }
}

const ZERO = 48
const NINE = 57
const COLON = 58

function twoDigits(cell: string, from: number): number {
  return (cell.charCodeAt(from) - ZERO) * 10 + cell.charCodeAt(from + 1) - ZERO
}

function isDigits(cell: string, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const code = cell.charCodeAt(index)
    if (code < ZERO || code > NINE) return false
  }
  return true
}

function isSixtieth(cell: string, from: number): boolean {
  return cell.charCodeAt(from) < ZERO + 6 && isDigits(cell, from, from + 2)
}
