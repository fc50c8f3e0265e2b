import { MARKS, type Mark } from './marks.ts'

export interface MapCentre {
  lat: number
  lon: number
  zoom: number
}

/** Reads `19.43213,-99.13321,13.5`; null: it is not that. */
export function parseCentre(text: string | null): MapCentre | null {
  if (text === null || !/^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(text)) return null
  const [lat = 0, lon = 0, zoom = 0] = text.split(',').map(Number)
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom <= 20 ? { lat, lon, zoom } : null
}

export function formatCentre({ lat, lon, zoom }: MapCentre): string {
  return `${lat.toFixed(5)},${lon.toFixed(5)},${Math.round(zoom * 100) / 100}`
}

/** Reads `missing,late`; what is no mark is left out. */
export function parseMarks(text: string | null): Mark[] {
  const asked = (text ?? '').split(',')
  return MARKS.filter((mark) => asked.includes(mark))
}
