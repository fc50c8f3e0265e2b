/** What this program notes in English, and its Spanish. What another program or the kernel said stands within it, unchanged. */
const REASONS: readonly (readonly [noted: RegExp, spanish: (...parts: string[]) => string])[] = [
  // Certificates.
  [/^it holds no key$/, () => 'no trae su llave'],
  [/^it is for no host name$/, () => 'no es para ningún nombre'],
  [/^it is not for (.+)$/, (name) => `no es para ${name}`],
  [/^the key is not the certificate’s$/, () => 'la llave no es la del certificado'],

  // A policy that is not in force.
  [/^failed without a reason$/, () => 'falló sin decir por qué'],
  [
    /^the fleet answered (\d+) when asked for (.+)$/,
    (status, what) => `la central contestó ${status} al pedirle ${esReason(what)}`,
  ],
  [/^(.+) is too large to be one$/, (what) => `${esReason(what)} es demasiado grande para serlo`],
  [/^its policy$/, () => 'la política'],
  [/^nft could not be started: (.+)$/, (said) => `nft no arrancó: ${said}`],
  [/^nft ended by (.+)$/, (how) => `nft terminó (${esReason(how)})`],
  [/^dnsmasq refuses its configuration: (.*)$/, (said) => `dnsmasq rechaza su configuración: ${said}`],
  [/^dnsmasq does not start: (.+)$/, (why) => `dnsmasq no arranca: ${esReason(why)}`],
  [/^it has not served after (\d+) s$/, (seconds) => `pasaron ${seconds} s y no atiende`],
  [/^code (\d+)$/, (code) => `código ${code}`],
  [/^by (\S+)$/, (signal) => `terminó por ${signal}`],
  [/^for a reason unknown$/, () => 'no se sabe por qué'],
  [/^its configuration is wrong$/, () => 'su configuración está mal'],
  [
    /^another program holds port 53 or 67 of the riders’ interface: stop that one, or set PORTAL_DHCP=none$/,
    () => 'otro programa ocupa el puerto 53 o 67 de la interfaz de pasajeros: detenlo, o pon PORTAL_DHCP=none',
  ],
  [/^a file or folder cannot be read or written$/, () => 'un archivo o carpeta no se puede leer o escribir'],
  [/^no memory is left$/, () => 'ya no hay memoria'],
  [
    /^dnsmasq is not installed: install dnsmasq-base, or set PORTAL_DHCP=none$/,
    () => 'dnsmasq no está instalado: instala dnsmasq-base, o pon PORTAL_DHCP=none',
  ],
  [
    /^the (.+) cannot stand in dnsmasq's configuration: (.+)$/,
    (what, value) => `un valor no puede ir en la configuración de dnsmasq (${what}): ${value}`,
  ],

  // A release that is refused.
  [
    /^its signature is not by the key that this gateway trusts$/,
    () => 'no la firmó la llave en que confía este equipo',
  ],
  [/^its manifest cannot be read: (.*)$/, (what) => `su manifiesto no se puede leer: ${what}`],
  [
    /^its sequence (\d+) is not above (\d+), which this gateway has taken already$/,
    (its, taken) => `su número de orden, ${its}, no es mayor que ${taken}, el que este equipo ya recibió`,
  ],
  [/^it has no file for (.+)$/, (architecture) => `no trae archivo para ${architecture}`],
  [/^its file is not the one that was signed$/, () => 'su archivo no es el que se firmó'],
  [/^its file is not there$/, () => 'su archivo no está'],
  [
    /^its file has (\d+) octets and not (\d+): it is cut or another$/,
    (has, signed) => `su archivo tiene ${has} bytes y no ${signed}: está cortado o es otro`,
  ],
  [/^its file was cut while it was read$/, () => 'su archivo se cortó mientras se leía'],
  [
    /^it is not newer than (.+), which is installed here$/,
    (own) => `no es más nueva que la ${own}, que está instalada aquí`,
  ],
  [/^it runs here already$/, () => 'ya está corriendo aquí'],
  [/^what is in it does not say that it is (.+)$/, (version) => `lo que trae no dice ser la ${version}`],
  [/^(\S+) is missing in it$/, (file) => `le falta ${file}`],
  [/^(\S+) is in it twice$/, (path) => `trae ${path} dos veces`],
  [/^it holds too many files$/, () => 'trae demasiados archivos'],
  [/^the folder of (\S+) is not in it$/, (path) => `no trae la carpeta de ${path}`],
  [/^it cannot be unpacked: it is damaged or cut off$/, () => 'no se puede desempacar: está dañada o cortada'],
  [/^it is no archive of ours$/, () => 'su archivo no es de los nuestros'],
  [/^a path in it does not stay in its folder$/, () => 'una ruta se sale de su carpeta'],
  [/^(\S+) is neither a file nor a folder$/, (path) => `${path} no es archivo ni carpeta`],
  [/^(\S+) has no size that can be read$/, (path) => `el tamaño de ${path} no se puede leer`],
  [/^it is cut off$/, () => 'está cortada'],
  [/^there is something behind its end$/, () => 'hay algo después de su final'],
  [/^it unpacks to more than a release may$/, () => 'desempacada ocupa más de lo permitido'],

  // A version that was gone back from.
  [/^its portal does not start: (.*)$/, (said) => `su portal no arranca: ${said}`],
  [/^its portal does not answer$/, () => 'su portal no contesta'],
  [/^it worked at first, and then no more: (.+)$/, (why) => `al principio sirvió y luego ya no: ${esReason(why)}`],
  [/^its trial was interrupted (\d+) times$/, (times) => `su prueba se interrumpió ${times} veces`],
  [/^what answers is (.+)$/, (software) => `quien contesta es ${software}`],
  [/^it could not be tried out: (.*)$/, (said) => `no se pudo probar: ${said}`],
  [/^a phone without a session is still let through$/, () => 'sigue pasando un teléfono que no tiene sesión'],
  [
    /^the portal says that a phone is online, and the firewall does not let it through$/,
    () => 'el portal dice que un teléfono está en línea, y el cortafuegos no lo deja pasar',
  ],
  [/^a phone gets past the portal without a session$/, () => 'un teléfono sin sesión se salta el portal'],
  [/^a phone gets past the portal after its session$/, () => 'un teléfono se salta el portal al acabar su sesión'],
  [/^a phone with a session gets nowhere$/, () => 'un teléfono con sesión no navega'],
  [/^no name is looked up for a phone$/, () => 'los nombres no se resuelven para un teléfono'],
  [
    /^a phone that is not online is not led to the portal \((.+)\)$/,
    (told) => `un teléfono sin sesión no llega al portal (${esReason(told)})`,
  ],
  [/^the portal does not show its page \((.+)\)$/, (told) => `el portal no muestra su página (${esReason(told)})`],
  [/^the portal shows no terms to accept$/, () => 'el portal no muestra términos que aceptar'],
  [/^the portal lets nobody in \((.+)\)$/, (told) => `el portal no deja entrar a nadie (${esReason(told)})`],
  [/^the portal ends no session \((.+)\)$/, (told) => `el portal no termina ninguna sesión (${esReason(told)})`],
  [/^no answer$/, () => 'no contesta'],
  [/^status (\d+)$/, (status) => `respuesta ${status}`],

  // Requests of our own that were given up.
  [/^The operation was aborted due to timeout$/, () => 'se acabó el tiempo de espera'],
  [/^the answer is longer than (\d+) octets$/, (octets) => `la respuesta pasa de ${octets} bytes`],
]

/** The Spanish for a reason that this program noted. What it does not know, others said: it stays as it is. */
export function esReason(noted: string): string {
  const [pattern, spanish] = REASONS.find(([pattern]) => pattern.test(noted)) ?? []
  const [, ...parts] = pattern?.exec(noted) ?? []
  return spanish?.(...parts) ?? noted
}
