import { useMemo } from 'preact/hooks'
import type { FleetSettings } from '../../../../contract/fleet-settings.ts'
import { useWords } from '../../../components/context.ts'
import { Check } from '../form/check.tsx'
import { TextControl } from '../form/control.tsx'
import type { Form } from '../form/form.ts'
import { Part } from '../form/part.tsx'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { Credits } from './credits.tsx'
import { type AgreementDraft, createReportSettings, type PublicationDraft, type ReportSettingsModel } from './model.ts'
import { words } from './words.ts'
import './report.css'

/** The contract that a report is held against, and what of it anybody may read. */
export default function ReportSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createReportSettings)
  const now = model.loaded.data.value
  const isAdmin = role === 'admin'
  return (
    <>
      <SectionPanel
        text={text}
        link={<a href="/city">{text.toCity}</a>}
        only={!isAdmin && 'onlyAdmins'}
        loaded={model.loaded}
        load={model.load}
      />
      {now && <Forms model={model} now={now} isAdmin={isAdmin} />}
    </>
  )
}

function Forms({ model, now, isAdmin }: { model: ReportSettingsModel; now: FleetSettings; isAdmin: boolean }) {
  const text = useWords(words)
  const { agreement, publication } = useMemo(() => model.formsOf(now), [model])
  return (
    <>
      <Part form={agreement} hook="agreement" title={text.agreement} hint={text.agreementHint} isAdmin={isAdmin}>
        <AgreementFields form={agreement} disabled={!isAdmin} />
      </Part>
      <Part
        form={publication}
        hook="publication"
        title={text.publication}
        hint={text.publicationHint}
        isAdmin={isAdmin}
      >
        <PublicationFields form={publication} disabled={!isAdmin} />
      </Part>
    </>
  )
}

interface FieldsProps<Draft> {
  form: Form<Draft>
  disabled: boolean
}

function AgreementFields({ form, disabled }: FieldsProps<AgreementDraft>) {
  const text = useWords(words)
  return (
    <>
      <TextControl
        form={form}
        name="availability"
        label={text.promised}
        hint={text.promisedHint}
        wanted={text.shareWanted}
        scale={0.01}
        unit="%"
        numeric
        disabled={disabled}
      />
      <Credits form={form} disabled={disabled} />
      <p class="controls-wide muted small">
        {text.costHint}{' '}
        <a href="/settings/data" data-page>
          {text.toCost}
        </a>
      </p>
    </>
  )
}

function PublicationFields({ form, disabled }: FieldsProps<PublicationDraft>) {
  const text = useWords(words)
  const { open, money } = form.draft.value
  return (
    <>
      <div class="controls-wide">
        <Check
          label={text.open}
          hint={text.openHint}
          checked={open}
          disabled={disabled}
          hook="open"
          onChange={(isOpen) => form.set({ open: isOpen })}
        />
        <Check
          label={text.money}
          hint={text.moneyHint}
          checked={money}
          disabled={disabled}
          hook="money"
          onChange={(isTold) => form.set({ money: isTold })}
        />
      </div>
      <TextControl form={form} name="cityName" label={text.cityName} hint={text.cityNameHint} disabled={disabled} />
      <TextControl
        form={form}
        name="contact"
        type="email"
        label={text.contact}
        hint={text.contactHint}
        disabled={disabled}
      />
      <TextControl form={form} name="licence" label={text.licence} hint={text.licenceHint} disabled={disabled} />
    </>
  )
}
