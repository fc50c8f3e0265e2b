import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { SHORTEST_PASSWORD } from '../../contract/access.ts'
import { sameOrigin } from './access.ts'
import type { FleetApp, FleetDeps } from './context.ts'
import { describedApp, FOR_ALL } from './openapi.ts'

export const SET_PASSWORD = '/set-password'

const page = { 200: { description: 'A page', content: { 'text/html': { schema: z.string() } } } }
const tokenSchema = z.string().max(100).default('')

const TEXTS = {
  es: {
    title: 'Elige tu contraseña',
    hint: `Al menos ${SHORTEST_PASSWORD} caracteres. El enlace sirve una sola vez.`,
    label: 'Contraseña nueva',
    submit: 'Guardar la contraseña',
    done: 'Tu contraseña quedó guardada.',
    signIn: 'Iniciar sesión',
    badPassword: 'Esta contraseña no sirve: elige otra, más larga y menos común.',
    badLink: 'Este enlace ya se usó o venció: pide otro a tu administrador.',
  },
  en: {
    title: 'Choose your password',
    hint: `At least ${SHORTEST_PASSWORD} characters. The link works once.`,
    label: 'New password',
    submit: 'Save the password',
    done: 'Your password is saved.',
    signIn: 'Sign in',
    badPassword: 'This password will not do: choose another one, longer and less common.',
    badLink: 'This link was used already or has expired: ask your admin for another one.',
  },
}
type Texts = (typeof TEXTS)['en']

/** Where somebody who was invited, or has forgotten the password, chooses one: a page without a script, before any sign-in. */
export function setPasswordPage(deps: FleetDeps): FleetApp {
  const app = describedApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: SET_PASSWORD,
      summary: 'The page to choose a password on',
      request: { query: z.object({ token: tokenSchema }) },
      responses: page,
      ...FOR_ALL,
    }),
    (c) => c.html(formPage(textsFor(c), c.req.valid('query').token, null), 200, PRIVATE),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: SET_PASSWORD,
      summary: 'Choose a password by a link',
      middleware: sameOrigin(deps),
      request: {
        body: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': {
              schema: z.object({ token: tokenSchema, password: z.string().max(1000).default('') }),
            },
          },
        },
      },
      responses: page,
      ...FOR_ALL,
    }),
    async (c) => {
      const { token, password } = c.req.valid('form')
      const texts = textsFor(c)
      const refused = await choose(deps, token, password)
      if (refused === null) return c.html(donePage(texts), 200, PRIVATE)
      return c.html(formPage(texts, token, texts[refused]), 200, PRIVATE)
    },
  )
  return app
}

/** The address holds the token. */
const PRIVATE = { 'Cache-Control': 'no-store' }

/** What was wrong; null: the password is chosen. */
async function choose(deps: FleetDeps, token: string, newPassword: string): Promise<'badLink' | 'badPassword' | null> {
  try {
    await deps.auth.api.resetPassword({ body: { token, newPassword } })
    return null
  } catch (error) {
    const body = error instanceof Error && 'body' in error ? (error.body as { code?: string } | undefined) : undefined
    if (body?.code === 'PASSWORD_REFUSED') return 'badPassword'
    if (body?.code === 'INVALID_TOKEN' || body?.code === 'USER_NOT_FOUND') return 'badLink'
    throw error
  }
}

function textsFor(c: Context): Texts & { code: 'es' | 'en' } {
  const code = /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'es'
  return { ...TEXTS[code], code }
}

function formPage(texts: Texts & { code: string }, token: string, problem: string | null) {
  return whole(
    texts,
    html`<form method="post" action="${SET_PASSWORD}">
      ${problem === null ? '' : html`<p role="alert"><strong>${problem}</strong></p>`}
      <p>${texts.hint}</p>
      <input type="hidden" name="token" value="${token}" />
      <label for="password">${texts.label}</label>
      <input id="password" name="password" type="password" autocomplete="new-password" required minlength="${SHORTEST_PASSWORD}" maxlength="200" />
      <button type="submit">${texts.submit}</button>
    </form>`,
  )
}

function donePage(texts: Texts & { code: string }) {
  return whole(texts, html`<p>${texts.done}</p><p><a href="/">${texts.signIn}</a></p>`)
}

function whole({ code, title }: { code: string; title: string }, content: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="${code}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Abordo</title>
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      main { max-width: 26rem; margin: 12vh auto 0; padding: 0 1.25rem; }
      form { display: grid; gap: 0.75rem; }
      input, button { font: inherit; padding: 0.7rem; border-radius: 0.4rem; border: 1px solid; }
      button { background: #00694b; border-color: #00694b; color: #fff; cursor: pointer; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`
}
