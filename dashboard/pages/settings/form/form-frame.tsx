import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ApiError } from '../../../api.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Icon } from '../../../components/icons.tsx'
import type { Form } from './form.ts'
import { Refusal } from './refusal.tsx'
import { formWords } from './words.ts'

interface FormFrameProps<Draft> {
  form: Form<Draft>
  /** What the button says; left out: save. */
  submit?: string
  /** Of a form that makes something new: what is typed is no change of anything that is saved. */
  isNew?: boolean
  hook: string
  /** What a refusal of this form's own means; null: what it means elsewhere. */
  say?: (problem: ApiError) => string | null
  children: ComponentChildren
}

/** A form that asks before its changes are lost, says when it is saved, and leads to the first thing that is wrong. */
export function FormFrame<Draft>({ form, submit, isNew = false, hook, say, children }: FormFrameProps<Draft>) {
  const { address } = useDashboard()
  const words = useWords(formWords)
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => address.guard(() => form.isDirty.value), [form])
  const state = form.state.value
  const isDirty = form.isDirty.value
  const send = async () => {
    if (await form.submit()) return
    // Once the errors stand on the page.
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <form
      ref={element}
      noValidate
      data-form={hook}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {children}
      {form.refusal.value && <Refusal title={words.refused} problem={form.refusal.value} note={words.kept} say={say} />}
      <div class={`save-bar${isDirty && !isNew ? ' save-bar-dirty' : ''}`}>
        <button type="submit" class="button button-main" disabled={state === 'saving' || (!isDirty && !isNew)}>
          {state === 'saving' ? words.saving : (submit ?? words.save)}
        </button>
        {isDirty && !isNew && (
          <button type="button" class="button" onClick={() => form.reset()}>
            {words.discard}
          </button>
        )}
        <output class="save-said" data-said={hook}>
          {state === 'saved' && !isDirty && (
            <>
              <Icon name="check" /> {words.saved}
            </>
          )}
          {isDirty && !isNew && state === 'idle' && <span class="muted">{words.unsaved}</span>}
        </output>
      </div>
    </form>
  )
}
