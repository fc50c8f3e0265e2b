import 'leaflet/dist/leaflet.css'
import './leaflet.css'
import './map-table.css'
import './map.css'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import { MapFilters } from './map-filters.tsx'
import { createMapModel } from './map-model.ts'
import { MapTable } from './map-table.tsx'
import { MapView } from './map-view.tsx'
import { words } from './words.ts'

/** Where every gateway is. The table beside the map says the same; on a phone one of the two is seen. */
export default function MapPage() {
  const dashboard = useDashboard()
  const text = useText()
  const said = useWords(words)
  const model = useMemo(() => createMapModel(dashboard), [dashboard])
  const shown = useSignal<'map' | 'table'>('map')
  useEffect(() => model.start(), [model])
  const problem = model.gateways.problem.value
  const choose = (id: string) => {
    model.choose(id)
    // Who chooses a row wants to see where that is.
    shown.value = 'map'
  }
  return (
    <section class="panel map-page" aria-labelledby="map-title" data-show={shown.value}>
      <div class="panel-head">
        <h2 id="map-title">
          {said.title}
          <span class="panel-sub">{said.sub}</span>
        </h2>
        <div class="map-switch">
          <Segments
            name="map-show"
            label={said.show}
            options={[
              { value: 'map', label: said.showMap, icon: 'map' },
              { value: 'table', label: said.showTable, icon: 'table' },
            ]}
            value={shown}
          />
        </div>
      </div>
      <MapFilters model={model} />
      {problem && <ProblemNote title={said.gatewaysFailed} problem={problem} retry={model.load} />}
      {model.shapes.problem.value && !problem && (
        <ProblemNote title={said.shapesFailed} problem={model.shapes.problem.value} retry={model.load} />
      )}
      <div class="map-and-table">
        <MapView model={model} />
        <MapTable model={model} onChoose={choose} />
      </div>
      {model.gateways.data.value === null && !problem && <output class="hidden">{said.loading}</output>}
      <p class="hidden">{text.gateways.problemsFirst}</p>
    </section>
  )
}
