import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { problemText } from '../i18n/problem-text.ts'
import { useDashboard, useText } from './context.ts'
import { Icon, WordMark } from './icons.tsx'
import { CodeField, PasswordFields } from './sign-in-fields.tsx'
import { LanguageSwitch, ThemeSwitch } from './switches.tsx'

const WAIT_UNLESS_TOLD_S = 30

/** The way in. */
export function SignIn() {
  const { session, language, clock } = useDashboard()
  const text = useText()
  const problem = useSignal<ApiError | null>(null)
  const busy = useSignal(false)
  const codeNeeded = useSignal(false)
  const waitUntil = useSignal(0)
  const form = useRef<HTMLFormElement>(null)
  const email = useRef<HTMLInputElement>(null)

  useEffect(() => email.current?.focus(), [])

  const waitS = waitUntil.value === 0 ? 0 : Math.max(0, Math.ceil((waitUntil.value - clock.now.value) / 1000))
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!form.current || busy.value || waitS > 0) return
    const fields = new FormData(form.current)
    busy.value = true
    problem.value = null
    try {
      if (codeNeeded.value) await session.confirm(String(fields.get('code')).trim())
      else if ((await session.signIn(String(fields.get('email')), String(fields.get('password')))) === 'code-needed')
        codeNeeded.value = true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      problem.value = error
      if (error.status === 429) waitUntil.value = clock.now.value + (error.retryAfterS ?? WAIT_UNLESS_TOLD_S) * 1000
    } finally {
      busy.value = false
    }
  }
  const message = waitS > 0 ? text.signIn.wait(String(waitS)) : messageFor(problem.value)

  function messageFor(error: ApiError | null): string | null {
    if (error === null || error.status === 429) return null
    if (error.status === 401) return codeNeeded.value ? text.signIn.wrongCode : text.signIn.wrong
    return problemText(text, error.code)
  }

  return (
    <main class="sign-in" lang={language.code.value}>
      <div class="sign-in-sign">
        <WordMark />
        <p>{text.signIn.intro}</p>
        <RouteLine />
      </div>
      <div class="sign-in-side">
        <div class="sign-in-tools">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <form ref={form} onSubmit={submit} class="sign-in-form" data-sign-in>
          <h1>{text.signIn.title}</h1>
          <div role="alert" class="form-message">
            {message && (
              <p>
                <Icon name="alert" size={18} /> {message}
              </p>
            )}
          </div>
          {codeNeeded.value ? <CodeField /> : <PasswordFields email={email} />}
          <button type="submit" class="button button-main" disabled={busy.value || waitS > 0}>
            {busy.value ? text.signIn.busy : text.signIn.submit}
          </button>
          {!codeNeeded.value && (
            <p class="small muted">
              {text.signIn.noAccount} <code>abordo user add EMAIL --role official</code>
            </p>
          )}
        </form>
      </div>
    </main>
  )
}

/** A line of the city with its stops: the page's one ornament. */
function RouteLine() {
  return (
    <svg class="route-line" viewBox="0 0 480 300" aria-hidden="true" focusable="false">
      <path d="M-10 250H120a40 40 0 0 0 40-40V120a40 40 0 0 1 40-40H500" />
      <circle cx="60" cy="250" r="9" />
      <circle cx="160" cy="165" r="9" />
      <circle cx="270" cy="80" r="14" class="here" />
      <circle cx="400" cy="80" r="9" />
      <path class="waves" d="M236 46a48 48 0 0 1 68 0M250 62a28 28 0 0 1 40 0" />
    </svg>
  )
}
