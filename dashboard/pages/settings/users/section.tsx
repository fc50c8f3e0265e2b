import { useEffect, useMemo } from 'preact/hooks'
import { ROLES } from '../../../../contract/api.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ChoiceControl, TextControl } from '../form/control.tsx'
import { FormFrame } from '../form/form-frame.tsx'
import { ListState } from '../form/list-state.tsx'
import { Once } from '../form/once.tsx'
import { createUsers } from './model.ts'
import { UserRow } from './user-row.tsx'
import { words } from './words.ts'

/** Who may sign in: for admins. */
export default function UsersSection() {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useMemo(() => createUsers(dashboard), [dashboard])
  useEffect(() => void model.load(), [model])
  const state = dashboard.session.state.value
  const me = state.kind === 'signed-in' ? state.me.email : null
  const link = model.link.value
  return (
    <>
      <section class="panel">
        <div class="panel-head">
          <h2>{text.title}</h2>
          <p class="muted">{text.lead}</p>
        </div>
        {link && (
          <Once
            title={text.linkTitle(link.email)}
            note={text.linkOnce(dashboard.format.value.dayAndTime(Date.parse(link.expiresAt)))}
            text={link.url}
            hook="password-link"
          />
        )}
        <ListState loaded={model.list} retry={() => void model.load()} />
        <ul class="entry-list">
          {model.list.data.value?.map((user) => (
            <UserRow key={user.id} user={user} isMe={user.email === me} model={model} />
          ))}
        </ul>
      </section>
      <section class="panel">
        <FormFrame form={model.invite} hook="invite" submit={text.invite} isNew>
          <div class="form-part">
            <h3>{text.add}</h3>
            <p class="muted">{text.addHint}</p>
            <div class="controls">
              <TextControl form={model.invite} path="email" name="email" type="email" label={text.email} />
              <ChoiceControl
                form={model.invite}
                path="role"
                name="role"
                label={text.role}
                options={ROLES.map((role) => ({ value: role, label: text.rolesMean[role] }))}
              />
            </div>
          </div>
        </FormFrame>
      </section>
    </>
  )
}
