import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import type { CityMap } from './city-map.ts'
import { type Drawing, startDrawing } from './drawing.ts'
import { MapCard } from './map-card.tsx'
import type { MapModel } from './map-model.ts'
import { words } from './words.ts'

/** The map itself, with the card of the chosen gateway. Leaflet draws it; what is drawn follows the model. */
export function MapView({ model }: { model: MapModel }) {
  const dashboard = useDashboard()
  const said = useWords(words)
  const host = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const groundFails = useSignal(false)
  const titles = useMemo(() => ({ zoomIn: said.zoomIn, zoomOut: said.zoomOut }), [said])
  useEffect(() => {
    const container = host.current
    if (!container) return
    const started = startDrawing(container, model, dashboard, titles, (fails) => {
      groundFails.value = fails
    })
    drawing.current = started
    return () => {
      drawing.current = null
      started.stop()
    }
  }, [model, dashboard, titles, groundFails])
  const waits = model.gateways.data.value === null && model.gateways.problem.value === null
  const withMap = (run: (map: CityMap) => void) => drawing.current && run(drawing.current.map)
  return (
    <div class="map-side">
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element of a map */}
      <div class="map-host" ref={host} role="region" aria-label={said.map} data-map />
      {waits && <span class="bone map-bone" />}
      <button
        type="button"
        class="button map-fit"
        onClick={() => withMap((map) => map.fit(model.filter.value.route))}
        data-map-fit
      >
        <Icon name="fit" /> {said.fit}
      </button>
      <MapCard model={model} />
      {groundFails.value && (
        <p class="map-note" role="status" data-map-ground-fails>
          <Icon name="alert" /> {said.groundFailed}
        </p>
      )}
      <Unplaced model={model} />
    </div>
  )
}

/** A map without some of the fleet must say so. */
function Unplaced({ model }: { model: MapModel }) {
  const { format } = useDashboard()
  const said = useWords(words)
  const without = model.matching.value.filter(({ place }) => place === null).length
  return (
    <p class="map-foot small muted" data-map-unplaced={without}>
      {without > 0 && said.withoutPlace(without, format.value.whole(without))}
    </p>
  )
}
