import { useWords } from '../../../components/context.ts'
import { Control, TextControl } from '../../settings/form/control.tsx'
import type { Form } from '../../settings/form/form.ts'
import { FormFrame } from '../../settings/form/form-frame.tsx'
import { CsvControl } from './csv-control.tsx'
import type { BillDraft } from './model.ts'
import { words } from './words.ts'

/** Brings a bill. */
export function BillForm({ form }: { form: Form<BillDraft> }) {
  const text = useWords(words)
  return (
    <section class="panel" aria-labelledby="bill-form-title">
      <FormFrame form={form} hook="bill" submit={text.form.save} isNew say={sayCsv}>
        <div class="form-part">
          <h3 id="bill-form-title">{text.form.title}</h3>
          <p class="muted">{text.form.lead}</p>
          <div class="controls">
            <TextControl form={form} name="carrier" label={text.form.carrier} hint={text.form.carrierHint} />
            <Control form={form} path="month" label={text.form.month} wanted={text.form.monthWanted}>
              {(tied) => (
                <input
                  {...tied}
                  type="month"
                  class="field"
                  value={form.draft.value.month}
                  onInput={(event) => form.set({ month: event.currentTarget.value })}
                />
              )}
            </Control>
            <CsvControl form={form} label={text.form.csv} hint={text.form.csvHint} id="f-bill-csv" />
          </div>
        </div>
      </FormFrame>
    </section>
  )

  function sayCsv({ code, message }: { code: string; message: string }): string | null {
    return code === 'bad-csv' ? text.badCsv(message) : null
  }
}
