import type { LatLon } from './along.ts'

/** Steps of a degree: five digits, about a metre. */
const STEPS = 1e5

/**
 * Points as text in the "encoded polyline" format that map programs share: differences in steps of 0.00001 degrees, each in as few
 * characters as it needs, so that a point of a city's shape takes four or five.
 */
export function encodePolyline(points: readonly LatLon[]): string {
  let text = ''
  let [lat, lon] = [0, 0]
  for (const point of points) {
    const [nextLat, nextLon] = [Math.round(point[0] * STEPS), Math.round(point[1] * STEPS)]
    text += encodeNumber(nextLat - lat) + encodeNumber(nextLon - lon)
    lat = nextLat
    lon = nextLon
  }
  return text
}

/** The points of such a text. */
export function decodePolyline(text: string): LatLon[] {
  const points: LatLon[] = []
  let [at, lat, lon] = [0, 0, 0]
  const next = () => {
    let [value, shift, part] = [0, 0, 0]
    do {
      part = text.charCodeAt(at++) - 63
      value |= (part & 31) << shift
      shift += 5
    } while (part >= 32)
    return value & 1 ? ~(value >> 1) : value >> 1
  }
  while (at < text.length) {
    lat += next()
    lon += next()
    points.push([lat / STEPS, lon / STEPS])
  }
  return points
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1
  let text = ''
  while (rest >= 32) {
    text += String.fromCharCode((32 | (rest & 31)) + 63)
    rest >>= 5
  }
  return text + String.fromCharCode(rest + 63)
}
