/** The colours of one route, as `#rrggbb`. */
export interface RouteColours {
  color: string
  textColor: string
}

const HEX = /^[0-9a-f]{6}$/i

/** WCAG 2.2, success criterion 1.4.3. */
const LEAST_CONTRAST = 4.5

/**
 * Colours of a GTFS route (routes.txt, route_color and route_text_color).
 *
 * `color` is the feed's. Where the feed is silent GTFS means white, which would make a chart's routes all alike, so it is derived
 * from route_id: always the same for one route, and as a rule unlike its neighbours'.
 * `textColor` is the feed's where it can be read on `color` (contrast of at least 4.5 : 1), otherwise black or white, whichever
 * reads better: one of the two always can. So a malformed value, such as the "0" that a spreadsheet makes of 000000, does no harm.
 */
export function routeColours(route: {
  routeId: string
  routeColor: string | null
  routeTextColor: string | null
}): RouteColours {
  const color = colourOf(route.routeColor) ?? derivedColour(route.routeId)
  const textColor = colourOf(route.routeTextColor)
  if (textColor !== null && contrast(color, textColor) >= LEAST_CONTRAST) return { color, textColor }
  return { color, textColor: contrast(color, '#000000') >= contrast(color, '#ffffff') ? '#000000' : '#ffffff' }
}

/** WCAG contrast ratio of two colours `#rrggbb`, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function colourOf(cell: string | null): string | null {
  return cell !== null && HEX.test(cell) ? `#${cell.toLowerCase()}` : null
}

/** WCAG relative luminance, 0 to 1. */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** Saturated and of middle lightness, so that it shows on a white page and on a dark one. */
function derivedColour(routeId: string): string {
  const hash = hashOf(routeId)
  const hue = (hash % 3600) / 10
  const lightness = [0.38, 0.46, 0.54][(hash >>> 16) % 3] ?? 0.46
  return hslColour(hue, 0.62, lightness)
}

/** FNV-1a, with a last stir, since ids such as R1 and R2 differ in one bit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const octet of new TextEncoder().encode(text)) hash = Math.imul(hash ^ octet, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function hslColour(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}
