import type { FleetSettings } from '../../../../contract/fleet-settings.ts'
import { useWords } from '../../../components/context.ts'
import { ChoiceControl, TextControl } from '../form/control.tsx'
import { useDay } from '../form/day.ts'
import type { Form } from '../form/form.ts'
import type { AssumptionsDraft, MapDraft, RetentionDraft } from './model.ts'
import { words } from './words.ts'

interface FieldsProps<Draft> {
  form: Form<Draft>
  disabled: boolean
}

export function RetentionFields({ form, disabled, now }: FieldsProps<RetentionDraft> & { now: FleetSettings }) {
  const text = useWords(words)
  const day = useDay()
  const { minutesDays, hoursDays } = form.draft.value
  const isShorter = Number(minutesDays) < now.retention.minutesDays || Number(hoursDays) < now.retention.hoursDays
  const noon = (date: string) => day(`${date}T12:00:00Z`)
  return (
    <>
      <TextControl
        form={form}
        name="minutesDays"
        label={text.minutes}
        hint={text.minutesHint}
        unit={text.days}
        numeric
        disabled={disabled}
      />
      <TextControl
        form={form}
        name="hoursDays"
        label={text.hours}
        hint={text.hoursHint}
        unit={text.days}
        numeric
        disabled={disabled}
      />
      <p class={`controls-wide small ${isShorter ? 'control-wrong' : 'muted'}`}>
        {isShorter ? text.shorter : text.kept(noon(now.keptSince.minutes), noon(now.keptSince.hours))}
      </p>
    </>
  )
}

export function AssumptionsFields({ form, disabled }: FieldsProps<AssumptionsDraft>) {
  const text = useWords(words)
  const unit = form.draft.value.currency.trim().toUpperCase() || '…'
  return (
    <>
      <TextControl
        form={form}
        name="savingsPerConnection"
        label={text.savings}
        unit={unit}
        numeric
        disabled={disabled}
      />
      <TextControl form={form} name="currency" label={text.currency} wanted={text.currencyWanted} disabled={disabled} />
      <TextControl
        form={form}
        name="costPerMonth"
        label={text.cost}
        hint={text.costHint}
        unit={unit}
        numeric
        disabled={disabled}
      />
      <TextControl form={form} name="source" label={text.source} hint={text.sourceHint} disabled={disabled} />
    </>
  )
}

export function MapFields({ form, disabled }: FieldsProps<MapDraft>) {
  const text = useWords(words)
  const { kind } = form.draft.value
  return (
    <>
      <ChoiceControl
        form={form}
        name="kind"
        label={text.kind}
        options={(['none', 'raster', 'pmtiles'] as const).map((value) => ({ value, label: text.kinds[value] }))}
        disabled={disabled}
      />
      {kind !== 'none' && (
        <>
          <div class="controls-wide">
            <TextControl
              form={form}
              name="url"
              label={text.mapUrl}
              wanted={kind === 'raster' ? text.rasterWanted : text.pmtilesWanted}
              disabled={disabled}
            />
          </div>
          <div class="controls-wide">
            <TextControl
              form={form}
              name="attribution"
              label={text.attribution}
              hint={text.attributionHint}
              disabled={disabled}
            />
          </div>
        </>
      )}
    </>
  )
}
