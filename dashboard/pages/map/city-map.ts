import L from 'leaflet'
import type { MapShapesAnswer } from '../../../contract/map.ts'
import type { MapSettings } from '../../../contract/map-settings.ts'
import type { MapCentre } from './address-state.ts'
import { createFleetCanvas, type Drawn } from './fleet-canvas.ts'
import { createGround, type GroundLook } from './ground.ts'
import { createRouteLines } from './route-lines.ts'
import { coloursOf } from './sprites.ts'

export interface CityMapOptions {
  centre: MapCentre | null
  reducedMotion: boolean
  words: { zoomIn: string; zoomOut: string }
  /** What a gateway is called, and its route. */
  nameOf(id: string): string
  /** Somebody pointed at a gateway; null: at the ground. */
  onPick(id: string | null): void
  onMoved(centre: MapCentre): void
  onGroundTrouble(fails: boolean): void
}

export interface CityMap {
  putShapes(routes: MapShapesAnswer['routes']): void
  putFleet(drawn: readonly Drawn[]): void
  putGround(settings: MapSettings, look: GroundLook): void
  chooseRoute(routeId: string): void
  chooseGateway(id: string | null): void
  /** Moves to a place, close enough to tell streets apart. */
  goTo(place: { lat: number; lon: number }): void
  /** Shows all of a route; '': of all routes and gateways. */
  fit(routeId: string): void
  /** Takes the theme's colours over. */
  dress(): void
  remove(): void
}

/** How near a pointer has to come to a gateway, pixels; a finger is wider. */
const REACH = { mouse: 12, touch: 24 }
const STREETS = 15
/** Pixels; the card's own style changes at about this. */
const NARROW = 520
/** Where the map is while nothing is known of any city: Mexico. */
const NOWHERE: MapCentre = { lat: 21.5, lon: -101.5, zoom: 6 }

/** The map of a city with its routes and gateways. All that is Leaflet stays behind this. */
export function createCityMap(container: HTMLElement, options: CityMapOptions): CityMap {
  const { reducedMotion: still, words } = options
  const map = L.map(container, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 3,
    maxZoom: 19,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
  })
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map)
  L.control.attribution({ prefix: false }).addTo(map)
  const { lat, lon, zoom } = options.centre ?? NOWHERE
  map.setView([lat, lon], zoom, { animate: false })
  let drawn: readonly Drawn[] = []
  const colours = coloursOf(container)
  const fleet = createFleetCanvas(map, colours)
  const lines = createRouteLines(map, colours.ground)
  const ground = createGround(map, options.onGroundTrouble)
  const name = L.tooltip({ direction: 'top', offset: [0, -12], className: 'map-name' })

  map.on('moveend', () => {
    const centre = map.getCenter()
    options.onMoved({ lat: centre.lat, lon: centre.lng, zoom: map.getZoom() })
  })
  map.on('click', ({ containerPoint, originalEvent }) => {
    const isTouch = (originalEvent as PointerEvent).pointerType === 'touch'
    options.onPick(fleet.under(containerPoint, isTouch ? REACH.touch : REACH.mouse)?.id ?? null)
  })
  map.on('mousemove', ({ containerPoint }) => {
    const under = fleet.under(containerPoint, REACH.mouse)
    container.style.cursor = under ? 'pointer' : ''
    if (!under) name.remove()
    else {
      const text = document.createElement('span')
      text.textContent = options.nameOf(under.id)
      name.setLatLng([under.lat, under.lon]).setContent(text)
      if (!name.isOpen()) name.openOn(map)
    }
  })
  map.on('mouseout movestart', () => name.remove())
  // The window, or the switch between map and list, has changed its size.
  const watch = new ResizeObserver(() => map.invalidateSize({ animate: false }))
  watch.observe(container)

  return {
    putShapes: lines.put,
    putFleet: (next) => {
      drawn = next
      fleet.put(next, still)
    },
    putGround: ground.put,
    chooseRoute: lines.choose,
    chooseGateway: fleet.choose,
    goTo: ({ lat, lon }) => {
      const zoom = Math.max(map.getZoom(), STREETS)
      // On a narrow map the card lies over the lower part: the gateway is put above it.
      const hidden = container.clientWidth < NARROW ? container.clientHeight / 4 : 0
      const centre = map.unproject(map.project([lat, lon], zoom).add([0, hidden]), zoom)
      map.setView(centre, zoom, { animate: !still })
    },
    fit: (routeId) => {
      const bounds = lines.bounds(routeId) ?? boundsOf(drawn)
      if (bounds) map.fitBounds(bounds, { padding: [24, 24], maxZoom: STREETS, animate: false })
    },
    dress: () => {
      const next = coloursOf(container)
      fleet.dress(next)
      lines.dress(next.ground)
    },
    remove: () => {
      watch.disconnect()
      fleet.remove()
      map.remove()
    },
  }
}

function boundsOf(drawn: readonly Drawn[]): L.LatLngBounds | null {
  return drawn.length === 0 ? null : L.latLngBounds(drawn.map(({ lat, lon }) => [lat, lon]))
}
