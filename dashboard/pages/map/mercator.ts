/** Places as web maps draw them: x and y run from 0 to 1 over the whole world, y southwards. */
export interface Spot {
  x: number
  y: number
}

/** Where a map of web Mercator has a place; beyond its 85 degrees it ends. */
export function spotOf(lat: number, lon: number): Spot {
  const sin = Math.sin((Math.max(-85.051129, Math.min(85.051129, lat)) * Math.PI) / 180)
  return { x: (lon + 180) / 360, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

/** Pixels of the whole world's width at a zoom. */
export function worldPx(zoom: number): number {
  return 256 * 2 ** zoom
}
