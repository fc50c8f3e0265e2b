import type { ApiError } from '../../../api.ts'

const es = {
  title: 'Mi cuenta',
  signedIn: (email: string, role: string) => `${email} · ${role}`,
  token: 'Esta sesión es de una clave de API: no tiene contraseña.',
  password: 'Cambiar mi contraseña',
  passwordHint: 'En los demás navegadores se cierra tu sesión.',
  current: 'Contraseña actual',
  next: 'Contraseña nueva',
  nextHint: 'Al menos 12 caracteres. Una frase que solo tú sepas es mejor que símbolos raros.',
  change: 'Cambiar contraseña',
  step: 'Segundo paso al entrar',
  stepOff: 'Con un segundo paso, quien sepa tu contraseña todavía necesita tu teléfono para entrar.',
  stepOn: 'Activado: al entrar se pide un código de tu teléfono.',
  yourPassword: 'Tu contraseña',
  begin: 'Activar el segundo paso',
  scan: 'Escanea este código con una aplicación de códigos de tu teléfono',
  scanHint: 'Sirve cualquiera que dé códigos de seis dígitos (TOTP). ¿No puedes escanear? Escribe esta clave en ella:',
  code: 'Código de seis dígitos que muestra la aplicación',
  confirm: 'Confirmar',
  backup: 'Códigos de respaldo',
  backupNote: 'Guárdalos fuera del teléfono: cada uno vale una vez si lo pierdes. No se vuelven a mostrar.',
  newBackup: 'Hacer códigos de respaldo nuevos',
  newBackupHint: 'Los anteriores dejan de servir.',
  end: 'Quitar el segundo paso',
  endHint: 'Escribe tu contraseña para confirmar.',
  everywhere: 'Cerrar sesión en todas partes',
  everywhereHint: 'También en este navegador.',
  everywhereAsk: '¿Cerrar tu sesión en todos los navegadores?',
  wrongPassword: 'Esta no es tu contraseña actual. Revísala e intenta de nuevo.',
  weakPassword: 'Esta contraseña no sirve: elige otra, más larga y menos común.',
  wrongCode: 'Este código no coincide o ya venció. Usa el más reciente.',
  qr: 'Código QR del segundo paso',
}
const en: typeof es = {
  title: 'My account',
  signedIn: (email: string, role: string) => `${email} · ${role}`,
  token: 'This session is an API key’s: it has no password.',
  password: 'Change my password',
  passwordHint: 'Other browsers are signed out.',
  current: 'Present password',
  next: 'New password',
  nextHint: 'At least 12 characters. A phrase that only you know is better than odd symbols.',
  change: 'Change the password',
  step: 'Second step when signing in',
  stepOff: 'With a second step, whoever knows your password still needs your phone to sign in.',
  stepOn: 'It is on: when you sign in, a code from your phone is asked for.',
  yourPassword: 'Your password',
  begin: 'Turn the second step on',
  scan: 'Scan this with an app for codes on your phone',
  scanHint: 'Any that gives codes of six digits (TOTP) will do. You cannot scan? Type this key into it:',
  code: 'Code of six digits that the app shows',
  confirm: 'Confirm',
  backup: 'Backup codes',
  backupNote: 'Keep them away from the phone: each works once if you lose it. They are not shown again.',
  newBackup: 'Make new backup codes',
  newBackupHint: 'Those before them end.',
  end: 'Turn the second step off',
  endHint: 'Type your password to confirm.',
  everywhere: 'Sign out everywhere',
  everywhereHint: 'In this browser too.',
  everywhereAsk: 'Sign out in all browsers?',
  wrongPassword: 'This is not your present password. Check it and try again.',
  weakPassword: 'This password will not do: choose another one, longer and less common.',
  wrongCode: 'This code does not match or has expired. Use the newest one.',
  qr: 'QR code of the second step',
}
export const words = { es, en }
export type AccountWords = typeof es

/** What better-auth refused, by its own words; null: nothing of this page's. */
export function sayOf(text: AccountWords, { message }: ApiError): string | null {
  if (/^invalid password/i.test(message)) return text.wrongPassword
  if (/^(this|the) password|^password too/i.test(message)) return text.weakPassword
  return /^invalid (two.factor )?code/i.test(message) ? text.wrongCode : null
}
