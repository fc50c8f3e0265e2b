import type { ComponentChildren } from 'preact'
import type { Form } from './form.ts'
import { FormFrame } from './form-frame.tsx'

interface PartProps<Draft> {
  form: Form<Draft>
  hook: string
  title: string
  hint: string
  isAdmin: boolean
  children: ComponentChildren
}

/** A panel of settings with a form of its own; who is no admin reads it only. */
export function Part<Draft>({ form, hook, title, hint, isAdmin, children }: PartProps<Draft>) {
  const fields = (
    <div class="form-part">
      <h3>{title}</h3>
      <p class="muted">{hint}</p>
      <div class="controls">{children}</div>
    </div>
  )
  return (
    <section class="panel" data-part={hook}>
      {isAdmin ? (
        <FormFrame form={form} hook={hook}>
          {fields}
        </FormFrame>
      ) : (
        fields
      )}
    </section>
  )
}
