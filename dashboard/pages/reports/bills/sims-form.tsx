import { useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { FormFrame } from '../../settings/form/form-frame.tsx'
import { CsvControl } from './csv-control.tsx'
import { type BillsModel, simsCsv } from './model.ts'
import { words } from './words.ts'

interface SimsProps {
  model: BillsModel
  sims: readonly { sim: string; gatewayId: string; port: string }[]
}

/** Says which SIM is in which gateway: without it nothing billed can be compared. */
export function SimsForm({ model, sims }: SimsProps) {
  const { format } = useDashboard()
  const text = useWords(words)
  // What was saved is what the form already shows.
  const form = useMemo(() => model.simsForm(simsCsv(sims)), [model])
  return (
    <section class="panel" aria-labelledby="sims-form-title">
      <FormFrame
        form={form}
        hook="sims"
        submit={text.simsForm.save}
        say={({ code, message }) => (code === 'bad-csv' ? text.badCsv(message) : null)}
      >
        <div class="form-part">
          <h3 id="sims-form-title">{text.simsForm.title}</h3>
          <p class="muted">
            {text.simsForm.lead} {text.simsForm.now(sims.length, format.value.whole(sims.length))}
          </p>
          <div class="controls">
            <CsvControl form={form} label={text.simsForm.csv} hint={text.simsForm.csvHint} id="f-sims-csv" />
          </div>
        </div>
      </FormFrame>
    </section>
  )
}
