import { useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { TextControl } from '../form/control.tsx'
import { FormFrame } from '../form/form-frame.tsx'
import { formWords } from '../form/words.ts'
import type { SectionProps } from '../sections.ts'
import { type AccountModel, createAccount } from './model.ts'
import { SecondStep } from './second-step.tsx'
import { sayOf, words } from './words.ts'
import './account.css'

/** One's own way in: password, second step, other browsers. */
export default function AccountSection({ role }: SectionProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const model = useMemo(() => createAccount(dashboard), [dashboard])
  const state = dashboard.session.state.value
  if (state.kind !== 'signed-in') return null
  const { email, twoFactor } = state.me
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{email === null ? text.token : text.signedIn(email, general.roles[role])}</p>
        </div>
        {email !== null && <Password model={model} />}
      </section>
      {twoFactor !== null && <SecondStep model={model} isOn={twoFactor} />}
      {email !== null && (
        <section class="panel account-everywhere">
          <h3>{text.everywhere}</h3>
          <p class="muted">{text.everywhereHint}</p>
          <Confirm
            label={text.everywhere}
            question={text.everywhereAsk}
            act={text.everywhere}
            hook="everywhere"
            run={model.signOutEverywhere}
          />
        </section>
      )}
    </>
  )
}

function Password({ model: { password } }: { model: AccountModel }) {
  const text = useWords(words)
  return (
    <FormFrame form={password} hook="password" submit={text.change} isNew say={(problem) => sayOf(text, problem)}>
      <div class="form-part">
        <h3>{text.password}</h3>
        <p class="muted">{text.passwordHint}</p>
        <div class="controls">
          <TextControl
            form={password}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            label={text.current}
          />
          <TextControl
            form={password}
            name="newPassword"
            type="password"
            autoComplete="new-password"
            label={text.next}
            hint={text.nextHint}
          />
        </div>
      </div>
    </FormFrame>
  )
}
