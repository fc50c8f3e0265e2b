import { effect, untracked } from '@preact/signals'
import type { MapGateway } from '../../../contract/map.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { type CityMap, createCityMap } from './city-map.ts'
import { isFaded } from './filter.ts'
import type { Drawn } from './fleet-canvas.ts'
import type { MapModel } from './map-model.ts'
import { MARKS, markOf } from './marks.ts'

export interface Drawing {
  map: CityMap
  stop(): void
}

/** Draws what the model has, for as long as the page is there. */
export function startDrawing(
  container: HTMLElement,
  model: MapModel,
  { theme, language, address, city }: Dashboard,
  words: { zoomIn: string; zoomOut: string },
  onGroundTrouble: (fails: boolean) => void,
): Drawing {
  const map = createCityMap(container, {
    centre: untracked(() => model.centre),
    reducedMotion: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    words,
    nameOf: (id) => {
      const { label = null, routeId = null } = model.gateways.data.peek()?.find((one) => one.id === id) ?? {}
      const route = routeId === null ? null : (city.byKey.peek().get(routeId)?.shortName ?? routeId)
      return [label ?? id, route].filter(Boolean).join(' · ')
    },
    onPick: model.choose,
    onMoved: model.moved,
    onGroundTrouble,
  })
  // Where the address says nothing the map shows all of the city, once it is known.
  let fitted = untracked(() => model.centre) !== null
  let route = untracked(() => model.filter.value.route)
  let goneTo = untracked(() => (fitted ? address.param('bus') : null))
  const stops = [
    effect(() => {
      theme.effective.value
      map.dress()
    }),
    effect(() => {
      if (model.ground.value === null) return
      map.putGround(model.ground.value, { theme: theme.effective.value, lang: language.code.value })
    }),
    effect(() => {
      if (model.shapes.data.value) map.putShapes(model.shapes.data.value.routes)
    }),
    effect(() => map.putFleet(drawnOf(model.matching.value, model.minute.value * 60_000))),
    effect(() => {
      const isThere = model.gateways.data.value !== null
      if (fitted || !isThere || (model.shapes.data.value === null && model.shapes.problem.value === null)) return
      fitted = true
      map.fit(untracked(() => model.filter.value.route))
    }),
    effect(() => {
      const wanted = model.filter.value.route
      map.chooseRoute(wanted)
      if (wanted !== route && wanted !== '') map.fit(wanted)
      route = wanted
    }),
    effect(() => {
      const chosen = model.chosen.value
      map.chooseGateway(chosen?.id ?? null)
      if (chosen?.place && chosen.id !== goneTo && fitted) map.goTo(chosen.place)
      goneTo = chosen?.id ?? goneTo
    }),
  ]
  return {
    map,
    stop: () => {
      for (const stop of stops) stop()
      map.remove()
    },
  }
}

/** The gravest are drawn last, above the others. `now`: ms since 1970. */
function drawnOf(gateways: readonly MapGateway[], now: number): Drawn[] {
  const drawn = gateways.flatMap((gateway): Drawn[] => {
    const { id, place } = gateway
    if (place === null) return []
    return [{ id, mark: markOf(gateway), lat: place.lat, lon: place.lon, faded: isFaded(gateway, now) }]
  })
  return drawn.sort((a, b) => MARKS.indexOf(b.mark) - MARKS.indexOf(a.mark))
}
