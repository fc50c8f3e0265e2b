import L from 'leaflet'
import { createGlides } from './glide.ts'
import type { Mark } from './marks.ts'
import { type Spot, spotOf, worldPx } from './mercator.ts'
import { createSprites, type MapColours, radiusAt, type Sprites } from './sprites.ts'

/** What the canvas draws of a gateway. */
export interface Drawn {
  id: string
  mark: Mark
  lat: number
  lon: number
  faded: boolean
}

export interface FleetCanvas {
  /** The last is drawn above the others. `still`: nothing glides. */
  put(drawn: readonly Drawn[], still: boolean): void
  choose(id: string | null): void
  dress(colours: MapColours): void
  /** The gateway within `reach` pixels of a point of the map's container; null: none. */
  under(point: L.Point, reach: number): Drawn | null
  remove(): void
}

interface View {
  left: number
  top: number
  scale: number
  corner: L.LatLng
}

/**
 * All gateways on one canvas above the map: thousands of markers of Leaflet's own, each an element or a path, would be too slow. It is
 * drawn anew only when something has changed, moves, or the map is moved.
 */
export function createFleetCanvas(map: L.Map, colours: MapColours): FleetCanvas {
  const pane = map.createPane('fleet')
  pane.style.zIndex = '450'
  pane.style.pointerEvents = 'none'
  const canvas = document.createElement('canvas')
  canvas.className = 'leaflet-zoom-animated map-fleet'
  canvas.setAttribute('aria-hidden', 'true')
  pane.append(canvas)
  const pen = canvas.getContext('2d')
  const glides = createGlides()
  let [all, chosen, frame, dressed]: [readonly Drawn[], string | null, number, MapColours] = [[], null, 0, colours]
  let sprites: Sprites | null = null
  let view = viewOf(map)

  /** Takes the map's place and size over. */
  function settle(): void {
    view = viewOf(map)
    const { x, y } = map.getSize()
    const density = window.devicePixelRatio || 1
    if (canvas.width !== Math.round(x * density) || canvas.height !== Math.round(y * density)) {
      canvas.width = Math.round(x * density)
      canvas.height = Math.round(y * density)
      canvas.style.width = `${x}px`
      canvas.style.height = `${y}px`
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]))
    const radius = radiusAt(map.getZoom())
    if (sprites?.radius !== radius) sprites = createSprites(dressed, radius, density)
    draw()
  }

  function draw(): void {
    if (!pen || !sprites) return
    const now = performance.now()
    const density = window.devicePixelRatio || 1
    const { x: width, y: height } = map.getSize()
    pen.setTransform(density, 0, 0, density, 0, 0)
    pen.clearRect(0, 0, width, height)
    const { radius } = sprites
    for (const one of all) {
      const at = screenOf(one, now)
      if (!at || at.x < -radius || at.y < -radius || at.x > width + radius || at.y > height + radius) continue
      if (one.id === chosen) ring(pen, at, radius, dressed)
      const sprite = sprites.of(one.mark, one.faded)
      const side = sprite.width / density
      pen.drawImage(sprite, at.x - side / 2, at.y - side / 2, side, side)
    }
    if (glides.moves(now)) ask()
  }

  const ask = () => {
    if (frame !== 0) return
    frame = window.requestAnimationFrame(() => {
      frame = 0
      draw()
    })
  }

  function screenOf({ id }: Drawn, now: number): Spot | null {
    const spot = glides.at(id, now)
    return spot && { x: spot.x * view.scale - view.left, y: spot.y * view.scale - view.top }
  }

  /** While the map zooms, what is drawn is stretched with it. */
  function stretch({ center, zoom }: L.ZoomAnimEvent): void {
    const half = map.getSize().divideBy(2)
    const paneAt = L.DomUtil.getPosition(map.getPane('mapPane') ?? canvas)
    const origin = map.project(center, zoom).subtract(half).add(paneAt).round()
    const scale = worldPx(zoom) / view.scale
    L.DomUtil.setTransform(canvas, map.project(view.corner, zoom).subtract(origin), scale)
  }

  map.on('move zoomend resize viewreset', settle)
  map.on('zoomanim', stretch)
  settle()
  return {
    put: (drawn, still) => {
      all = drawn
      glides.put(new Map(drawn.map(({ id, lat, lon }) => [id, spotOf(lat, lon)])), performance.now(), still)
      ask()
    },
    choose: (id) => {
      chosen = id
      ask()
    },
    dress: (next) => {
      dressed = next
      sprites = null
      settle()
    },
    under: (point, reach) => nearest(all, (one) => screenOf(one, performance.now()), point, reach),
    remove: () => {
      window.cancelAnimationFrame(frame)
      map.off('move zoomend resize viewreset', settle)
      map.off('zoomanim', stretch)
      canvas.remove()
    },
  }
}

function viewOf(map: L.Map): View {
  const { x = 0, y = 0 } = map.getPixelBounds().min ?? {}
  return { left: x, top: y, scale: worldPx(map.getZoom()), corner: map.containerPointToLatLng([0, 0]) }
}

function nearest(all: readonly Drawn[], at: (one: Drawn) => Spot | null, point: L.Point, reach: number): Drawn | null {
  let [best, bestPx]: [Drawn | null, number] = [null, reach]
  for (const one of all) {
    const spot = at(one)
    const px = spot ? Math.hypot(spot.x - point.x, spot.y - point.y) : Number.POSITIVE_INFINITY
    // Of two at one place the upper one.
    if (px <= bestPx) [best, bestPx] = [one, px]
  }
  return best
}

function ring(pen: CanvasRenderingContext2D, { x, y }: Spot, radius: number, { accent, panel }: MapColours): void {
  for (const [width, colour] of [
    [8, panel],
    [4, accent],
  ] as const) {
    pen.beginPath()
    pen.arc(x, y, radius + 6, 0, 2 * Math.PI)
    pen.lineWidth = width
    pen.strokeStyle = colour
    pen.stroke()
  }
}
