import { useEffect, useMemo } from 'preact/hooks'
import type { FleetSettings } from '../../../../contract/fleet-settings.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ListState } from '../form/list-state.tsx'
import { Part } from '../form/part.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import type { SectionProps } from '../sections.ts'
import { AssumptionsFields, MapFields, RetentionFields } from './fields.tsx'
import { createFleetSettings, type FleetSettingsModel } from './model.ts'
import { words } from './words.ts'

/** Retention, assumptions and the ground of the map: for the whole fleet. */
export default function DataSection({ role }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const model = useMemo(() => createFleetSettings(dashboard), [dashboard])
  useEffect(() => void model.load(), [model])
  const now = model.loaded.data.value
  const isAdmin = role === 'admin'
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{text.lead}</p>
        </div>
        {!isAdmin && <ReadOnly why={general.onlyAdmins} />}
        <ListState loaded={model.loaded} retry={() => void model.load()} />
      </section>
      {now && <Forms model={model} now={now} isAdmin={isAdmin} />}
    </>
  )
}

function Forms({ model, now, isAdmin }: { model: FleetSettingsModel; now: FleetSettings; isAdmin: boolean }) {
  const text = useWords(words)
  const { retention, assumptions, map } = useMemo(() => model.formsOf(now), [model])
  return (
    <>
      <Part form={retention} hook="retention" title={text.retention} hint={text.retentionHint} isAdmin={isAdmin}>
        <RetentionFields form={retention} now={now} disabled={!isAdmin} />
      </Part>
      <Part
        form={assumptions}
        hook="assumptions"
        title={text.assumptions}
        hint={text.assumptionsHint}
        isAdmin={isAdmin}
      >
        <AssumptionsFields form={assumptions} disabled={!isAdmin} />
      </Part>
      <Part form={map} hook="map" title={text.map} hint={text.mapHint} isAdmin={isAdmin}>
        <MapFields form={map} disabled={!isAdmin} />
      </Part>
    </>
  )
}
