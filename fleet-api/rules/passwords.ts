import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../contract/access.ts'
import { AbordoError } from '../../contract/problem.ts'

/**
 * The commonest passwords of twelve characters and more, in small letters: what people write who are asked for that many. Shorter ones
 * are refused for their length.
 */
const COMMON = new Set(
  `123456789012 1234567890123 12345678901234 123456789101 1234567891011 123456789123 123456789123456789 012345678910 111111111111
  000000000000 123123123123 123321123321 121212121212 112233445566 123456123456 147258369147 987654321012 987654321987 098765432109
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv qwertyuiop12 qwertyuiop123 qwerty123456 qwerty1234567 qwerty12345678
  qwertyuiopasdf qwertyuiopasdfghjkl qwertyqwerty qwertyqwerty123 asdfghjkl123 asdfghjkl1234 zxcvbnm12345 zxcvbnm123456 zaq12wsxcde3
  password1234 password12345 password123456 password123! password1234! passwordpassword p@ssw0rd1234 p@ssword1234 passw0rd1234
  passw0rd12345 password2024 password2025 password2026 welcome12345 welcome123456 welcome1234! letmein12345 letmein123456
  changeme1234 changeme12345 changemenow! administrator administrator1 admin1234567 admin12345678 adminadmin12 adminadmin123
  administrador administrador1 iloveyou1234 iloveyou12345 iloveyouforever abcdefghijkl abcdefghijklm abcdefghijklmn abcd12345678
  abc123456789 abc1234567890 aaaaaaaaaaaa a123456789012 a1b2c3d4e5f6 contraseña12 contraseña123 contraseña1234 contrasena12
  contrasena123 contrasena1234 clave1234567 clave12345678 bienvenido12 bienvenido123 teamomucho12 teamoteamo12 teamo1234567
  mexico123456 mexico1234567 mexico202526 leonguanajuato abordoabordo abordo123456 abordo1234567 superman1234 superman12345
  dragon123456 monkey123456 football1234 futbol123456 sunshine1234 princess1234 princesa1234 liverpool1234 chocolate123
  computer1234 internet1234 starwars1234 trustno11234 whatever1234 michael12345 jennifer1234 alexander123 americano123
  guadalupe123 guadalupe1234 alejandro123 alejandra123 fernando1234 francisco123 chivas123456 america12345 secretsecret
  secret123456 testtesttest test12345678 test123456789 temporal1234 temporal2026 verano202526 1234qwerasdf asdfqwer1234`.split(
    /\s+/,
  ),
)

/** What is wrong with a password, in one sentence; null: nothing. `email`: whose it is to be. */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < SHORTEST_PASSWORD)
    return `The password is too short: use at least ${SHORTEST_PASSWORD} characters.`
  if (password.length > LONGEST_PASSWORD) return `The password is too long: use at most ${LONGEST_PASSWORD} characters.`
  const plain = password.normalize('NFKC').trim().toLowerCase()
  if (COMMON.has(plain) || plain === email.toLowerCase())
    return 'This password is one of the first that others try: choose another one.'
  return null
}

/** Throws AbordoError: bad-request. */
export function checkPassword(password: string, email: string): void {
  const problem = passwordProblem(password, email)
  if (problem !== null) throw new AbordoError('bad-request', problem)
}
