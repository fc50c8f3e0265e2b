import { useSignal } from '@preact/signals'
import type { Alert } from '../../../contract/alerts.ts'
import type { AlertModel } from '../../alerts/model.ts'
import { words } from '../../alerts/words.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'

const HOUR_MS = 3_600_000
const SNOOZES = { h1: HOUR_MS, h4: 4 * HOUR_MS, d1: 24 * HOUR_MS, d7: 168 * HOUR_MS } as const

/** What an operator does about an open alert: looks after it, leaves a note, snoozes it. */
export function AlertActions({ model, alert }: { model: AlertModel; alert: Alert }) {
  const { clock } = useDashboard()
  const text = useWords(words)
  const note = useSignal(alert.note ?? '')
  const said = () => note.value.trim()
  const isBusy = model.saving.value
  const noteOrAcknowledge = () =>
    model.act((client) => (alert.acknowledged ? client.note(alert.id, said()) : client.acknowledge(alert.id, said())))
  return (
    <form
      class="alert-actions"
      onSubmit={(event) => {
        event.preventDefault()
        void noteOrAcknowledge()
      }}
    >
      <label class="alert-note">
        <span>{text.note}</span>
        <input
          class="field"
          maxLength={500}
          placeholder={text.noteHint}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value
          }}
          data-alert-note-field
        />
      </label>
      <button
        type="submit"
        class="button button-main"
        disabled={isBusy || (alert.acknowledged !== null && note.value.trim() === '')}
        data-acknowledge
      >
        <Icon name="check" /> {alert.acknowledged ? text.saveNote : text.acknowledge}
      </button>
      {alert.snoozedUntil === null ? (
        <fieldset class="alert-snooze">
          <legend>{text.snoozeFor}</legend>
          {(Object.keys(SNOOZES) as (keyof typeof SNOOZES)[]).map((name) => (
            <button
              key={name}
              type="button"
              class="button"
              disabled={isBusy}
              onClick={() =>
                void model.act((client) =>
                  client.snooze(alert.id, new Date(clock.read() + SNOOZES[name]).toISOString()),
                )
              }
              data-snooze={name}
            >
              {text.snoozes[name]}
            </button>
          ))}
        </fieldset>
      ) : (
        <button
          type="button"
          class="button"
          disabled={isBusy}
          onClick={() => void model.act((client) => client.unsnooze(alert.id))}
          data-unsnooze
        >
          {text.unsnooze}
        </button>
      )}
      <output class="alert-saved">{model.saved.value && text.saved}</output>
      {model.refusal.value && (
        <ProblemNote title={text.actFailed} problem={model.refusal.value} retry={() => void noteOrAcknowledge()} />
      )}
    </form>
  )
}
