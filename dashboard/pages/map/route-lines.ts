import L from 'leaflet'
import type { MapShapesAnswer } from '../../../contract/map.ts'
import { decodePolyline } from '../../../contract/polyline.ts'
import { readableOn } from '../../chart/contrast.ts'

export interface RouteLines {
  put(routes: MapShapesAnswer['routes']): void
  /** Shows one route above the others, which fade; '': all alike. */
  choose(routeId: string): void
  dress(ground: string): void
  /** Where one route runs, or all; null: nothing is known. */
  bounds(routeId: string): L.LatLngBounds | null
}

interface Line {
  color: string
  line: L.Polyline
}

/** Where routes run: thin lines of their colours, made readable on the ground. */
export function createRouteLines(map: L.Map, firstGround: string): RouteLines {
  const renderer = L.canvas({ padding: 0.4 })
  const lines = new Map<string, Line>()
  let [chosen, ground] = ['', firstGround]
  const paint = () => {
    for (const [routeId, { color, line }] of lines) {
      const isChosen = routeId === chosen
      const fades = chosen !== '' && !isChosen
      line.setStyle({ color: readableOn(color, ground), weight: isChosen ? 5 : 2.5, opacity: fades ? 0.22 : 0.85 })
      if (isChosen) line.bringToFront()
    }
  }
  return {
    put: (routes) => {
      for (const { line } of lines.values()) line.remove()
      lines.clear()
      for (const { routeId, color, shapes } of routes) {
        const parts = shapes.map((shape) => decodePolyline(shape).map(([lat, lon]) => L.latLng(lat, lon)))
        const line = L.polyline(parts, { renderer, interactive: false, lineJoin: 'round', smoothFactor: 1.5 })
        lines.set(routeId, { color, line: line.addTo(map) })
      }
      paint()
    },
    choose: (routeId) => {
      if (routeId === chosen) return
      chosen = routeId
      paint()
    },
    dress: (next) => {
      ground = next
      paint()
    },
    bounds: (routeId) => {
      const all = [...lines].filter(([id]) => routeId === '' || id === routeId).map(([, { line }]) => line.getBounds())
      const whole = all.filter((one) => one.isValid())
      return whole.length === 0 ? null : whole.reduce((sum, one) => sum.extend(one), L.latLngBounds([]))
    },
  }
}
