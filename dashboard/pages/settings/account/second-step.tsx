import { useWords } from '../../../components/context.ts'
import { TextControl } from '../form/control.tsx'
import { Copy } from '../form/copy.tsx'
import type { Form } from '../form/form.ts'
import { FormFrame } from '../form/form-frame.tsx'
import { Once } from '../form/once.tsx'
import type { AccountModel } from './model.ts'
import { Qr } from './qr.tsx'
import { sayOf, words } from './words.ts'

/** The second step of signing in: to begin, to make sure of, to end. */
export function SecondStep({ model, isOn }: { model: AccountModel; isOn: boolean }) {
  const text = useWords(words)
  const codes = model.backupCodes.value
  const begun = model.begun.value
  return (
    <section class="panel" data-second-step={isOn ? 'on' : begun ? 'begun' : 'off'}>
      <div class="form-part">
        <h3>{text.step}</h3>
        <p class="muted">{isOn ? text.stepOn : text.stepOff}</p>
        {codes && <Once title={text.backup} note={text.backupNote} text={codes.join('\n')} hook="backup-codes" />}
        {!isOn && begun === null && (
          <ByPassword form={model.begin} hook="step-begin" label={text.yourPassword} submit={text.begin} />
        )}
        {!isOn && begun !== null && <Begun model={model} uri={begun.totpURI} />}
      </div>
      {isOn && (
        <>
          <div class="form-part">
            <h3>{text.newBackup}</h3>
            <p class="muted">{text.newBackupHint}</p>
            <ByPassword form={model.newCodes} hook="codes" label={text.yourPassword} submit={text.newBackup} />
          </div>
          <div class="form-part">
            <h3>{text.end}</h3>
            <p class="muted">{text.endHint}</p>
            <ByPassword form={model.end} hook="step-end" label={text.yourPassword} submit={text.end} />
          </div>
        </>
      )}
    </section>
  )
}

function Begun({ model, uri }: { model: AccountModel; uri: string }) {
  const text = useWords(words)
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <div class="step-begun">
      <Qr text={uri} label={text.qr} />
      <div>
        <p>
          <strong>{text.scan}</strong>
        </p>
        <p class="muted small">{text.scanHint}</p>
        <Copy text={secret} hook="totp-secret" />
        <FormFrame form={model.confirm} hook="step-confirm" submit={text.confirm} isNew say={(p) => sayOf(text, p)}>
          <TextControl
            form={model.confirm}
            name="code"
            label={text.code}
            wanted={text.wrongCode}
            autoComplete="one-time-code"
            numeric
          />
        </FormFrame>
      </div>
    </div>
  )
}

interface ByPasswordProps {
  form: Form<{ password: string }>
  hook: string
  label: string
  submit: string
}

function ByPassword({ form, hook, label, submit }: ByPasswordProps) {
  const text = useWords(words)
  return (
    <FormFrame form={form} hook={hook} submit={submit} isNew say={(problem) => sayOf(text, problem)}>
      <div class="controls">
        <TextControl
          form={form}
          name="password"
          id={`${hook}-password`}
          type="password"
          autoComplete="current-password"
          label={label}
        />
      </div>
    </FormFrame>
  )
}
