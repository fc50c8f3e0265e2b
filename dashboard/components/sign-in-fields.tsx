import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useText } from './context.ts'

/** The first step. */
export function PasswordFields({ email }: { email: RefObject<HTMLInputElement | null> }) {
  const text = useText()
  const visible = useSignal(false)
  return (
    <>
      <label for="email">{text.signIn.email}</label>
      <input ref={email} id="email" name="email" type="email" class="field" autocomplete="username" required />
      <label for="password">{text.signIn.password}</label>
      <div class="password">
        <input
          id="password"
          name="password"
          // Preact's types know an input by one type; this one is of two.
          type={visible.value ? 'text' : ('password' as 'text')}
          class="field"
          autocomplete="current-password"
          required
        />
        <button
          type="button"
          class="button button-plain"
          aria-pressed={visible.value}
          onClick={() => {
            visible.value = !visible.value
          }}
        >
          {visible.value ? text.signIn.hide : text.signIn.show}
        </button>
      </div>
    </>
  )
}

/** The second step, of whoever has turned it on. */
export function CodeField() {
  const text = useText()
  const code = useRef<HTMLInputElement>(null)
  useEffect(() => code.current?.focus(), [])
  return (
    <>
      <label for="code">{text.signIn.code}</label>
      <input ref={code} id="code" name="code" class="field" autocomplete="one-time-code" maxLength={20} required />
      <p class="small muted field-hint">{text.signIn.codeHint}</p>
    </>
  )
}
