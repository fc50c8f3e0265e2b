import { useMemo } from 'preact/hooks'
import type { FleetSettings } from '../../../../contract/fleet-settings.ts'
import { useWords } from '../../../components/context.ts'
import { Part } from '../form/part.tsx'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { AssumptionsFields, MapFields, RetentionFields } from './fields.tsx'
import { createFleetSettings, type FleetSettingsModel } from './model.ts'
import { words } from './words.ts'

/** Retention, assumptions and the ground of the map: for the whole fleet. */
export default function DataSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createFleetSettings)
  const now = model.loaded.data.value
  const isAdmin = role === 'admin'
  return (
    <>
      <SectionPanel text={text} only={!isAdmin && 'onlyAdmins'} loaded={model.loaded} load={model.load} />
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
