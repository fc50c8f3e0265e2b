import { useSignal } from '@preact/signals'
import { LONGEST_CSV } from '../../../../contract/bills.ts'
import { useWords } from '../../../components/context.ts'
import { Control } from '../../settings/form/control.tsx'
import type { Form } from '../../settings/form/form.ts'
import { words } from './words.ts'

interface CsvProps<Draft> {
  form: Form<Draft>
  label: string
  hint: string
  id: string
}

/** A file of lines: pasted, or chosen from the disk. */
export function CsvControl<Draft extends { csv: string }>({ form, label, hint, id }: CsvProps<Draft>) {
  const text = useWords(words)
  const isTooLarge = useSignal(false)
  const set = (csv: string) => {
    isTooLarge.value = csv.length > LONGEST_CSV
    form.set({ csv } as Partial<Draft>)
  }
  return (
    <div class="controls-wide bill-files">
      <Control form={form} path="csv" label={label} hint={hint} id={id} say={() => text.form.csvWrong}>
        {(tied) => (
          <textarea
            {...tied}
            class="field"
            spellcheck={false}
            autocomplete="off"
            value={form.draft.value.csv}
            onInput={(event) => set(event.currentTarget.value)}
          />
        )}
      </Control>
      <label class="bill-file">
        <span class="small">{text.form.file}</span>
        <input
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            if (file) void file.text().then(set)
          }}
          data-file={id}
        />
      </label>
      {isTooLarge.value && <p class="control-wrong">{text.form.tooLarge}</p>}
    </div>
  )
}
